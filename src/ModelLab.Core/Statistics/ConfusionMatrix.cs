namespace ModelLab.Core.Statistics;

/// <summary>
/// Yes/No verdicts against labels; "yes" is the positive class. Undefined measures are null, never 0.
/// </summary>
/// <param name="TruePositives">Said yes, label yes.</param>
/// <param name="FalsePositives">Said yes, label no: wrongly shown.</param>
/// <param name="FalseNegatives">Said no, label yes: wrongly hidden.</param>
/// <param name="TrueNegatives">Said no, label no.</param>
public readonly record struct ConfusionMatrix(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>All verdicts.</summary>
    public long Total => TruePositives + FalsePositives + FalseNegatives + TrueNegatives;

    /// <summary>(TP + TN) / all, in [0, 1]; null without verdicts.</summary>
    public double? Accuracy => Ratio(TruePositives + TrueNegatives, Total);

    /// <summary>TP / (TP + FP), in [0, 1]; null when nothing was called positive.</summary>
    public double? Precision => Ratio(TruePositives, TruePositives + FalsePositives);

    /// <summary>TP / (TP + FN), in [0, 1]; null when nothing is positive.</summary>
    public double? Recall => Ratio(TruePositives, TruePositives + FalseNegatives);

    /// <summary>2TP / (2TP + FP + FN), in [0, 1] (van Rijsbergen 1979); null only when that denominator is 0.</summary>
    public double? F1 => Ratio(2 * TruePositives, 2 * TruePositives + FalsePositives + FalseNegatives);

    private static double? Ratio(long numerator, long denominator) => denominator == 0 ? null : (double)numerator / denominator;
}
