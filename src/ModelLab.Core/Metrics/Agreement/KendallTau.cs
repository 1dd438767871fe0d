namespace ModelLab.Core.Metrics.Agreement;

/// <summary>Kendall's τ-b: pairs in the same order against pairs in opposite order, corrected for ties (Kendall 1945).</summary>
public static class KendallTau
{
    /// <summary>
    /// (C − D) / √((n₀ − n₁)(n₀ − n₂)), in [−1, 1], with n₀ = n(n − 1)/2 pairs of which n₁ are tied in x and n₂ in y. Null with fewer than
    /// two pairs, or when one side is constant.
    /// Counted by sorting (Knight 1966), in n·log n.
    /// </summary>
    /// <exception cref="ArgumentException">The sides differ in length, or a value is not a number.</exception>
    public static double? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Paired.ThrowUnlessSameLength(x.Count, y.Count);
        Paired.ThrowIfNaN(x);
        Paired.ThrowIfNaN(y);
        var pairs = x.Zip(y).OrderBy(p => p.First).ThenBy(p => p.Second).ToArray();
        var all = Pairs(pairs.Length);
        var tiedX = pairs.CountBy(p => p.First).Sum(g => Pairs(g.Value));
        var tiedY = pairs.CountBy(p => p.Second).Sum(g => Pairs(g.Value));
        var tiedBoth = pairs.CountBy(p => p).Sum(g => Pairs(g.Value));
        if (all == tiedX || all == tiedY)
            return null;
        // In x order, with y rising where x is tied, the pairs to swap while sorting by y are the discordant ones.
        var discordant = Inversions(Array.ConvertAll(pairs, p => p.Second), new double[pairs.Length], 0, pairs.Length);
        var difference = all - tiedX - tiedY + tiedBoth - 2.0 * discordant;
        return Math.Clamp(difference / (Math.Sqrt(all - tiedX) * Math.Sqrt(all - tiedY)), -1, 1);
    }

    private static long Pairs(long n) => n * (n - 1) / 2;

    private static long Inversions(double[] values, double[] merged, int from, int to)
    {
        if (to - from < 2)
            return 0;
        var middle = (from + to) / 2;
        var inversions = Inversions(values, merged, from, middle) + Inversions(values, merged, middle, to);
        var (left, right) = (from, middle);
        for (var i = from; i < to; i++)
        {
            if (right == to || (left < middle && values[left] <= values[right]))
                merged[i] = values[left++];
            else
            {
                merged[i] = values[right++];
                inversions += middle - left;
            }
        }
        Array.Copy(merged, from, values, from, to - from);
        return inversions;
    }
}
