using System.Buffers;

namespace ModelLab.Core.Statistics;

/// <summary>
/// Whether paired differences lean to one side: the sign-flip permutation test (Fisher 1935). If neither model is better, the differences
/// of a page are as likely the other way round; whole pages are
/// flipped together, because their questions are not independent.
/// </summary>
public static class SignFlipTest
{
    /// <summary>Up to so many pages with a difference all sign patterns are tried.</summary>
    public const int MostExact = 20;

    /// <summary>How many patterns are sampled unless told otherwise.</summary>
    public const int Samples = 20_000;

    // Signs that are drawn before they are used, in words of 64: what stays in a core's cache.
    private const int MostWords = 16 * 1024;

    // Less than so many additions are done before another core has woken.
    private const int WorthSharing = 200_000;

    // Sums that are equal on paper differ by rounding.
    private const double Tolerance = 1e-9;

    /// <summary>
    /// The two-sided p-value: the share of sign patterns whose total is at least as far from 0 as the observed one. Exact for up to
    /// <see cref="MostExact"/> pages with a difference; beyond, a seeded sample of
    /// patterns, (1 + at least as far) / (1 + sampled), which is never 0 and rejects a true null no more often than it says (Phipson and
    /// Smyth 2010).
    /// </summary>
    /// <param name="pageSums">The sum of the differences on each page.</param>
    /// <param name="seed">Seeds the sample.</param>
    /// <param name="samples">How many patterns are sampled.</param>
    /// <returns>1 when no page differs; null without pages.</returns>
    public static double? PValue(IReadOnlyList<double> pageSums, ulong seed, int samples = Samples)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        if (pageSums.Count == 0)
            return null;
        // A page without a difference is the same flipped.
        double[] sums = [.. pageSums.Where(s => s != 0)];
        if (sums.Length == 0)
            return 1;
        var observed = Math.Abs(sums.Sum()) - Tolerance * sums.Sum(Math.Abs);
        return sums.Length <= MostExact ? Exact(sums, observed) : Sampled(sums, observed, seed, samples);
    }

    // A Gray code flips one page at a time. Turning all signs turns the total, so the last page may keep its sign.
    private static double Exact(double[] sums, double observed)
    {
        var patterns = 1 << (sums.Length - 1);
        var (total, far) = (sums.Sum(), 1);
        var signs = Array.ConvertAll(sums, _ => 1.0);
        for (var pattern = 1; pattern < patterns; pattern++)
        {
            var page = System.Numerics.BitOperations.TrailingZeroCount(pattern);
            signs[page] = -signs[page];
            total += 2 * signs[page] * sums[page];
            if (Math.Abs(total) >= observed)
                far++;
        }
        return (double)far / patterns;
    }

    private static double Sampled(double[] sums, double observed, ulong seed, int samples)
    {
        // The random bits come from one stream, so that the p-value does not depend on the number of cores; adding up is what takes time.
        var random = new SeededRandom(seed);
        var words = (sums.Length + 63) / 64;
        var atOnce = Math.Min(samples, Math.Max(1, MostWords / words));
        var signs = ArrayPool<ulong>.Shared.Rent(atOnce * words);
        var far = 1;
        for (var from = 0; from < samples; from += atOnce)
        {
            var count = Math.Min(atOnce, samples - from);
            for (var word = 0; word < count * words; word++)
                signs[word] = random.NextBits();
            if ((long)count * sums.Length < WorthSharing)
                far += CountFar(0, count);
            else
                Parallel.For(
                    0,
                    Environment.ProcessorCount,
                    core =>
                        Interlocked.Add(
                            ref far,
                            CountFar(count * core / Environment.ProcessorCount, count * (core + 1) / Environment.ProcessorCount)
                        )
                );
        }
        ArrayPool<ulong>.Shared.Return(signs);
        return (double)far / (samples + 1);

        int CountFar(int begin, int end)
        {
            var found = 0;
            for (var sample = begin; sample < end; sample++)
                if (Math.Abs(Total(sums, signs.AsSpan(sample * words, words))) >= observed)
                    found++;
            return found;
        }
    }

    private static double Total(double[] sums, ReadOnlySpan<ulong> signs)
    {
        // Four sums side by side, or each addition would wait for the one before.
        var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0);
        for (var word = 0; word < signs.Length; word++)
        {
            var bits = signs[word];
            var page = word * 64;
            var end = Math.Min(sums.Length, page + 64);
            for (; page + 4 <= end; page += 4, bits >>= 4)
            {
                first += Flipped(sums[page], bits);
                second += Flipped(sums[page + 1], bits >> 1);
                third += Flipped(sums[page + 2], bits >> 2);
                fourth += Flipped(sums[page + 3], bits >> 3);
            }
            for (; page < end; page++, bits >>= 1)
                first += Flipped(sums[page], bits);
        }
        return first + second + (third + fourth);
    }

    // The lowest bit becomes the sign bit, which is quicker than a branch that cannot be predicted.
    private static double Flipped(double value, ulong bits) =>
        BitConverter.Int64BitsToDouble(BitConverter.DoubleToInt64Bits(value) ^ (long)(bits << 63));
}
