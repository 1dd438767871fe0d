namespace ModelLab.Core.Statistics;

/// <summary>
/// Whether two judges differ in how often they are right, from the items on which just one of them is (McNemar 1947, exact form).
/// </summary>
public static class McNemarTest
{
    /// <summary>
    /// The two-sided p-value: min(1, 2·P(X ≤ min(b, c))) for X binomial with b + c trials of ½; 1 when there is no such item. Items must be
    /// independent: one question a page.
    /// </summary>
    /// <param name="onlyFirst">Items that only the first has right.</param>
    /// <param name="onlySecond">Items that only the second has right.</param>
    public static double PValue(int onlyFirst, int onlySecond)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(onlyFirst);
        ArgumentOutOfRangeException.ThrowIfNegative(onlySecond);
        var trials = onlyFirst + onlySecond;
        return trials == 0 ? 1 : Math.Min(1, 2 * MathNet.Numerics.Distributions.Binomial.CDF(0.5, trials, Math.Min(onlyFirst, onlySecond)));
    }
}
