using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class ModelRunTests
{
    private static readonly ModelLineup TwoEach = new(["g1", "g2"], ["j1", "j2"], ["p1", "p2"]);

    [Fact]
    public void Every_combination_is_composed_generators_outermost()
    {
        var runs = Make.Run(TwoEach, AllGood()).ModelRuns();
        Assert.Equal(
            ["g1 j1 p1", "g1 j1 p2", "g1 j2 p1", "g1 j2 p2", "g2 j1 p1", "g2 j1 p2", "g2 j2 p1", "g2 j2 p2"],
            runs.Select(r => $"{r.Models.GenerationModel} {r.Models.JudgeModel} {r.Models.ProductionJudgeModel}")
        );
        Assert.All(runs, r => Assert.Equal((ModelRunStatus.Ok, null), (r.Status, r.Reason)));
    }

    [Fact]
    public void A_combination_has_the_numbers_of_its_own_models_and_shares_those_of_others()
    {
        var run = Make.Run(TwoEach, AllGood());
        // j1 gives 4 to g1 and 3 to g2, j2 gives 2 to both (AllGood).
        Assert.Equal([4, 4, 2, 2, 3, 3, 2, 2], run.ModelRuns().Select(r => r.Metrics[Tier.Generation]["avg_faithfulness"]));
        var first = run.ModelRuns()[0];
        Assert.Equal(150, first.Metrics[Tier.Generation]["avg_generation_latency_ms"]); // (100 + 200) / 2
        Assert.Equal(4.5, first.Metrics[Tier.JudgeTrial]["avg_faithfulness"]); // (4 + 4 + 5 + 5) / 4
        Assert.Equal(0.75, first.Metrics[Tier.JudgePipeline]["accuracy"]); // three of four verdicts
        Assert.Equal(first.Metrics[Tier.JudgePipeline], run.ModelRuns()[2].Metrics[Tier.JudgePipeline]);
    }

    [Fact]
    public void One_combination_is_written_as_many_are()
    {
        var run = Assert.Single(Make.Run(new ModelLineup(["g1"], ["j1"], ["p1"]), Make.GoodRun("g1", "j1", "p1")).ModelRuns());
        Assert.Equal(Make.ModelTiers.Order(), run.Metrics.Keys.Order());
    }

    [Fact]
    public void Combinations_with_a_model_that_cannot_be_called_are_excluded_with_its_reason_and_without_numbers()
    {
        var runs = Make.Run(
                TwoEach,
                AllGood().Where(o => o.GenerationModel != "g2" && o.ProductionJudgeModel != "p2"),
                [Make.Excluded(ModelRole.Generation, "g2"), Make.Excluded(ModelRole.ProductionJudge, "p2")]
            )
            .ModelRuns();
        Assert.Equal([true, false, true, false, false, false, false, false], runs.Select(r => r.Status == ModelRunStatus.Ok));
        Assert.All(runs.Where(r => r.Status == ModelRunStatus.Excluded), r => Assert.Empty(r.Metrics));
        Assert.Equal("p2: no API key: set X_API_KEY", runs[1].Reason);
        Assert.Equal("g2: no API key: set X_API_KEY; p2: no API key: set X_API_KEY", runs[^1].Reason);
    }

    [Fact]
    public void A_model_excluded_in_one_role_still_takes_part_in_another()
    {
        var same = new ModelLineup(["m"], ["m"], ["m"]);
        var run = Make.Run(
            same,
            Make.GoodRun("m", "m", "m").Where(o => o.Tier == Tier.JudgePipeline),
            [Make.Excluded(ModelRole.Generation, "m")],
            [Tier.JudgePipeline]
        );
        Assert.Equal(ModelRunStatus.Ok, Assert.Single(run.ModelRuns()).Status);
    }

    [Fact]
    public void A_judge_that_scores_too_little_makes_its_combinations_partial_and_no_others()
    {
        var silent = Make.Scores("g1", "j2", "g0", null, null, null)
            .Concat(Make.Scores("g1", "j2", "g1", null, null, null))
            .Append(Make.Trial("j2", "g0", 0, null))
            .Append(Make.Trial("j2", "g0", 1, null));
        var runs = Make.Run(new ModelLineup(["g1"], ["j1", "j2"], ["p1"]), [.. Make.GoodRun("g1", "j1", "p1"), .. silent]).ModelRuns();
        Assert.Equal([ModelRunStatus.Ok, ModelRunStatus.Partial], runs.Select(r => r.Status));
        Assert.Equal("j2: 8 of 8 scorings gave no score (more than 5 %)", runs[1].Reason); // 2·3 scorings and 2 trials
        Assert.Null(runs[1].Metrics[Tier.Generation]["avg_faithfulness"]);
        Assert.Equal(1, runs[1].Metrics[Tier.JudgeTrial]["error_rate"]);
    }

    // 95 of 100 usable replies is enough, 94 is not; of a judge's scorings 5 of 100 may fail, 6 may not.
    [Theory]
    [InlineData(5, ModelRunStatus.Ok)]
    [InlineData(6, ModelRunStatus.Partial)]
    public void Five_failures_in_a_hundred_replies_are_the_limit(int failures, ModelRunStatus status)
    {
        var models = new ModelLineup(["g1"], ["j1"], ["p1"]);
        var decisions = Enumerable.Range(0, 100).Select(i => Make.Verdict("p1", $"p{i}", i % 2 == 0, i < failures ? null : true));
        Assert.Equal(status, Assert.Single(Make.Run(models, decisions, tiers: [Tier.JudgePipeline]).ModelRuns()).Status);
        var trials = Enumerable.Range(0, 100).Select(i => Make.Trial("j1", $"g{i}", 0, i < failures ? null : 4));
        Assert.Equal(status, Assert.Single(Make.Run(models, trials, tiers: [Tier.JudgeTrial]).ModelRuns()).Status);
    }

    [Fact]
    public void What_a_judge_could_not_be_asked_is_not_held_against_it()
    {
        var dead = Make.Answer("g1", "g0", abstained: null);
        var notRun = Enum.GetValues<Core.Roles.Rubric>()
            .Take(3)
            .Select(r => Make.Score("g1", "j1", "g0", r, null, Core.Roles.Outcome.NotRun));
        var weak = Coverage.WeakModels(
            Make.Run(new ModelLineup(["g1"], ["j1"], ["p1"]), [dead, .. notRun, .. Make.GoodTrials("j1"), .. Make.GoodVerdicts("p1")])
        );
        Assert.Equal([(ModelRole.Generation, "g1")], weak.Keys);
        Assert.Equal("only 0 of 1 replies usable (under 95 %)", weak.Values.Single().Text);
    }

    [Fact]
    public void Roles_that_no_chosen_tier_needs_are_null()
    {
        var run = Assert.Single(
            Make.Run(TwoEach with { Deciders = ["p1"] }, Make.GoodVerdicts("p1"), tiers: [Tier.JudgePipeline]).ModelRuns()
        );
        Assert.Equal(new ModelNames(null, null, "p1"), run.Models);
        Assert.Equal([Tier.JudgePipeline], run.Metrics.Keys);
    }

    private static IEnumerable<Observation> AllGood() =>
        [
            Make.Answer("g1", "g0", latency: 100),
            Make.Answer("g1", "g1", latency: 200),
            Make.Answer("g2", "g0", latency: 10),
            Make.Answer("g2", "g1", latency: 20),
            .. new[] { "g0", "g1" }.SelectMany(item =>
                (Observation[])
                    [
                        .. Make.Scores("g1", "j1", item, 4, 4, 4),
                        .. Make.Scores("g2", "j1", item, 3, 3, 3),
                        .. Make.Scores("g1", "j2", item, 2, 2, 2),
                        .. Make.Scores("g2", "j2", item, 2, 2, 2),
                    ]
            ),
            .. Make.GoodTrials("j1"),
            .. Make.GoodTrials("j2"),
            .. Make.GoodVerdicts("p1"),
            .. Make.GoodVerdicts("p2"),
        ];
}
