using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class JudgePipelineAggregatorTests
{
    [Fact]
    public void The_confusion_matrix_is_counted_over_verdicts_and_items_without_one_stand_apart()
    {
        var numbers = Aggregation.Of([
            Make.Verdict("p", "1", label: true, shown: true, latency: 10),
            Make.Verdict("p", "2", label: true, shown: true, latency: 20),
            Make.Verdict("p", "3", label: true, shown: true, latency: 60),
            Make.Verdict("p", "4", label: false, shown: true),
            Make.Verdict("p", "5", label: true, shown: false),
            Make.Verdict("p", "6", label: true, shown: false),
            Make.Verdict("p", "7", label: false, shown: false),
            Make.Verdict("p", "8", label: false, shown: null, latency: 9000),
            Make.Verdict("p", "9", label: true, shown: null),
        ]);
        Assert.Equal((3.0, 7), Of(numbers, "true_positives"));
        Assert.Equal((1.0, 7), Of(numbers, "false_positives"));
        Assert.Equal((2.0, 7), Of(numbers, "false_negatives"));
        Assert.Equal((1.0, 7), Of(numbers, "true_negatives"));
        Assert.Equal((9.0, 9), Of(numbers, "total_evaluations"));
        Assert.Equal((2.0, 9), Of(numbers, "errors"));
        Assert.Equal((4.0 / 7, 7), Of(numbers, "accuracy")); // (3 + 1) / 7
        Assert.Equal((3.0 / 4, 4), Of(numbers, "precision")); // 3 / (3 + 1)
        Assert.Equal((3.0 / 5, 5), Of(numbers, "recall")); // 3 / (3 + 2)
        Assert.Equal((6.0 / 9, 7), Of(numbers, "f1_score")); // 2·3 / (2·3 + 1 + 2)
        Assert.Equal((30.0, 3), Of(numbers, "avg_latency_ms")); // (10 + 20 + 60) / 3
    }

    [Fact]
    public void A_judge_that_never_shows_has_no_precision_recall_0_and_f1_0()
    {
        var numbers = Aggregation.Of([
            Make.Verdict("p", "1", label: true, shown: false),
            Make.Verdict("p", "2", label: false, shown: false),
        ]);
        Assert.Equal((null, 0), Of(numbers, "precision"));
        Assert.Equal((0.0, 1), Of(numbers, "recall"));
        Assert.Equal((0.0, 2), Of(numbers, "f1_score")); // 0 / (0 + 0 + 1)
    }

    [Fact]
    public void Where_nothing_should_be_shown_and_nothing_is_recall_and_f1_are_undefined()
    {
        var numbers = Aggregation.Of([Make.Verdict("p", "1", label: false, shown: false)]);
        Assert.Equal((null, 0), Of(numbers, "recall"));
        Assert.Equal((null, 1), Of(numbers, "f1_score"));
        Assert.Equal((1.0, 1), Of(numbers, "accuracy"));
    }

    [Fact]
    public void Without_a_single_verdict_every_share_is_undefined()
    {
        var numbers = Aggregation.Of([Make.Verdict("p", "1", label: true, shown: null)]);
        foreach (var share in new[] { "accuracy", "precision", "recall", "f1_score", "avg_latency_ms" })
            Assert.Null(Of(numbers, share).Value);
        Assert.Equal((1.0, 1), Of(numbers, "errors"));
    }

    private static (double? Value, long N) Of(IReadOnlyList<Aggregate> numbers, string metric)
    {
        var number = Assert.Single(numbers, n => n.Metric == metric);
        return (number.Value, number.N!.Value);
    }
}
