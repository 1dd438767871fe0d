namespace ModelLab.Core.Metrics.Agreement;

/// <summary>Pearson's r: how well a straight line tells one value from the other.</summary>
public static class PearsonCorrelation
{
    /// <summary>
    /// Σ(x − x̄)(y − ȳ) / √(Σ(x − x̄)² Σ(y − ȳ)²), in [−1, 1]; null with fewer than two pairs, or when one side is constant.
    /// </summary>
    /// <exception cref="ArgumentException">The sides differ in length, or a value is not a number.</exception>
    public static double? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Paired.ThrowUnlessSameLength(x.Count, y.Count);
        Paired.ThrowIfNaN(x);
        Paired.ThrowIfNaN(y);
        // Equal values may differ from their own mean by a rounding error, so constancy is asked of the values.
        if (x.Count < 2 || x.Min() == x.Max() || y.Min() == y.Max())
            return null;
        var (meanX, meanY) = (x.Average(), y.Average());
        var (xy, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Count; i++)
        {
            xy += (x[i] - meanX) * (y[i] - meanY);
            xx += (x[i] - meanX) * (x[i] - meanX);
            yy += (y[i] - meanY) * (y[i] - meanY);
        }
        var scale = Math.Sqrt(xx) * Math.Sqrt(yy);
        return scale > 0 ? Math.Clamp(xy / scale, -1, 1) : null;
    }
}
