namespace ModelLab.Core.Statistics;

/// <summary>
/// Holm's step-down correction for testing many pairs at once (Holm 1979): the chance of any false claim in the family stays at α, whatever
/// the tests' dependence.
/// </summary>
public static class HolmCorrection
{
    /// <summary>
    /// Adjusted p-values in the order given: with p rising, max over j ≤ i of min(1, (m − j + 1)·pⱼ). A claim is established when its
    /// adjusted p is at most α.
    /// </summary>
    /// <exception cref="ArgumentException">A value is no probability.</exception>
    public static double[] Adjust(IReadOnlyList<double> pValues)
    {
        if (pValues.Any(p => p is not (>= 0 and <= 1)))
            throw new ArgumentException("a p-value lies between 0 and 1", nameof(pValues));
        var adjusted = new double[pValues.Count];
        var (least, left) = (0.0, pValues.Count);
        foreach (var i in Enumerable.Range(0, pValues.Count).OrderBy(i => pValues[i]))
            adjusted[i] = least = Math.Max(least, Math.Min(1, left-- * pValues[i]));
        return adjusted;
    }
}
