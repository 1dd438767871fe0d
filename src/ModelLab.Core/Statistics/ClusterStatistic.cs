using ModelLab.Core.Statistics;

namespace ModelLab.Core.Statistics;

/// <summary>
/// A statistic of clusters that depends on sums over them only, which is what lets it be resampled fast: F1 of the sums of TP, FP and FN; a
/// mean of the sums of values and counts;
/// κ of the sums of the table's cells.
/// </summary>
/// <param name="Components">For each sum, its part in each cluster; all of one length.</param>
/// <param name="Value">The statistic of the sums, in the same order; NaN where it is undefined.</param>
public sealed record ClusterStatistic(IReadOnlyList<double[]> Components, Func<ReadOnlySpan<double>, double> Value)
{
    /// <summary>How many clusters there are.</summary>
    public int Clusters => Components[0].Length;

    /// <summary>The mean of values that come in clusters.</summary>
    public static ClusterStatistic Mean(IReadOnlyList<double> values, ClusterIndex clusters) =>
        new([clusters.Sums(values), clusters.Sizes()], sums => sums[0] / sums[1]);

    /// <summary>A statistic of the confusion matrix of verdicts that come in clusters.</summary>
    /// <param name="verdicts">What was said.</param>
    /// <param name="labels">What is right, in the same order.</param>
    /// <param name="clusters">The clusters of both.</param>
    /// <param name="statistic">The statistic; null where it is undefined.</param>
    public static ClusterStatistic OfMatrix(
        IReadOnlyList<bool> verdicts,
        IReadOnlyList<bool> labels,
        ClusterIndex clusters,
        Func<ConfusionMatrix, double?> statistic
    ) =>
        new(
            [
                Cells(true, true, verdicts, labels, clusters),
                Cells(true, false, verdicts, labels, clusters),
                Cells(false, true, verdicts, labels, clusters),
                Cells(false, false, verdicts, labels, clusters),
            ],
            sums => statistic(new((long)sums[0], (long)sums[1], (long)sums[2], (long)sums[3])) ?? double.NaN
        );

    /// <summary>F1 of verdicts that come in clusters.</summary>
    public static ClusterStatistic F1(IReadOnlyList<bool> verdicts, IReadOnlyList<bool> labels, ClusterIndex clusters) =>
        OfMatrix(verdicts, labels, clusters, m => m.F1);

    /// <summary>
    /// Cohen's κ with quadratic weights of whole-numbered categories that stand a step apart and come in clusters: 1 − Σ(a − b)² / (Σa² +
    /// Σb² − 2ΣaΣb / n), which is the usual formula of the table's
    /// cells, since the square of the steps is that of the difference.
    /// </summary>
    /// <exception cref="ArgumentException">The raters differ in length.</exception>
    public static ClusterStatistic QuadraticKappa(IReadOnlyList<double> first, IReadOnlyList<double> second, ClusterIndex clusters) =>
        new(
            [
                clusters.Sizes(),
                clusters.Sums(first),
                clusters.Sums(second),
                clusters.Sums([.. first.Select(a => a * a)]),
                clusters.Sums([.. second.Select(b => b * b)]),
                clusters.Sums([.. first.Zip(second, (a, b) => a * b)]),
            ],
            sums =>
            {
                var expected = sums[3] + sums[4] - 2 * sums[1] * sums[2] / sums[0];
                return expected > 1e-9 ? 1 - (sums[3] + sums[4] - 2 * sums[5]) / expected : double.NaN;
            }
        );

    private static double[] Cells(
        bool verdict,
        bool label,
        IReadOnlyList<bool> verdicts,
        IReadOnlyList<bool> labels,
        ClusterIndex clusters
    ) => clusters.Sums([.. verdicts.Zip(labels, (v, l) => v == verdict && l == label ? 1.0 : 0)]);
}
