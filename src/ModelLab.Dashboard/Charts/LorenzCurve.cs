namespace ModelLab.Dashboard.Charts;

/// <summary>How unevenly something is shared out.</summary>
/// <param name="Points">Shares of owners and of what they own together, both from 0 to 1, the poorest first; begins at (0, 0).</param>
/// <param name="Gini">The Gini coefficient, 0 for even to nearly 1; null where there is nothing to share.</param>
/// <remarks>Gini = 2·Σ i·xᵢ / (n·Σ xᵢ) − (n + 1)/n with xᵢ ascending, i from 1.</remarks>
public sealed record LorenzCurve(IReadOnlyList<(double Owners, double Owned)> Points, double? Gini)
{
    /// <summary>Takes the curve of counts, none of them negative.</summary>
    public static LorenzCurve Of(IEnumerable<double> counts)
    {
        var sorted = counts.Order().ToArray();
        var total = sorted.Sum();
        if (sorted.Length == 0 || total <= 0)
            return new([(0, 0)], null);
        var points = new List<(double, double)> { (0, 0) };
        var (sum, weighted) = (0.0, 0.0);
        for (var i = 0; i < sorted.Length; i++)
        {
            sum += sorted[i];
            weighted += (i + 1) * sorted[i];
            points.Add(((i + 1.0) / sorted.Length, sum / total));
        }
        return new(points, 2 * weighted / (sorted.Length * total) - (sorted.Length + 1.0) / sorted.Length);
    }

    /// <summary>The share that the richest owners hold, by interpolation; null where there is nothing to share.</summary>
    /// <param name="owners">The share of owners, 0 to 1.</param>
    public double? HeldByRichest(double owners)
    {
        if (Gini is null)
            return null;
        var at = 1 - owners;
        for (var i = 1; i < Points.Count; i++)
        {
            var ((x0, y0), (x1, y1)) = (Points[i - 1], Points[i]);
            if (at <= x1)
                return 1 - (y0 + (y1 - y0) * (at - x0) / (x1 - x0));
        }
        return 0;
    }
}
