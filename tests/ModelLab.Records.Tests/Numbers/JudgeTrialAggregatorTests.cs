using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class JudgeTrialAggregatorTests
{
    [Fact]
    public void Consistency_counts_only_pairs_with_two_scores_and_tolerates_half_a_point()
    {
        var numbers = Aggregation.Of([
            Make.Trial("j", "a", 0, 4),
            Make.Trial("j", "a", 1, 4.5), // differ by 0.5: consistent
            Make.Trial("j", "b", 0, 4),
            Make.Trial("j", "b", 1, 3.25), // differ by 0.75: not
            Make.Trial("j", "c", 0, 5),
            Make.Trial("j", "c", 1, null), // no pair
            Make.Trial("j", "d", 0, null),
            Make.Trial("j", "d", 1, null),
        ]);
        Assert.Equal((0.5, 2), Of(numbers, "consistency_score"));
        Assert.Equal((8.0, 8), Of(numbers, "total_evaluations"));
        // Three of eight scorings gave no score.
        Assert.Equal((0.375, 8), Of(numbers, "error_rate"));
        // Trials are averaged within their item: (4.25 + 3.625 + 5) / 3 = 12.875 / 3
        Assert.Equal((12.875 / 3, 3), Of(numbers, "avg_faithfulness"));
    }

    [Fact]
    public void A_judge_without_a_single_score_has_error_rate_1_and_nothing_else()
    {
        var numbers = Aggregation.Of([Make.Trial("j", "a", 0, null, latency: 7), Make.Trial("j", "a", 1, null, latency: 7)]);
        Assert.Equal((1.0, 2), Of(numbers, "error_rate"));
        Assert.Equal((null, 0), Of(numbers, "consistency_score"));
        Assert.Equal((null, 0), Of(numbers, "avg_faithfulness"));
        Assert.Equal((null, 0), Of(numbers, "avg_latency_ms"));
    }

    [Fact]
    public void Latency_is_that_of_scorings_that_succeeded()
    {
        var numbers = Aggregation.Of([
            Make.Trial("j", "a", 0, 4, latency: 100),
            Make.Trial("j", "a", 1, 4, latency: 200),
            Make.Trial("j", "b", 0, null, latency: 9000),
        ]);
        Assert.Equal((150.0, 2), Of(numbers, "avg_latency_ms"));
    }

    [Fact]
    public void What_else_is_observed_of_a_judge_is_no_trial_of_its_consistency()
    {
        Observation[] trials = [Make.Trial("j", "a", 0, 4), Make.Trial("j", "a", 1, 4)];
        var other = Make.Trial("j", "a", 0, 1) with { Measure = "probe" };
        Assert.Equal(Aggregation.Of(trials), Aggregation.Of([.. trials, other]));
        var table = ScoreTable.Of([.. trials, other], ItemPages.Unknown);
        Assert.Equal(4, table.Values(new ScoreColumn(Tier.JudgeTrial, "faithfulness", JudgeModel: "j"))["a"]);
        Assert.Equal(1, table.Values(new ScoreColumn(Tier.JudgeTrial, "probe", JudgeModel: "j"))["a"]);
    }

    [Fact]
    public void Judges_are_kept_apart()
    {
        var numbers = Aggregation.Of([Make.Trial("j", "a", 0, 4), Make.Trial("k", "a", 0, null)]);
        Assert.Equal((0.0, 1), Of(numbers, "error_rate"));
        Assert.Equal((1.0, 1), Of(numbers, "error_rate", "k"));
    }

    private static (double? Value, long N) Of(IReadOnlyList<Aggregate> numbers, string metric, string judge = "j")
    {
        var number = Assert.Single(numbers, n => n.Metric == metric && n.JudgeModel == judge);
        return (number.Value, number.N!.Value);
    }
}
