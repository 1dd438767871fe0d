using CsCheck;
using ModelLab.Core.Metrics.Agreement;

namespace ModelLab.Core.Tests.Metrics.Agreement;

public sealed class CorrelationTests
{
    private static readonly Func<IReadOnlyList<double>, IReadOnlyList<double>, double?>[] All =
    [
        PearsonCorrelation.Of,
        SpearmanCorrelation.Of,
        KendallTau.Of,
    ];

    [Fact]
    public void Values_of_a_small_sample_are_those_derived_by_hand()
    {
        double[] x = [1, 2, 3, 4],
            y = [1, 3, 2, 9];
        // x̄ = 2.5, ȳ = 3.75: Σxy = 4.125 + 0.375 − 0.875 + 7.875 = 11.5, Σx² = 5, Σy² = 38.75.
        Assert.Equal(11.5 / Math.Sqrt(5 * 38.75), PearsonCorrelation.Of(x, y)!.Value, 1e-12);
        // Ranks 1 3 2 4: Σd² = 2; 1 − 6·2 / (4·15).
        Assert.Equal(0.8, SpearmanCorrelation.Of(x, y)!.Value, 1e-12);
        // Of six pairs one is in the opposite order.
        Assert.Equal(4.0 / 6, KendallTau.Of(x, y)!.Value, 1e-12);
    }

    // scipy's documentation of kendalltau and spearmanr: −0.4714045207910316 and 0.8207826816681233.
    [Fact]
    public void Values_with_ties_are_those_of_scipy()
    {
        Assert.Equal(-0.4714045207910316, KendallTau.Of([12, 2, 1, 12, 2], [1, 4, 7, 1, 0])!.Value, 1e-12);
        Assert.Equal(0.8207826816681233, SpearmanCorrelation.Of([1, 2, 3, 4, 5], [5, 6, 7, 8, 7])!.Value, 1e-12);
    }

    [Fact]
    public void A_constant_side_and_a_single_pair_are_undefined() =>
        Assert.All(
            All,
            correlation =>
            {
                Assert.Null(correlation([0.1, 0.1, 0.1], [1, 2, 3]));
                Assert.Null(correlation([1, 2, 3], [0.1, 0.1, 0.1]));
                Assert.Null(correlation([1], [2]));
                Assert.Null(correlation([], []));
                Assert.Throws<ArgumentException>(() => correlation([1, 2], [1]));
                Assert.Throws<ArgumentException>(() => correlation([1, double.NaN], [1, 2]));
            }
        );

    [Fact]
    public void Correlations_are_symmetric_bounded_blind_to_scale_and_order_of_pairs_and_turn_with_a_side() =>
        Gen.Select(Gen.Select(Gen.Int[0, 6], Gen.Int[0, 6]).Array[2, 25], Gen.Int[0, 1000])
            .Sample(
                (pairs, seed) =>
                {
                    double[] x = [.. pairs.Select(p => (double)p.Item1)],
                        y = [.. pairs.Select(p => (double)p.Item2)];
                    var turned = pairs.ToArray();
                    new Random(seed).Shuffle(turned);
                    foreach (var correlation in All)
                    {
                        if (correlation(x, y) is not { } r)
                            continue;
                        Assert.InRange(r, -1, 1);
                        Assert.Equal(r, correlation(y, x)!.Value, 1e-12);
                        Assert.Equal(r, correlation([.. x.Select(v => 3 * v - 8)], y)!.Value, 1e-12);
                        Assert.Equal(-r, correlation([.. x.Select(v => -v)], y)!.Value, 1e-12);
                        Assert.Equal(1, correlation(x, x)!.Value, 1e-12);
                        Assert.Equal(
                            r,
                            correlation([.. turned.Select(p => (double)p.Item1)], [.. turned.Select(p => (double)p.Item2)])!.Value,
                            1e-12
                        );
                    }
                }
            );

    [Fact]
    public void Kendalls_tau_is_that_of_pairs_counted_one_by_one() =>
        Gen.Select(Gen.Int[0, 4], Gen.Int[0, 4])
            .Array[2, 40]
            .Sample(pairs =>
            {
                var (difference, untiedX, untiedY) = (0, 0, 0);
                for (var i = 0; i < pairs.Length; i++)
                for (var j = i + 1; j < pairs.Length; j++)
                {
                    var (x, y) = (Math.Sign(pairs[i].Item1 - pairs[j].Item1), Math.Sign(pairs[i].Item2 - pairs[j].Item2));
                    difference += x * y;
                    untiedX += x * x;
                    untiedY += y * y;
                }
                var tau = KendallTau.Of([.. pairs.Select(p => (double)p.Item1)], [.. pairs.Select(p => (double)p.Item2)]);
                if (untiedX == 0 || untiedY == 0)
                    Assert.Null(tau);
                else
                    Assert.Equal(difference / Math.Sqrt((double)untiedX * untiedY), tau!.Value, 1e-12);
            });
}
