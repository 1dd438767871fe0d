namespace ModelLab.Core.Statistics;

/// <summary>
/// Bias-corrected and accelerated bootstrap intervals (Efron 1987; Efron and Tibshirani 1993, chapter 14). Whole clusters are drawn with
/// replacement; the acceleration comes from leaving each
/// cluster out once. The same seed gives the same interval on any number of cores.
/// </summary>
public static class BcaBootstrap
{
    /// <summary>How many resamples are drawn unless told otherwise.</summary>
    public const int Resamples = 10_000;

    // A share of undefined resamples above this would decide where the ends lie.
    private const double MostUndefined = 0.01;

    // One stream of random numbers serves so many resamples: the unit that cores share out.
    private const int Batch = 250;

    /// <summary>One statistic's interval.</summary>
    /// <inheritdoc cref="Intervals"/>
    public static ConfidenceInterval? Interval(
        ClusterStatistic statistic,
        ulong seed,
        int resamples = Resamples,
        double confidence = 0.95,
        CancellationToken cancellation = default
    ) => Intervals([statistic], seed, resamples, confidence, cancellation)[0];

    /// <summary>
    /// Intervals of several statistics of the same clusters from the same resamples. Each is null with fewer than three clusters; where the
    /// statistic is undefined, or does not vary; or where more
    /// than 1 % of the resamples leave it undefined (F1 without a positive).
    /// </summary>
    /// <exception cref="ArgumentException">The statistics are not of the same number of clusters.</exception>
    public static ConfidenceInterval?[] Intervals(
        IReadOnlyList<ClusterStatistic> statistics,
        ulong seed,
        int resamples = Resamples,
        double confidence = 0.95,
        CancellationToken cancellation = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 100);
        if (statistics.Count == 0)
            return [];
        var clusters = statistics[0].Clusters;
        if (statistics.Any(s => s.Components.Any(c => c.Length != clusters)))
            throw new ArgumentException("the statistics are not of the same clusters", nameof(statistics));
        if (clusters < ConfidenceInterval.LeastClusters)
            return new ConfidenceInterval?[statistics.Count];
        var drawn = statistics.Select(_ => new double[resamples]).ToArray();
        Parallel.For(
            0,
            (resamples + Batch - 1) / Batch,
            new ParallelOptions { CancellationToken = cancellation },
            batch =>
            {
                var random = new SeededRandom(seed, (ulong)batch);
                var weights = new double[clusters];
                for (var r = batch * Batch; r < Math.Min(resamples, (batch + 1) * Batch); r++)
                {
                    Array.Clear(weights);
                    for (var draw = 0; draw < clusters; draw++)
                        weights[random.Next(clusters)]++;
                    for (var s = 0; s < statistics.Count; s++)
                        drawn[s][r] = Weighted(statistics[s], weights);
                }
            }
        );
        return [.. statistics.Select((statistic, s) => Interval(statistic, drawn[s], confidence))];
    }

    private static double Weighted(ClusterStatistic statistic, double[] weights)
    {
        Span<double> sums = stackalloc double[statistic.Components.Count];
        for (var c = 0; c < sums.Length; c++)
            sums[c] = System.Numerics.Tensors.TensorPrimitives.Dot<double>(statistic.Components[c], weights);
        return statistic.Value(sums);
    }

    private static ConfidenceInterval? Interval(ClusterStatistic statistic, double[] drawn, double confidence)
    {
        var sums = statistic.Components.Select(c => c.Sum()).ToArray();
        var estimate = statistic.Value(sums);
        double[] sorted = [.. drawn.Where(v => !double.IsNaN(v)).Order()];
        if (double.IsNaN(estimate) || drawn.Length - sorted.Length > MostUndefined * drawn.Length)
            return null;
        // Sums in another order differ in the last bits; that is no variation.
        var noise = 1e-12 * Math.Max(Math.Abs(sorted[0]), Math.Abs(sorted[^1]));
        if (sorted[^1] - sorted[0] <= noise)
            return null;

        // The bias is how far the estimate stands from the median of its resamples; one equal to it counts half on either side.
        var below =
            sorted.Sum(v =>
                v < estimate - noise ? 1
                : v <= estimate + noise ? 0.5
                : 0
            ) / sorted.Length;
        if (below is <= 0 or >= 1)
            return null;
        var bias = Distributions.NormalQuantile(below);
        var acceleration = Acceleration(statistic, sums);
        var half = Distributions.TwoSidedNormal(confidence);
        return new(estimate, End(bias - half), End(bias + half), statistic.Clusters);

        double End(double z)
        {
            var denominator = 1 - acceleration * z;
            var adjusted = denominator > 0 ? bias + z / denominator : Math.CopySign(double.PositiveInfinity, z);
            return Quantile.OfSorted(sorted, Distributions.NormalProbability(adjusted))!.Value;
        }
    }

    private static double Acceleration(ClusterStatistic statistic, double[] sums)
    {
        var without = new double[statistic.Clusters];
        Span<double> rest = stackalloc double[sums.Length];
        for (var g = 0; g < without.Length; g++)
        {
            for (var c = 0; c < rest.Length; c++)
                rest[c] = sums[c] - statistic.Components[c][g];
            without[g] = statistic.Value(rest);
        }
        // Where leaving a cluster out leaves nothing defined, the interval is corrected for bias alone.
        if (without.Any(double.IsNaN))
            return 0;
        var mean = without.Average();
        var (squares, cubes) = (0.0, 0.0);
        foreach (var value in without)
        {
            var difference = mean - value;
            squares += difference * difference;
            cubes += difference * difference * difference;
        }
        return squares > 0 ? cubes / (6 * Math.Pow(squares, 1.5)) : 0;
    }
}
