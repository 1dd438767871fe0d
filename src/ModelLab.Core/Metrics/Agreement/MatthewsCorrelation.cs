using ModelLab.Core.Statistics;

namespace ModelLab.Core.Metrics.Agreement;

/// <summary>
/// Matthews' correlation coefficient, which uses all four cells of the matrix (Matthews 1975), and Gorodkin's R_K, its form for several
/// classes (Gorodkin 2004). In [−1, 1].
/// </summary>
public static class MatthewsCorrelation
{
    /// <summary>(TP·TN − FP·FN) / √((TP+FP)(TP+FN)(TN+FP)(TN+FN)); null when a row or column of the matrix is empty.</summary>
    public static double? Of(ConfusionMatrix matrix)
    {
        var (tp, fp, fn, tn) = (
            (double)matrix.TruePositives,
            (double)matrix.FalsePositives,
            (double)matrix.FalseNegatives,
            (double)matrix.TrueNegatives
        );
        // Roots one by one: the product of four counts may not fit.
        var scale = Math.Sqrt(tp + fp) * Math.Sqrt(tp + fn) * Math.Sqrt(tn + fp) * Math.Sqrt(tn + fn);
        return scale == 0 ? null : Math.Clamp((tp * tn - fp * fn) / scale, -1, 1);
    }

    /// <summary>
    /// (c·s − Σ pₖtₖ) / √((s² − Σ pₖ²)(s² − Σ tₖ²)) with s items, c of them labelled alike, and pₖ, tₖ the items that each side labels k;
    /// null when a side uses one label only.
    /// </summary>
    /// <exception cref="ArgumentException">The sides differ in length.</exception>
    public static double? Of<T>(IReadOnlyList<T> predicted, IReadOnlyList<T> labels)
        where T : notnull
    {
        Paired.ThrowUnlessSameLength(predicted.Count, labels.Count);
        var (p, t) = (predicted.CountBy(x => x).ToDictionary(), labels.CountBy(x => x).ToDictionary());
        var s = (double)labels.Count;
        var c = predicted.Zip(labels).Count(x => EqualityComparer<T>.Default.Equals(x.First, x.Second));
        var both = p.Sum(k => (double)k.Value * t.GetValueOrDefault(k.Key));
        var (varianceP, varianceT) = (s * s - p.Values.Sum(n => (double)n * n), s * s - t.Values.Sum(n => (double)n * n));
        return varianceP == 0 || varianceT == 0 ? null : Math.Clamp((c * s - both) / (Math.Sqrt(varianceP) * Math.Sqrt(varianceT)), -1, 1);
    }
}
