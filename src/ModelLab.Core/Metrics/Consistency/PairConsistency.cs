namespace ModelLab.Core.Metrics.Consistency;

/// <summary>How often a judge that scores the same thing twice says the same.</summary>
public static class PairConsistency
{
    /// <summary>The largest difference on the 1–5 scale that counts as the same.</summary>
    public const double Tolerance = 0.5;

    /// <summary>Whether two scores agree within <see cref="Tolerance"/>.</summary>
    // 4.4 − 3.9 is 0.5000000000000004 in binary; a billionth is far below any score that a judge writes.
    public static bool Agree(double first, double second) => Math.Abs(first - second) <= Tolerance + 1e-9;
}
