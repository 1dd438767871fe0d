namespace ModelLab.Core.Statistics;

/// <summary>How large paired differences are, apart from how certain.</summary>
/// <param name="Wins">Pairs in which the first is higher.</param>
/// <param name="Ties">Pairs without a difference.</param>
/// <param name="Losses">Pairs in which the second is higher.</param>
/// <param name="MeanDifference">The mean of first − second; null without pairs.</param>
/// <param name="Standardised">Cohen's d for pairs: mean / sample standard deviation of the differences (Cohen 1988); null with fewer than
/// two pairs, or when all differences are the same.</param>
public sealed record PairedEffect(int Wins, int Ties, int Losses, double? MeanDifference, double? Standardised)
{
    /// <summary>
    /// Wins + half of the ties, as a share of all pairs: the chance that the first is better on a question; null without pairs.
    /// </summary>
    public double? Superiority => Wins + Ties + Losses is var n and > 0 ? (Wins + Ties / 2.0) / n : null;

    /// <summary>From the differences first − second.</summary>
    /// <param name="differences">One a question.</param>
    /// <param name="tolerance">The largest difference that is a tie.</param>
    public static PairedEffect Of(IReadOnlyList<double> differences, double tolerance = 1e-9)
    {
        var (wins, losses) = (differences.Count(d => d > tolerance), differences.Count(d => d < -tolerance));
        double? mean = differences.Count > 0 ? differences.Average() : null,
            standardised = null;
        if (differences.Count > 1 && differences.Max() - differences.Min() > tolerance)
            standardised = mean / Math.Sqrt(differences.Sum(d => (d - mean!.Value) * (d - mean.Value)) / (differences.Count - 1));
        return new(wins, differences.Count - wins - losses, losses, mean, standardised);
    }
}
