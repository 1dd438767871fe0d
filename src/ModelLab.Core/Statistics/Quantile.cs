namespace ModelLab.Core.Statistics;

/// <summary>Sample quantiles.</summary>
public static class Quantile
{
    /// <summary>
    /// The quantile by linear interpolation between order statistics: x[h] with h = (n − 1)·p (type 7 of Hyndman and Fan 1996).
    /// </summary>
    /// <param name="sorted">The sample in rising order.</param>
    /// <param name="probability">From 0 to 1.</param>
    /// <returns>Null for an empty sample.</returns>
    public static double? OfSorted(IReadOnlyList<double> sorted, double probability)
    {
        if (sorted.Count == 0)
            return null;
        var h = (sorted.Count - 1) * probability;
        var below = (int)h;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (h - below) * (sorted[above] - sorted[below]);
    }
}
