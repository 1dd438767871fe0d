namespace ModelLab.Records.Vocabulary;

/// <summary>That models are dropped once another is shown to be better, and how.</summary>
/// <param name="BatchPages">Source pages that all survivors are asked about before anybody is dropped, at least 1; null for a ninth of the
/// pages there are, 8 at most. More keep endpoints busier, fewer waste fewer calls.</param>
/// <param name="Alpha">The probability with which the best model may be dropped.</param>
public sealed record RaceSpec(int? BatchPages = null, double Alpha = 0.05)
{
    private const int MostBatches = 9;
    private const int LargestBatch = 8;

    /// <summary>The pages of a batch where there are so many pages.</summary>
    public int BatchOf(int pages) => BatchPages ?? Math.Clamp(pages / MostBatches, 1, LargestBatch);
}
