namespace ModelLab.Core.Statistics;

/// <summary>How many pages a comparison needs, and what so many pages can show, by the normal approximation for paired means.</summary>
public static class PowerAnalysis
{
    /// <summary>n = (z_{α/2} + z_β)² · Var(d) / δ², rounded up: pages to establish a difference of δ.</summary>
    /// <param name="variance">Of the differences between pages.</param>
    /// <param name="difference">δ, the difference worth knowing (not the observed one, which would only restate the p-value).</param>
    /// <param name="alpha">The two-sided level; α / m in a family of m pairs.</param>
    /// <param name="power">The chance 1 − β to establish it where it is true.</param>
    /// <returns>Null when there is no variance, or when δ is 0.</returns>
    public static long? Pages(double variance, double difference, double alpha = 0.05, double power = 0.8)
    {
        var z = Quantiles(alpha, power);
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        return variance == 0 || difference == 0 ? null : (long)Math.Ceiling(z * z * variance / (difference * difference) * (1 - 1e-12));
    }

    /// <summary>
    /// (z_{α/2} + z_β) · √(Var(d) / n): the smallest difference that n pages can establish; null without pages or variance.
    /// </summary>
    public static double? DetectableDifference(double variance, int pages, double alpha = 0.05, double power = 0.8)
    {
        var z = Quantiles(alpha, power);
        ArgumentOutOfRangeException.ThrowIfNegative(variance);
        return variance == 0 || pages < 1 ? null : z * Math.Sqrt(variance / pages);
    }

    private static double Quantiles(double alpha, double power)
    {
        if (alpha is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, "a level lies between 0 and 1");
        if (power is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(power), power, "a power lies between 0 and 1");
        return Distributions.NormalQuantile(1 - alpha / 2) + Distributions.NormalQuantile(power);
    }
}
