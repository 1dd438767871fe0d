namespace ModelLab.Core.Statistics;

/// <summary>The mean of values that come in clusters.</summary>
public static class ClusteredMean
{
    /// <summary>
    /// x̄ ± t · SE with SE² = G/(G − 1) · Σ_g (Σ_{i∈g} (xᵢ − x̄))² / n², the cluster-robust (sandwich) variance (Liang and Zeger 1986;
    /// Cameron and Miller 2015), and t of Student's
    /// distribution with G − 1 degrees of freedom. With one observation a cluster it is the usual t interval.
    /// </summary>
    /// <returns>Null with fewer than three clusters, or when nothing varies.</returns>
    /// <exception cref="ArgumentException">There are not as many values as observations.</exception>
    public static ConfidenceInterval? Interval(IReadOnlyList<double> values, ClusterIndex clusters, double confidence = 0.95)
    {
        if (clusters.Count < ConfidenceInterval.LeastClusters || StandardError(values, clusters) is not { } error)
            return null;
        var mean = values.Average();
        var half = Distributions.TwoSidedStudent(confidence, clusters.Count - 1) * error;
        return new(mean, mean - half, mean + half, clusters.Count);
    }

    /// <summary>The cluster-robust standard error of the mean; null with fewer than two clusters, or when nothing varies.</summary>
    /// <exception cref="ArgumentException">There are not as many values as observations.</exception>
    public static double? StandardError(IReadOnlyList<double> values, ClusterIndex clusters)
    {
        var (sums, sizes) = (clusters.Sums(values), clusters.Sizes());
        if (clusters.Count < 2 || values.Min() == values.Max())
            return null;
        var mean = values.Average();
        var squares = 0.0;
        for (var g = 0; g < sums.Length; g++)
            squares += (sums[g] - sizes[g] * mean) * (sums[g] - sizes[g] * mean);
        var variance = clusters.Count / (clusters.Count - 1.0) * squares / ((double)values.Count * values.Count);
        // Values may vary while every cluster has the same mean; then the clusters say nothing of the error.
        return variance > 1e-28 * mean * mean ? Math.Sqrt(variance) : null;
    }
}
