using CsCheck;
using ModelLab.Core.Statistics;
using Xunit;

namespace ModelLab.Core.Tests.Statistics;

public sealed class PageSwapTestTests
{
    [Fact]
    public void Of_a_mean_it_is_the_sign_flip_test()
    {
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 5])
            .Array[1, 9]
            .Sample(pages =>
            {
                double[] first = [.. pages.Select(p => (double)p.Item1)],
                    second = [.. pages.Select(p => (double)p.Item2)];
                var clusters = ClusterIndex.Independent(pages.Length);
                var swapped = PageSwapTest.PValue(ClusterStatistic.Mean(first, clusters), ClusterStatistic.Mean(second, clusters), seed: 1);
                var flipped = SignFlipTest.PValue([.. first.Zip(second, (a, b) => a - b)], seed: 1);
                Assert.Equal(flipped!.Value, swapped!.Value, 12);
            });
    }

    [Fact]
    public void F1_of_three_pages_by_hand()
    {
        // Labels all yes. First: yes, yes, yes. Second: no, no, yes. F1 1 and 2·1/(2+0+2) = 0.5: difference 0.5.
        // The third page moves nothing. Patterns of the other two, up to turning all: none swapped |1 − 0.5| = 0.5 (far); one swapped: both
        // have 2 of 3, difference 0. p = 1/2.
        bool[] labels = [true, true, true];
        var clusters = ClusterIndex.Independent(3);
        Assert.Equal(
            0.5,
            PageSwapTest.PValue(
                ClusterStatistic.F1([true, true, true], labels, clusters),
                ClusterStatistic.F1([false, false, true], labels, clusters),
                seed: 1
            )
        );
    }

    [Fact]
    public void Sampled_p_values_come_close_to_exact_ones_and_repeat_with_the_seed()
    {
        // 22 pages with a difference of +1 on 16 and −1 on 6: two-sided binomial P(|S| ≥ 10) = 2·P(X ≤ 6 | 22, ½) = 2 · 110056 / 4194304 =
        // 0.052479.
        // Σ C(22, k), k = 0 … 6: 1 + 22 + 231 + 1540 + 7315 + 26334 + 74613 = 110056.
        double[] first = [.. Enumerable.Range(0, 22).Select(i => i < 16 ? 1.0 : 0)],
            second = [.. first.Select(v => 1 - v)];
        var clusters = ClusterIndex.Independent(22);
        double P(ulong seed) =>
            PageSwapTest.PValue(ClusterStatistic.Mean(first, clusters), ClusterStatistic.Mean(second, clusters), seed)!.Value;
        Assert.InRange(P(1), 0.0525 - 0.005, 0.0525 + 0.005); // three standard errors of 20,000 samples
        Assert.Equal(P(1), P(1));
    }

    [Fact]
    public void Without_a_difference_p_is_1_and_undefined_stays_undefined()
    {
        var clusters = ClusterIndex.Independent(2);
        var same = ClusterStatistic.F1([true, false], [true, true], clusters);
        Assert.Equal(1, PageSwapTest.PValue(same, same, seed: 1));
        // No positive anywhere: F1 is 0/0.
        var undefined = ClusterStatistic.F1([false, false], [false, false], clusters);
        Assert.Null(PageSwapTest.PValue(undefined, undefined, seed: 1));
    }
}
