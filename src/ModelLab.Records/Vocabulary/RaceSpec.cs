namespace ModelLab.Records.Vocabulary;

/// <summary>That models are dropped once another is shown to be better, and how.</summary>
/// <param name="BatchPages">Source pages that all survivors are asked about before anybody is dropped; at least 1. More keep endpoints
/// busier, fewer waste fewer calls.</param>
/// <param name="Alpha">The probability with which the best model may be dropped.</param>
public sealed record RaceSpec(int BatchPages = RaceSpec.DefaultBatchPages, double Alpha = 0.05)
{
    /// <summary>The pages of a batch unless told otherwise.</summary>
    public const int DefaultBatchPages = 8;
}
