using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class GateTests
{
    // Scores 3, 4, 5 on three pages: mean 4, SE = 1/√3, t(0.975; 2) = 4.302653: [1.516, 6.484], of which the scale leaves [1.516, 5].
    [Theory]
    [InlineData(1.5, GateVerdict.Passed)]
    [InlineData(1.6, GateVerdict.Inconclusive)]
    [InlineData(5, GateVerdict.Inconclusive)]
    [InlineData(5.1, GateVerdict.Failed)]
    public void A_mean_is_decided_by_its_whole_interval(double limit, GateVerdict verdict)
    {
        var result = Assert.Single(Check("tier_2.avg_answer_correctness", limit, Run(3, 4, 5)));
        Assert.Equal((verdict, GateGround.Interval, new ModelNames("g", "j"), 3), (result.Verdict, result.Ground, result.Models, result.N));
        Assert.Equal(4, result.Value!.Value, 12);
    }

    [Theory]
    [InlineData("tier_2.errors", 0, GateVerdict.Passed)] // a count, and less is better
    [InlineData("tier_2.generation_errors", -1, GateVerdict.Failed)]
    [InlineData("tier_2.total_queries", 4, GateVerdict.Failed)] // neither is better: more is asked for
    [InlineData("tier_2.p95_generation_latency_ms", 400, GateVerdict.Passed)] // latencies 100, 200, 300
    [InlineData("tier_2.p95_generation_latency_ms", 200, GateVerdict.Failed)]
    public void Without_an_interval_the_value_decides(string metric, double limit, GateVerdict verdict)
    {
        var result = Assert.Single(Check(metric, limit, Run(4, 4, 5)));
        Assert.Equal((verdict, GateGround.Value), (result.Verdict, result.Ground));
    }

    // Latencies 100, 200, 300: mean 200, SE = 100/√3, t · SE = 248.4: 200 · e^(±248.4/200) = [57.8, 692.6].
    [Theory]
    [InlineData(693, GateVerdict.Passed)]
    [InlineData(300, GateVerdict.Inconclusive)]
    [InlineData(57, GateVerdict.Failed)]
    public void Where_less_is_better_the_sides_are_turned_round(double limit, GateVerdict verdict)
    {
        var result = Assert.Single(Check("tier_2.avg_generation_latency_ms", limit, Run(4, 4, 5)));
        Assert.Equal((verdict, true, new ModelNames("g")), (result.Verdict, result.LowerIsBetter, result.Models));
    }

    [Fact]
    public void One_page_and_nothing_measured_are_inconclusive()
    {
        Assert.Equal((GateVerdict.Inconclusive, GateGround.NoInterval), Ground(Check("tier_2.avg_answer_correctness", 1, Run(4))));
        Assert.Equal((GateVerdict.Inconclusive, GateGround.Undefined), Ground(Check("tier_2.response_exact_match_rate", 1, Run(4, 4, 5))));
        var none = Make.Run(new ModelLineup(["g"], ["j"], ["p"]), Make.GoodRun("g", "j", "p"), [Make.Excluded(ModelRole.Generation, "g")]);
        Assert.Equal((GateVerdict.Inconclusive, GateGround.NothingToCheck), Ground(Check("tier_2.avg_answer_correctness", 1, none)));
    }

    [Fact]
    public void Every_number_of_the_ok_combinations_is_checked_once()
    {
        // h scores 1 and 1; gone was never called; k gives no score, so its combinations are partial.
        var run = Make.Run(
            new ModelLineup(["g", "h", "gone"], ["j", "k"], ["p", "r"]),
            [
                .. Make.GoodRun("g", "j", "p"),
                .. Make.GoodVerdicts("r"),
                Make.Answer("h", "g0"),
                Make.Answer("h", "g1"),
                .. Make.Scores("h", "j", "g0", 1, 1, 1),
                .. Make.Scores("h", "j", "g1", 1, 1, 1),
                .. new[] { "g", "h" }.SelectMany(g => Make.Scores(g, "k", "g0", null, null, null)),
            ],
            [Make.Excluded(ModelRole.Generation, "gone")]
        );
        var results = Check("tier_2.avg_faithfulness", 3, run);
        Assert.Equal(
            [(new ModelNames("g", "j"), GateVerdict.Passed), (new ModelNames("h", "j"), GateVerdict.Failed)],
            results.Select(r => (r.Models, r.Verdict))
        );
        Assert.Equal(["p", "r"], Check("tier_judge_pipeline.accuracy", 0.1, run).Select(r => r.Models.ProductionJudgeModel));
        Assert.Equal(GateVerdict.Failed, GateResult.Together(results));
    }

    // Changes −1, −2, −3 on three pages: mean −2, SE 1/√3: [−4.484, 0.484], of which differences on the scale leave [−4, 0.484].
    [Theory]
    [InlineData(4, GateVerdict.Passed)]
    [InlineData(0.1, GateVerdict.Inconclusive)]
    [InlineData(0, GateVerdict.Inconclusive)]
    public void A_regression_is_decided_by_the_interval_of_the_change(double tolerance, GateVerdict verdict) =>
        Assert.Equal(
            (verdict, GateGround.Interval),
            Ground(Regression(tolerance, "tier_2.avg_answer_correctness", Run(5, 4, 5), Run(4, 2, 2)))
        );

    [Fact]
    public void A_regression_fails_when_the_whole_interval_lies_beyond_the_tolerance()
    {
        // Changes −2, −3, −2, −3: mean −2.5, SE = √(1/12), t(0.975; 3) = 3.182446: [−3.419, −1.581].
        Run before = Run(5, 5, 5, 5),
            after = Run(3, 2, 3, 2);
        Assert.Equal((GateVerdict.Failed, GateGround.Interval), Ground(Regression(1.5, "tier_2.avg_answer_correctness", before, after)));
        Assert.Equal(GateVerdict.Inconclusive, Regression(1.6, "tier_2.avg_answer_correctness", before, after).Single().Verdict);
        Assert.Equal(GateVerdict.Passed, Regression(0, "tier_2.avg_answer_correctness", after, before).Single().Verdict);
    }

    [Fact]
    public void The_same_change_everywhere_is_decided_by_its_value_but_one_page_by_nothing()
    {
        Assert.Equal((GateVerdict.Passed, GateGround.Value), Ground(Regression(0, "tier_2.avg_answer_correctness", Run(5), Run(5))));
        Assert.Equal(
            (GateVerdict.Failed, GateGround.Value),
            Ground(Regression(0.5, "tier_2.avg_answer_correctness", Run(5, 4), Run(4, 3)))
        );
        Assert.Equal((GateVerdict.Passed, GateGround.Value), Ground(Regression(1, "tier_2.avg_answer_correctness", Run(5, 4), Run(4, 3))));
        Assert.Equal(
            (GateVerdict.Inconclusive, GateGround.NoInterval),
            Ground(Regression(0.5, "tier_2.avg_answer_correctness", Run(5), Run(1)))
        );
    }

    [Fact]
    public void Where_less_is_better_a_rise_is_the_regression()
    {
        // Each of two trials of g0 and g1 has a score before; one of each has none afterwards: the share of errors rises by 0.5 on both.
        var before = Run(4, 4, 5);
        var after = Make.Run(
            new ModelLineup(["g"], ["j"], ["p"]),
            [Make.Trial("j", "g0", 0, 4), Make.Trial("j", "g0", 1, null), Make.Trial("j", "g1", 0, 5), Make.Trial("j", "g1", 1, null)]
        );
        Assert.Equal((GateVerdict.Failed, GateGround.Value), Ground(Regression(0.4, "tier_judge.error_rate", before, after)));
        Assert.Equal(GateVerdict.Passed, Regression(0, "tier_judge.error_rate", after, before).Single().Verdict);
    }

    [Fact]
    public void Failed_beats_inconclusive_and_no_gate_passes()
    {
        var (failed, inconclusive, passed) = (
            Check("tier_2.avg_answer_correctness", 5.8, Run(4, 4, 5)),
            Check("tier_2.avg_answer_correctness", 3, Run(4, 4, 5)),
            Check("tier_2.avg_answer_correctness", 1, Run(4, 4, 5))
        );
        Assert.Equal(GateVerdict.Failed, GateResult.Together([.. inconclusive, .. failed, .. passed]));
        Assert.Equal(GateVerdict.Inconclusive, GateResult.Together([.. passed, .. inconclusive]));
        Assert.Equal(GateVerdict.Passed, GateResult.Together([]));
    }

    [Theory]
    [InlineData(
        "tier_2.avg_faithfulnes=4",
        "--fail-under tier_2.avg_faithfulnes: no metric is called so: did you mean tier_2.avg_faithfulness, tier_judge.avg_faithfulness, "
    )]
    [InlineData("tier_2.avg_faithfulness", "--fail-under tier_2.avg_faithfulness: give METRIC=VALUE, such as tier_2.avg_faithfulness=4.5")]
    [InlineData("=4", "--fail-under =4: give METRIC=VALUE")]
    [InlineData("tier_1.mrr=high", "--fail-under tier_1.mrr=high: 'high' is not a number")]
    [InlineData("tier_1.mrr=0,8", "--fail-under tier_1.mrr=0,8: '0,8' is not a number")]
    [InlineData("tier_1.mrr=NaN", "--fail-under tier_1.mrr=NaN: 'NaN' is not a number")]
    public void Mistakes_are_told_before_anything_runs(string text, string message) =>
        Assert.StartsWith(message, Assert.Throws<BadInputException>(() => ValueGate.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_gate_on_a_tier_that_is_not_run_is_a_mistake()
    {
        var gate = ValueGate.Parse("tier_1.hit_rate@5=0.9");
        Assert.Equal(0.9, gate.Limit);
        gate.RequireTier([Tier.Retrieval]);
        Assert.Equal(
            "--fail-under tier_1.hit_rate@5: tier_1 is not run: add 1 to --tier",
            Assert.Throws<BadInputException>(() => gate.RequireTier([Tier.Generation])).Message
        );
    }

    [Theory]
    [InlineData(
        "en",
        3,
        "gate inconclusive: tier_2.avg_answer_correctness ≥ 3 (g × j): 4.00 [1.52, 5.00]* (n=3): the limit lies in the interval"
    )]
    [InlineData("ru", 5.8, "порог не пройден: tier_2.avg_answer_correctness ≥ 5,8 (g × j): 4,00 [1,52; 5,00]* (n=3)")]
    public void A_gate_is_one_line(string language, double limit, string line) =>
        Assert.Equal(
            line,
            GateText.Line(
                Check("tier_2.avg_answer_correctness", limit, Run(3, 4, 5)).Single(),
                Language.Of(language, CultureInfo.InvariantCulture)
            )
        );

    [Fact]
    public void Counts_bear_no_denominator_and_changes_bear_their_sign()
    {
        Assert.Equal(
            "gate passed: tier_2.errors ≤ 0 (g × j): 0: no interval, decided by the value",
            GateText.Line(Check("tier_2.errors", 0, Run(4, 4, 5)).Single(), Language.English)
        );
        Assert.Equal(
            "gate passed: tier_2.avg_answer_correctness at most 0.1 worse in 20261124_101112 (g × j): +1.00 (n=2): no interval, decided by the value",
            GateText.Line(Regression(0.1, "tier_2.avg_answer_correctness", Run(3, 4), Run(4, 5)).Single(), Language.English)
        );
    }

    private static IReadOnlyList<GateResult> Check(string metric, double limit, Run run) =>
        ValueGate.Parse(string.Create(CultureInfo.InvariantCulture, $"{metric}={limit}")).Check(run);

    private static IReadOnlyList<GateResult> Regression(double tolerance, string metric, Run before, Run after) =>
        new RegressionGate(tolerance).Check(
            RunComparison.Of(before, [after], [.. MetricCatalog.ByQuestion.Where(m => m.Address == metric)])
        );

    private static (GateVerdict, GateGround) Ground(IReadOnlyList<GateResult> results) =>
        (results.Single().Verdict, results.Single().Ground);

    // Questions g0, g1 …, each on its own page, answered in 100, 200 … ms; faithfulness is 4 throughout.
    private static Run Run(params double[] correctness) =>
        Make.Run(
            new ModelLineup(["g"], ["j"], ["p"]),
            [
                .. correctness.SelectMany(
                    (score, i) =>
                        Make.Scores("g", "j", $"g{i.ToString(CultureInfo.InvariantCulture)}", 4, 4, score)
                            .Prepend(Make.Answer("g", $"g{i.ToString(CultureInfo.InvariantCulture)}", latency: 100 * (i + 1)))
                ),
                .. Make.GoodTrials("j"),
                .. Make.GoodVerdicts("p"),
            ]
        );
}
