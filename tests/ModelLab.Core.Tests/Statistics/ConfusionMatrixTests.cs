using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class ConfusionMatrixTests
{
    [Fact]
    public void Measures_of_a_mixed_matrix_are_those_derived_by_hand()
    {
        var matrix = new ConfusionMatrix(TruePositives: 6, FalsePositives: 2, FalseNegatives: 3, TrueNegatives: 9);
        Assert.Equal(20, matrix.Total);
        Assert.Equal(0.75, matrix.Accuracy); // (6 + 9) / 20
        Assert.Equal(0.75, matrix.Precision); // 6 / 8
        Assert.Equal(2.0 / 3, matrix.Recall!.Value, 15); // 6 / 9
        Assert.Equal(12.0 / 17, matrix.F1!.Value, 15); // 2·6 / (2·6 + 2 + 3)
    }

    [Fact]
    public void Without_verdicts_everything_is_undefined()
    {
        var matrix = new ConfusionMatrix(0, 0, 0, 0);
        Assert.Null(matrix.Accuracy);
        Assert.Null(matrix.Precision);
        Assert.Null(matrix.Recall);
        Assert.Null(matrix.F1);
    }

    [Fact]
    public void Only_true_negatives_leave_all_but_accuracy_undefined()
    {
        var matrix = new ConfusionMatrix(0, 0, 0, 4);
        Assert.Equal(1, matrix.Accuracy);
        Assert.Null(matrix.Precision);
        Assert.Null(matrix.Recall);
        Assert.Null(matrix.F1);
    }

    [Fact]
    public void A_judge_that_shows_nothing_has_no_precision_but_an_F1_of_0()
    {
        var matrix = new ConfusionMatrix(0, 0, 3, 1);
        Assert.Equal(0.25, matrix.Accuracy);
        Assert.Null(matrix.Precision);
        Assert.Equal(0, matrix.Recall);
        Assert.Equal(0, matrix.F1); // 0 / (0 + 0 + 3)
    }

    [Fact]
    public void Labels_without_a_yes_leave_recall_undefined()
    {
        var matrix = new ConfusionMatrix(0, 3, 0, 1);
        Assert.Equal(0, matrix.Precision);
        Assert.Null(matrix.Recall);
        Assert.Equal(0, matrix.F1); // 0 / (0 + 3 + 0)
    }

    [Fact]
    public void F1_is_the_harmonic_mean_of_precision_and_recall_where_both_are_defined()
    {
        var cell = Gen.Long[0, 1000];
        Gen.Select(cell, cell, cell, cell)
            .Sample(
                (tp, fp, fn, tn) =>
                {
                    var m = new ConfusionMatrix(tp, fp, fn, tn);
                    foreach (var value in new[] { m.Accuracy, m.Precision, m.Recall, m.F1 })
                        Assert.True(value is null or (>= 0 and <= 1));
                    if (m.Precision is > 0 and { } p && m.Recall is > 0 and { } r)
                        Assert.Equal(2 * p * r / (p + r), m.F1!.Value, 12);
                }
            );
    }

    [Fact]
    public void Counts_beyond_32_bits_do_not_overflow() =>
        Assert.Equal(0.5, new ConfusionMatrix(3_000_000_000, 3_000_000_000, 3_000_000_000, 3_000_000_000).F1);
}
