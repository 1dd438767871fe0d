namespace ModelLab.Core.Statistics;

/// <summary>
/// What is known of the mean of values that come in clusters and lie on a scale: an interval within the scale, and one-sided tests that it
/// is the inverse of.
/// </summary>
/// <remarks>
/// <para>Student's t with the cluster-robust standard error (<see cref="ClusteredMean"/>) is right where clusters are many for how skewed
/// they are. Near an end of the scale they are not: of 20 pages with nearly all fives, most samples miss the rare bad page, so that mean
/// and error are both too flattering. There stands Gaffke's test (2005): the mean is at most m with the probability P(Σ_g D_g·x_g + D_0·e ≤
/// m), where D is a flat Dirichlet vector over the clusters and one more cluster at the end e of the scale. For yes and no it is Clopper and
/// Pearson's exact test; when nothing varies it still says how far off the truth can be (20 of 20 is no proof of 0.95).</para>
/// <para>The p-value is the first to the power of 1 − λ times the second to that of λ, with λ = min(1, 2·|γ|/√G) from the skewness γ of the G clusters:
/// γ/√G is the size of the error of Student's t (Johnson 1978). λ = 1 where nothing varies.</para>
/// <para>The flat Dirichlet vector is one of exponential variables over their sum, so that P(…) is the chance that Σ a_g·E_g ≤ 0 with a_g =
/// Σ_{i∈g} (x_i − m); it is computed by the saddlepoint formula of Lugannani and Rice (1980), which is exact to two or three
/// digits here.</para>
/// </remarks>
public sealed class BoundedMean
{
    private const double SkewnessWeight = 2;

    private readonly double[] _sums;
    private readonly double[] _sizes;
    private readonly Scale _scale;
    private readonly double _meanSize;
    private readonly double _error;
    private readonly double _weight;

    /// <summary>Takes values.</summary>
    /// <param name="values">The values, at least one.</param>
    /// <param name="clusters">The cluster of each.</param>
    /// <param name="scale">Where they lie; a value outside by rounding does no harm.</param>
    /// <exception cref="ArgumentException">There are no values, or not as many as observations.</exception>
    public BoundedMean(IReadOnlyList<double> values, ClusterIndex clusters, Scale scale)
    {
        if (values.Count == 0)
            throw new ArgumentException("a mean needs a value", nameof(values));
        (_scale, Clusters, Mean, _meanSize) = (scale, clusters.Count, values.Average(), values.Count / (double)clusters.Count);
        _sums = clusters.Sums(values);
        _sizes = clusters.Sizes();
        _error = ClusteredMean.StandardError(values, clusters) ?? 0;
        _weight = _error > 0 ? Math.Min(1, SkewnessWeight * Math.Abs(Skewness()) / Math.Sqrt(Clusters)) : 1;
    }

    private BoundedMean(BoundedMean of) =>
        (_sums, _sizes, _scale, _meanSize, _error, _weight, Mean, Clusters) = (
            Array.ConvertAll(of._sums, s => -s),
            of._sizes,
            new Scale(-of._scale.High, -of._scale.Low),
            of._meanSize,
            of._error,
            of._weight,
            -of.Mean,
            of.Clusters
        );

    /// <summary>The same of the negated values.</summary>
    public BoundedMean Negated() => new(this);

    /// <summary>The mean of all values.</summary>
    public double Mean { get; }

    /// <summary>How many clusters there are.</summary>
    public int Clusters { get; }

    /// <summary>How much Gaffke's test counts, from 0 to 1, beside one that holds for means that are not skewed.</summary>
    public double SkewnessShare => _weight;

    /// <summary>The p-value of "the true mean is at most <paramref name="value"/>" against that it is greater.</summary>
    public double PValueAbove(double value) =>
        Blend(
            () => 1 - Distributions.StudentProbability((Mean - value) / _error, Clusters - 1),
            WeightedExponentials.ProbabilityOfAtMostZero(Deviations(value), (_scale.Low - value) * _meanSize)
        );

    /// <summary>The p-value of "the true mean is at least <paramref name="value"/>" against that it is less.</summary>
    public double PValueBelow(double value) =>
        Blend(
            () => Distributions.StudentProbability((Mean - value) / _error, Clusters - 1),
            1 - WeightedExponentials.ProbabilityOfAtMostZero(Deviations(value), (_scale.High - value) * _meanSize)
        );

    /// <summary>Gaffke's two-sided p-value of "the true mean is <paramref name="value"/>", whatever the skewness.</summary>
    public double GaffkePValue(double value)
    {
        var deviations = Deviations(value);
        var above = WeightedExponentials.ProbabilityOfAtMostZero(deviations, (_scale.Low - value) * _meanSize);
        var below = 1 - WeightedExponentials.ProbabilityOfAtMostZero(deviations, (_scale.High - value) * _meanSize);
        return Math.Min(1, 2 * Math.Min(above, below));
    }

    /// <summary>The means that neither one-sided test rejects at half of 1 − confidence; within the scale.</summary>
    /// <returns>Null with fewer than <see cref="ConfidenceInterval.LeastClusters"/> clusters.</returns>
    public ConfidenceInterval? Interval(double confidence = 0.95)
    {
        if (Clusters < ConfidenceInterval.LeastClusters)
            return null;
        var level = (1 - confidence) / 2;
        return new(
            Mean,
            Border(_scale.Low, Mean, v => PValueAbove(v) >= level),
            Border(_scale.High, Mean, v => PValueBelow(v) >= level),
            Clusters
        );
    }

    // From the end of the scale, where a mean is rejected if any is, to the mean itself, which never is. At the end itself Gaffke's p is 0 even
    // where it hardly counts, so the question is put just inside.
    private double Border(double end, double mean, Func<double, bool> isKept)
    {
        var (rejected, kept) = (end + (mean - end) * 1e-6, mean);
        if (isKept(rejected))
            return end;
        while (Math.Abs(kept - rejected) > 1e-7 * (_scale.High - _scale.Low))
        {
            var middle = (rejected + kept) / 2;
            if (isKept(middle))
                kept = middle;
            else
                rejected = middle;
        }
        return kept;
    }

    private double Blend(Func<double> student, double gaffke) =>
        _weight == 1 ? gaffke : Math.Pow(student(), 1 - _weight) * Math.Pow(gaffke, _weight);

    private double[] Deviations(double value)
    {
        var deviations = new double[_sums.Length];
        for (var g = 0; g < deviations.Length; g++)
            deviations[g] = _sums[g] - _sizes[g] * value;
        return deviations;
    }

    private double Skewness()
    {
        var (squares, cubes) = (0.0, 0.0);
        foreach (var d in Deviations(Mean))
        {
            squares += d * d;
            cubes += d * d * d;
        }
        return cubes / Math.Pow(squares, 1.5) * Math.Sqrt(_sums.Length);
    }
}
