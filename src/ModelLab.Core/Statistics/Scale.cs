namespace ModelLab.Core.Statistics;

/// <summary>The least and the greatest value that an observation can have.</summary>
/// <param name="Low">The least; −∞ where there is none.</param>
/// <param name="High">The greatest; ∞ where there is none.</param>
public sealed record Scale(double Low, double High)
{
    /// <summary>Scores from 1 to 5.</summary>
    public static Scale Score { get; } = new(1, 5);

    /// <summary>Shares, and yes as 1 and no as 0.</summary>
    public static Scale Share { get; } = new(0, 1);

    /// <summary>Any number.</summary>
    public static Scale Unbounded { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    /// <summary>Whether it has both ends.</summary>
    public bool IsBounded => double.IsFinite(Low) && double.IsFinite(High);

    /// <summary>Whether it is that of amounts: from 0, without an end.</summary>
    public bool IsOfAmounts => Low == 0 && double.IsPositiveInfinity(High);

    /// <summary>The scale of the difference of two values.</summary>
    public Scale Difference => IsBounded ? new(Low - High, High - Low) : Unbounded;

    /// <summary>The 95 % interval of the mean of values on this scale that come in clusters: within it.</summary>
    /// <remarks>
    /// Between two ends it is that of <see cref="BoundedMean"/>. For amounts, such as latencies and tokens, whose tail goes up, it is
    /// Student's on the scale of logarithms by the delta method: mean · exp(±t·SE/mean). Else it is <see cref="ClusteredMean"/>.
    /// </remarks>
    /// <returns>Null without values, with fewer than three clusters, and where nothing varies though the scale has no two ends.</returns>
    /// <exception cref="ArgumentException">There are not as many values as observations.</exception>
    public ConfidenceInterval? MeanInterval(IReadOnlyList<double> values, ClusterIndex clusters, double confidence = 0.95)
    {
        if (values.Count == 0)
            return null;
        if (IsBounded)
            return new BoundedMean(values, clusters, this).Interval(confidence);
        if (ClusteredMean.Interval(values, clusters, confidence) is not { } interval)
            return null;
        if (!IsOfAmounts || interval.Estimate <= 0)
            return interval;
        var factor = Math.Exp((interval.Upper - interval.Estimate) / interval.Estimate);
        return interval with { Lower = interval.Estimate / factor, Upper = interval.Estimate * factor };
    }
}
