using ModelLab.Core.Statistics;

namespace ModelLab.Dashboard.Charts;

/// <summary>The distribution of a model's values by its quantiles.</summary>
/// <param name="Name">The model.</param>
/// <param name="P5">5 % lie below.</param>
/// <param name="P25">The lower quartile.</param>
/// <param name="P50">The median.</param>
/// <param name="P75">The upper quartile.</param>
/// <param name="P95">95 % lie below.</param>
/// <param name="N">How many values.</param>
public sealed record QuantileRow(string Name, double P5, double P25, double P50, double P75, double P95, int N)
{
    /// <summary>The quantiles of values in rising order; null without any.</summary>
    public static QuantileRow? Of(string name, IReadOnlyList<double> sorted)
    {
        if (sorted.Count == 0)
            return null;
        double At(double probability) => Quantile.OfSorted(sorted, probability)!.Value;
        return new(name, At(0.05), At(0.25), At(0.5), At(0.75), At(0.95), sorted.Count);
    }
}
