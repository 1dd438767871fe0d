using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class RoleRankingTests
{
    [Fact]
    public void Equal_values_share_a_rank_and_the_next_rank_is_left_out()
    {
        var ranking = Deciders(("p1", 2), ("p2", 4), ("p3", 2), ("p4", 0));
        Assert.Equal([("p2", 1), ("p1", 2), ("p3", 2), ("p4", 4)], ranking.Models.Select(m => (m.Model, m.Rank!.Value)));
    }

    [Fact]
    public void Equal_first_values_are_ordered_by_the_second_column()
    {
        // F1 is 2·1 / (2·1 + 1 + 0) = 2/3 for both; accuracy 3/4 against 2/3 of the verdicts.
        var better = new[] { V("b", true, true), V("b", false, true), V("b", false, false), V("b", false, false) };
        var worse = new[] { V("a", true, true), V("a", false, true), V("a", false, false) };
        var run = Make.Run(new ModelLineup([], [], ["a", "b"]), [.. Numbered(worse), .. Numbered(better)], tiers: [Tier.JudgePipeline]);
        Assert.Equal([("b", 1), ("a", 1)], Assert.Single(RoleRanking.Of(run)).Models.Select(m => (m.Model, m.Rank!.Value)));

        static Observation V(string decider, bool label, bool shown) => Make.Verdict(decider, "", label, shown);
        static IEnumerable<Observation> Numbered(IEnumerable<Observation> rows) => rows.Select((o, i) => o with { ItemId = $"p{i}" });
    }

    [Fact]
    public void Weak_models_stand_below_unranked_with_their_reason()
    {
        var rows = Enumerable
            .Range(0, 10)
            .SelectMany(i =>
                (Observation[])
                    [
                        Make.Verdict("weak", $"p{i}", i % 2 == 0, i == 0 ? null : i % 2 == 0),
                        Make.Verdict("poor", $"p{i}", i % 2 == 0, i > 3),
                    ]
            );
        var ranking = Assert.Single(RoleRanking.Of(Make.Run(new ModelLineup([], [], ["weak", "poor"]), rows, tiers: [Tier.JudgePipeline])));
        // Where it spoke, 'weak' is always right, but it spoke 9 times in 10.
        Assert.Equal(["poor", "weak"], ranking.Models.Select(m => m.Model));
        Assert.Equal([1, null], ranking.Models.Select(m => m.Rank));
        Assert.Equal("only 9 of 10 replies usable (under 95 %)", ranking.Models[1].Reason);
        Assert.Equal(1, ranking.Models[1].Values["accuracy"]!.Value);
    }

    [Fact]
    public void Excluded_models_stand_below_without_values()
    {
        var run = Make.Run(
            new ModelLineup([], [], ["p1", "p2"]),
            Make.GoodVerdicts("p2"),
            [Make.Excluded(ModelRole.ProductionJudge, "p1")],
            [Tier.JudgePipeline]
        );
        var ranking = Assert.Single(RoleRanking.Of(run));
        Assert.Equal([("p2", 1), ("p1", null)], ranking.Models.Select(m => (m.Model, m.Rank)));
        Assert.Equal("no API key: set X_API_KEY", ranking.Models[1].Reason);
        Assert.All(ranking.Models[1].Values.Values, Assert.Null);
    }

    [Fact]
    public void A_model_whose_ranking_value_is_undefined_is_not_ranked()
    {
        // Nothing was to be shown and nothing was: F1 is 0/0.
        var run = Make.Run(new ModelLineup([], [], ["p1"]), [Make.Verdict("p1", "p0", false, false)], tiers: [Tier.JudgePipeline]);
        var model = Assert.Single(Assert.Single(RoleRanking.Of(run)).Models);
        Assert.Equal((null, "f1_score is undefined"), (model.Rank, model.Reason));
    }

    [Fact]
    public void Generators_are_ranked_by_the_mean_over_judges()
    {
        var run = Generators(["j1", "j2"], ("g1", "j1", 5), ("g1", "j2", 2), ("g2", "j1", 4), ("g2", "j2", 4));
        var ranking = RoleRanking.Of(run)[0];
        Assert.Equal(["j1", "j2"], ranking.Judges);
        // (5 + 2) / 2 = 3.5 against (4 + 4) / 2 = 4
        Assert.Equal([("g2", 4.0), ("g1", 3.5)], ranking.Models.Select(m => (m.Model, m.Values["avg_answer_correctness"]!.Value!.Value)));
    }

    [Fact]
    public void Built_in_judges_are_not_averaged_where_a_real_one_is_there()
    {
        var run = Generators(["builtin:overlap", "j1"], ("g1", "builtin:overlap", 1), ("g1", "j1", 4));
        var ranking = RoleRanking.Of(run)[0];
        Assert.Equal(["j1"], ranking.Judges);
        Assert.Equal(4, ranking.Models[0].Values["avg_answer_correctness"]!.Value);
    }

    [Fact]
    public void Built_in_judges_are_averaged_where_nobody_else_judged()
    {
        var ranking = RoleRanking.Of(
            Generators(["builtin:overlap", "builtin:coin"], ("g1", "builtin:overlap", 1), ("g1", "builtin:coin", 4))
        )[0];
        Assert.Equal(["builtin:overlap", "builtin:coin"], ranking.Judges);
        Assert.Equal(2.5, ranking.Models[0].Values["avg_answer_correctness"]!.Value);
    }

    [Fact]
    public void A_judge_that_gives_no_scores_is_left_out_of_the_mean_and_lowers_nobody()
    {
        var silent = Make.Scores("g1", "j2", "g0", null, null, null);
        var run = Generators(["j1", "j2"], ("g1", "j1", 4));
        var both = Make.Run(
            run.Spec.Models,
            [Make.Answer("g1", "g0"), .. Make.Scores("g1", "j1", "g0", 4, 4, 4), .. silent],
            tiers: [Tier.Generation]
        );
        var ranking = Assert.Single(RoleRanking.Of(both));
        Assert.Equal(["j1"], ranking.Judges);
        Assert.Equal((1, 4.0), (ranking.Models[0].Rank, ranking.Models[0].Values["avg_answer_correctness"]!.Value));
    }

    [Fact]
    public void A_generator_that_one_judge_did_not_score_has_no_mean()
    {
        // j2 scored g1 in 30 questions but g2 never could be; a mean over j1 alone would compare g2 under another judge.
        Observation[] rows =
        [
            .. Enumerable
                .Range(0, 40)
                .SelectMany(i =>
                    (Observation[])
                        [
                            Make.Answer("g1", $"g{i}"),
                            .. Make.Scores("g1", "j1", $"g{i}", 4, 4, 4),
                            .. Make.Scores("g1", "j2", $"g{i}", 4, 4, 4),
                        ]
                ),
            Make.Answer("g2", "g0"),
            .. Make.Scores("g2", "j1", "g0", 5, 5, 5),
            .. Make.Scores("g2", "j2", "g0", null, null, null),
        ];
        var ranking = Assert.Single(
            RoleRanking.Of(Make.Run(new ModelLineup(["g1", "g2"], ["j1", "j2"], []), rows, tiers: [Tier.Generation]))
        );
        Assert.Equal(
            [("g1", 1, null), ("g2", null, "avg_answer_correctness is undefined")],
            ranking.Models.Select(m => (m.Model, m.Rank, m.Reason))
        );
    }

    [Fact]
    public void Judges_are_ranked_by_consistency_and_then_by_errors()
    {
        var run = Make.Run(
            new ModelLineup([], ["j1", "j2"], []),
            [Make.Trial("j1", "g0", 0, 1), Make.Trial("j1", "g0", 1, 5), Make.Trial("j2", "g0", 0, 3), Make.Trial("j2", "g0", 1, 3)],
            tiers: [Tier.JudgeTrial]
        );
        Assert.Equal([("j2", 1), ("j1", 2)], Assert.Single(RoleRanking.Of(run)).Models.Select(m => (m.Model, m.Rank!.Value)));
    }

    [Fact]
    public void There_is_one_ranking_for_each_role_that_was_tried()
    {
        var run = Make.Run(new ModelLineup(["g1"], ["j1"], ["p1"]), Make.GoodRun("g1", "j1", "p1"));
        Assert.Equal([ModelRole.Generation, ModelRole.BenchmarkJudge, ModelRole.ProductionJudge], RoleRanking.Of(run).Select(r => r.Role));
    }

    /// <summary>Deciders that get so many of four items right: all are to be shown, so F1 grows with the number shown.</summary>
    private static RoleRanking Deciders(params (string Name, int Shown)[] deciders)
    {
        var rows = deciders.SelectMany(d =>
            Enumerable.Range(0, 4).Select(i => Make.Verdict(d.Name, $"p{i}", label: true, shown: i < d.Shown))
        );
        return Assert.Single(
            RoleRanking.Of(Make.Run(new ModelLineup([], [], [.. deciders.Select(d => d.Name)]), rows, tiers: [Tier.JudgePipeline]))
        );
    }

    private static Run Generators(string[] judges, params (string Generator, string Judge, double Score)[] scores)
    {
        string[] generators = [.. scores.Select(s => s.Generator).Distinct()];
        return Make.Run(
            new ModelLineup(generators, judges, []),
            [
                .. generators.Select(g => Make.Answer(g, "g0")),
                .. scores.SelectMany(s => Make.Scores(s.Generator, s.Judge, "g0", s.Score, s.Score, s.Score)),
            ],
            tiers: [Tier.Generation]
        );
    }
}
