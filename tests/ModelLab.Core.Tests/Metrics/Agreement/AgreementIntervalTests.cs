using CsCheck;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Metrics.Agreement;

public sealed class AgreementIntervalTests
{
    private static readonly double[] Scale = [1, 2, 3, 4, 5];

    private static readonly Gen<(double[] First, double[] Second, int[] Pages)> Rated = Gen.Select(
            Gen.Double[1, 5].Select(Math.Round),
            Gen.Double[1, 5].Select(Math.Round),
            Gen.Int[0, 7]
        )
        .Array[2, 40]
        .Select(a => (a.Select(x => x.Item1).ToArray(), a.Select(x => x.Item2).ToArray(), a.Select(x => x.Item3).ToArray()));

    [Fact]
    public void Kappa_of_sums_is_kappa_of_the_table() =>
        Rated.Sample(r =>
        {
            var statistic = ClusterStatistic.QuadraticKappa(r.First, r.Second, ClusterIndex.Of(r.Pages));
            var value = statistic.Value([.. statistic.Components.Select(c => c.Sum())]);
            if (CohenKappa.Of(r.First, r.Second, KappaWeights.Quadratic, Scale) is { } kappa)
                Assert.Equal(kappa, value, 1e-9);
            else
                Assert.True(double.IsNaN(value));
        });

    [Fact]
    public void The_interval_of_a_small_rank_correlation_is_that_derived_by_hand()
    {
        // Ranks 1 2 3 4 and 1 2 4 3, less their mean and by n: u = −3 −1 1 3, v = −3 −1 3 1 (eighths). Mean uv = 16/256, mean u² = mean v²
        // = 20/256: ρ = 0.8.
        // Without ties mean u² cannot change. Mean uv does by (uv + above x + above y) − 3 · 4/64, in 64ths 9 + 3 + 3, 1 + 7 + 7, 3 + 5 +
        // 1, 3 + 1 + 5 less 12: 3, 3, −3, −3, so ρ by ±3/5.
        // SE² = 4/3 · 4 · 0.36 / 16 = 0.12. Fisher: artanh 0.8 ± t(0.975; 3) · √0.12 / (1 − 0.64), with t = 3.182446: 1.098612 ± 3.062297.
        var interval = SpearmanCorrelation.Interval([1, 2, 3, 4], [1, 2, 4, 3], ClusterIndex.Independent(4))!;
        Assert.Equal(0.8, interval.Estimate, 1e-12);
        Assert.Equal(-0.961371, interval.Lower, 1e-6);
        Assert.Equal(0.999514, interval.Upper, 1e-6);
        Assert.Equal(4, interval.Clusters);
    }

    [Fact]
    public void With_ties_the_error_is_near_that_of_leaving_pages_out()
    {
        // Two different ways to one number: influence, and the jackknife over pages (Efron and Tibshirani 1993, chapter 11), on 60 pages of
        // 5 tied scores with page effects.
        var random = new SeededRandom(17);
        var page = Enumerable.Range(0, 60).Select(_ => 0.8 * random.NextNormal()).ToArray();
        double Rate(int i) => Math.Clamp(Math.Round(3.5 + page[i / 5] + 0.7 * random.NextNormal()), 1, 5);
        var (x, y) = (new double[300], new double[300]);
        for (var i = 0; i < 300; i++)
            (x[i], y[i]) = (Rate(i), Rate(i));
        var interval = SpearmanCorrelation.Interval(x, y, ClusterIndex.Of(Enumerable.Range(0, 300).Select(i => i / 5)))!;
        double[] without =
        [
            .. Enumerable
                .Range(0, 60)
                .Select(g => SpearmanCorrelation.Of([.. x.Where((_, i) => i / 5 != g)], [.. y.Where((_, i) => i / 5 != g)])!.Value),
        ];
        var jackknife = Math.Sqrt(59.0 / 60 * without.Sum(w => Math.Pow(w - without.Average(), 2)));
        var half = (Math.Atanh(interval.Upper) - Math.Atanh(interval.Lower)) / 2;
        Assert.Equal(
            jackknife,
            half * (1 - interval.Estimate * interval.Estimate) / Distributions.StudentQuantile(0.975, 59),
            0.05 * jackknife
        );
    }

    [Fact]
    public void An_interval_holds_its_estimate_and_knows_order_alone() =>
        Rated.Sample(r =>
        {
            var clusters = ClusterIndex.Of(r.Pages);
            var interval = SpearmanCorrelation.Interval(r.First, r.Second, clusters);
            if (interval is null)
                return;
            Assert.True(
                interval.Lower <= interval.Estimate && interval.Estimate <= interval.Upper && interval.Lower >= -1 && interval.Upper <= 1
            );
            Assert.Equal(SpearmanCorrelation.Of(r.First, r.Second)!.Value, interval.Estimate, 1e-12);
            Same(interval, SpearmanCorrelation.Interval(r.Second, r.First, clusters)!);
            Same(interval, SpearmanCorrelation.Interval([.. r.First.Select(Math.Exp)], r.Second, clusters)!);
            var turned = SpearmanCorrelation.Interval([.. r.First.Select(v => -v)], r.Second, clusters)!;
            Assert.Equal(interval.Lower, -turned.Upper, 1e-9);
            Assert.Equal(interval.Upper, -turned.Lower, 1e-9);
        });

    [Fact]
    public void Where_nothing_varies_there_is_no_interval()
    {
        double[] rising = [1, 2, 3, 4, 5, 1, 2, 3, 4, 5];
        var pages = ClusterIndex.Independent(10);
        // Always equal: every resample has κ = 1, and no pair moves ρ.
        Assert.Null(
            BcaBootstrap.Interval(
                ClusterStatistic.QuadraticKappa(rising, rising, pages),
                1,
                200,
                cancellation: TestContext.Current.CancellationToken
            )
        );
        Assert.Null(SpearmanCorrelation.Interval(rising, rising, pages));
        Assert.Null(SpearmanCorrelation.Interval(rising, [.. rising.Select(r => -r)], pages));
        Assert.Null(SpearmanCorrelation.Interval(rising, [.. rising.Select(_ => 3.0)], pages)); // ρ itself is undefined
        Assert.Null(SpearmanCorrelation.Interval([1, 2, 3], [1, 3, 2], ClusterIndex.Of([0, 0, 0]))); // one page
        Assert.Null(SpearmanCorrelation.Interval([], [], ClusterIndex.Independent(0)));
    }

    private static void Same(ConfidenceInterval expected, ConfidenceInterval actual)
    {
        Assert.Equal(expected.Lower, actual.Lower, 1e-9);
        Assert.Equal(expected.Upper, actual.Upper, 1e-9);
    }
}
