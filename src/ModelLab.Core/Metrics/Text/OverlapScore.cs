namespace ModelLab.Core.Metrics.Text;

/// <summary>How much a hypothesis and a reference share, seen from either side. Each is in [0, 1].</summary>
/// <param name="Precision">Shared / all of the hypothesis; null when that is nothing.</param>
/// <param name="Recall">Shared / all of the reference; null when that is nothing.</param>
/// <param name="F">2 · shared / (all of the hypothesis + all of the reference), the harmonic mean of the two; null when both are
/// nothing.</param>
public sealed record OverlapScore(double? Precision, double? Recall, double? F)
{
    internal static OverlapScore Of(int shared, int hypothesis, int reference) =>
        new(Ratio(shared, hypothesis), Ratio(shared, reference), Ratio(2 * shared, hypothesis + reference));

    // Of several references the one that fits best counts, by F; of equals the first.
    internal static OverlapScore Best(IEnumerable<OverlapScore> scores) => scores.MaxBy(s => s.F ?? double.NegativeInfinity)!;

    private static double? Ratio(int numerator, int denominator) => denominator == 0 ? null : (double)numerator / denominator;
}
