namespace ModelLab.Core.Statistics;

/// <summary>
/// Whether two models differ in a statistic that is no mean, such as F1: if neither is better, their results on a page are as likely the
/// other way round, so whole pages are swapped between the two
/// (the permutation test behind <see cref="SignFlipTest"/>; Yeh 2000 for F1).
/// </summary>
public static class PageSwapTest
{
    /// <summary>
    /// The two-sided p-value: the share of swap patterns whose difference is at least as far from 0 as the observed one. Exact for up to
    /// <see cref="SignFlipTest.MostExact"/> pages on which the models
    /// differ; beyond, a seeded sample, (1 + at least as far) / (1 + sampled). A pattern that leaves the statistic undefined counts as far.
    /// </summary>
    /// <param name="first">The first model's statistic.</param>
    /// <param name="second">The second's, of the same pages and components.</param>
    /// <param name="seed">Seeds the sample.</param>
    /// <param name="samples">How many patterns are sampled.</param>
    /// <returns>1 when no page differs; null where the statistic is undefined as observed.</returns>
    public static double? PValue(ClusterStatistic first, ClusterStatistic second, ulong seed, int samples = 20_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (first.Clusters != second.Clusters || first.Components.Count != second.Components.Count)
            throw new ArgumentException("the statistics are not of the same pages", nameof(second));
        double[] one = [.. first.Components.Select(c => c.Sum())],
            other = [.. second.Components.Select(c => c.Sum())];
        var observed = Math.Abs(first.Value(one) - second.Value(other));
        if (double.IsNaN(observed))
            return null;
        // How the sums move when a page is swapped; a page without a difference moves nothing.
        double[][] moves =
        [
            .. Enumerable
                .Range(0, first.Clusters)
                .Select(g => first.Components.Zip(second.Components, (a, b) => b[g] - a[g]).ToArray())
                .Where(m => m.Any(v => v != 0)),
        ];
        if (moves.Length == 0)
            return 1;
        bool IsFar(ReadOnlySpan<double> moved)
        {
            Span<double> a = stackalloc double[one.Length],
                b = stackalloc double[one.Length];
            for (var c = 0; c < one.Length; c++)
                (a[c], b[c]) = (one[c] + moved[c], other[c] - moved[c]);
            // Sums that are equal on paper differ by rounding.
            return !(Math.Abs(first.Value(a) - second.Value(b)) < observed - 1e-12);
        }
        return moves.Length <= SignFlipTest.MostExact ? Exact(moves, IsFar) : Sampled(moves, IsFar, seed, samples);
    }

    private delegate bool FarTest(ReadOnlySpan<double> moved);

    // A Gray code swaps one page at a time. Swapping all pages turns the difference, so the last page may stay.
    private static double Exact(double[][] moves, FarTest isFar)
    {
        var patterns = 1 << (moves.Length - 1);
        var (moved, swapped, far) = (new double[moves[0].Length], new bool[moves.Length], 1);
        for (var pattern = 1; pattern < patterns; pattern++)
        {
            var page = System.Numerics.BitOperations.TrailingZeroCount(pattern);
            swapped[page] = !swapped[page];
            for (var c = 0; c < moved.Length; c++)
                moved[c] += swapped[page] ? moves[page][c] : -moves[page][c];
            if (isFar(moved))
                far++;
        }
        return (double)far / patterns;
    }

    private static double Sampled(double[][] moves, FarTest isFar, ulong seed, int samples)
    {
        var random = new SeededRandom(seed);
        var (moved, far) = (new double[moves[0].Length], 1);
        for (var sample = 0; sample < samples; sample++)
        {
            Array.Clear(moved);
            var bits = 0UL;
            for (var page = 0; page < moves.Length; page++)
            {
                if (page % 64 == 0)
                    bits = random.NextBits();
                if ((bits & 1) == 1)
                    for (var c = 0; c < moved.Length; c++)
                        moved[c] += moves[page][c];
                bits >>= 1;
            }
            if (isFar(moved))
                far++;
        }
        return (double)far / (samples + 1);
    }
}
