namespace ModelLab.Core.Statistics;

/// <summary>Wilson's score interval for a proportion (E. B. Wilson 1927), which stays within [0, 1].</summary>
public static class WilsonInterval
{
    /// <summary>(p̂ + z²/2n ± z·√(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n), for independent trials.</summary>
    /// <returns>Null without trials.</returns>
    public static ConfidenceInterval? Of(int successes, int trials, double confidence = 0.95)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, trials);
        return trials == 0 ? null : Of((double)successes / trials, trials, Distributions.TwoSidedNormal(confidence), trials);
    }

    /// <summary>
    /// The same for trials in clusters: n is divided by the design effect (Kish 1965), the ratio of the cluster-robust variance to that of
    /// independent trials, but not less than 1;
    /// and z is replaced by Student's t with clusters − 1 degrees of freedom, because the design effect is itself an estimate (Korn and
    /// Graubard 1998).
    /// </summary>
    /// <returns>Null with fewer than two clusters, or when all trials end alike: the design effect is then unknown.</returns>
    /// <exception cref="ArgumentException">There are not as many trials as observations.</exception>
    public static ConfidenceInterval? Clustered(IReadOnlyList<bool> trials, ClusterIndex clusters, double confidence = 0.95)
    {
        double[] values = [.. trials.Select(t => t ? 1.0 : 0)];
        var sums = clusters.Sums(values);
        if (clusters.Count < 2 || values.Min() == values.Max())
            return null;
        var (p, n) = (sums.Sum() / values.Length, (double)values.Length);
        var error = ClusteredMean.StandardError(values, clusters) ?? 0;
        var effect = Math.Max(1, error * error / (p * (1 - p) / n));
        return Of(p, n / effect, Distributions.TwoSidedStudent(confidence, clusters.Count - 1), clusters.Count);
    }

    private static ConfidenceInterval Of(double p, double n, double z, int clusters)
    {
        var square = z * z;
        var middle = (p + square / (2 * n)) / (1 + square / n);
        var half = z * Math.Sqrt(p * (1 - p) / n + square / (4 * n * n)) / (1 + square / n);
        // With no or only successes an end is 0 or 1 exactly, but for rounding.
        return new(p, p == 0 ? 0 : middle - half, p == 1 ? 1 : middle + half, clusters);
    }
}
