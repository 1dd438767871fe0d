using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class IntervalTests
{
    private static readonly Gen<(double[] Values, int[] Pages)> Sample = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 6])
        .Array[2, 30]
        .Select(rows => (rows.Select(r => (double)r.Item1).ToArray(), rows.Select(r => r.Item2).ToArray()));

    // Tables of Student's and the normal distribution.
    [Theory]
    [InlineData(0.975, 1, 12.7062)]
    [InlineData(0.975, 2, 4.30265)]
    [InlineData(0.975, 19, 2.09302)]
    [InlineData(0.95, 9, 1.83311)]
    [InlineData(0.995, 120, 2.61742)]
    public void Students_quantiles_are_those_of_the_tables(double probability, int degrees, double quantile) =>
        Assert.Equal(quantile, Distributions.StudentQuantile(probability, degrees), 5e-5);

    [Fact]
    public void Normal_quantiles_are_those_of_the_tables()
    {
        Assert.Equal(1.959964, Distributions.NormalQuantile(0.975), 5e-7);
        Assert.Equal(0.841621, Distributions.NormalQuantile(0.8), 5e-7);
        Assert.Equal(0.975, Distributions.NormalProbability(1.959964), 5e-8);
    }

    [Fact]
    public void Interval_of_a_clustered_mean_is_the_one_derived_by_hand()
    {
        // Pages a: 1, 3; b: 4; c: 4, 8. Mean 4, sums of residuals −4, 0, 4. SE² = 3/2 · 32 / 25 = 1.92. t with 2 degrees: 4.302653.
        var interval = ClusteredMean.Interval([1, 4, 4, 3, 8], ClusterIndex.Of(["a", "b", "c", "a", "c"]))!;
        Assert.Equal(4, interval.Estimate);
        Assert.Equal(4 - 4.302653 * Math.Sqrt(1.92), interval.Lower, 1e-5);
        Assert.Equal(4 + 4.302653 * Math.Sqrt(1.92), interval.Upper, 1e-5);
        Assert.Equal(3, interval.Clusters);
        Assert.False(interval.IsReliable);
    }

    [Fact]
    public void With_one_value_a_cluster_it_is_the_usual_t_interval()
    {
        // 1…5: s² = 2.5, SE = √0.5, t with 4 degrees 2.776445.
        var interval = ClusteredMean.Interval([1, 2, 3, 4, 5], ClusterIndex.Independent(5))!;
        Assert.Equal(3 - 2.776445 * Math.Sqrt(0.5), interval.Lower, 1e-5);
    }

    [Fact]
    public void Without_variation_or_with_one_cluster_there_is_no_interval()
    {
        Assert.Null(ClusteredMean.Interval([0.1, 0.1, 0.1], ClusterIndex.Independent(3)));
        Assert.Null(ClusteredMean.Interval([1, 2], ClusterIndex.Of(["a", "a"])));
        Assert.Null(ClusteredMean.Interval([1, 2, 1, 2], ClusterIndex.Of(["a", "a", "b", "b"]))); // pages do not differ at all
        Assert.Null(ClusteredMean.Interval([], ClusterIndex.Independent(0)));
        Assert.Throws<ArgumentException>(() => ClusteredMean.Interval([1], ClusterIndex.Independent(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusteredMean.Interval([1, 2], ClusterIndex.Independent(2), 1));
    }

    [Fact]
    public void An_interval_moves_and_grows_with_its_values_and_ignores_their_order() =>
        Gen.Select(Sample, Gen.Int[0, 1000])
            .Sample(
                (sample, seed) =>
                {
                    if (ClusteredMean.Interval(sample.Values, ClusterIndex.Of(sample.Pages)) is not { } interval)
                        return;
                    Assert.InRange(interval.Estimate, interval.Lower, interval.Upper);
                    var scaled = ClusteredMean.Interval([.. sample.Values.Select(v => 2 * v - 3)], ClusterIndex.Of(sample.Pages))!;
                    Assert.Equal(2 * interval.Lower - 3, scaled.Lower, 1e-9);
                    Assert.Equal(2 * interval.Upper - 3, scaled.Upper, 1e-9);
                    var order = Enumerable.Range(0, sample.Values.Length).ToArray();
                    new Random(seed).Shuffle(order);
                    var shuffled = ClusteredMean.Interval(
                        [.. order.Select(i => sample.Values[i])],
                        ClusterIndex.Of(order.Select(i => sample.Pages[i]))
                    )!;
                    Assert.Equal(interval.Lower, shuffled.Lower, 1e-9);
                    var wider = ClusteredMean.Interval(sample.Values, ClusterIndex.Of(sample.Pages), 0.99)!;
                    Assert.True(wider.Lower < interval.Lower && wider.Upper > interval.Upper);
                }
            );

    [Fact]
    public void Every_question_asked_twice_on_its_page_changes_no_interval() =>
        Sample.Sample(sample =>
        {
            var once = ClusteredMean.Interval(sample.Values, ClusterIndex.Of(sample.Pages));
            var twice = ClusteredMean.Interval([.. sample.Values, .. sample.Values], ClusterIndex.Of(sample.Pages.Concat(sample.Pages)));
            Assert.Equal(once is null, twice is null);
            if (once is not null)
                Assert.Equal(once.Upper, twice!.Upper, 1e-9);
        });

    // Newcombe 1998, table I, method 3.
    [Theory]
    [InlineData(81, 263, 0.2553, 0.3662)]
    [InlineData(15, 148, 0.0624, 0.1605)]
    [InlineData(0, 20, 0.0000, 0.1611)]
    [InlineData(1, 29, 0.0061, 0.1718)]
    public void Wilsons_interval_is_the_published_one(int successes, int trials, double lower, double upper)
    {
        var interval = WilsonInterval.Of(successes, trials)!;
        Assert.Equal(lower, interval.Lower, 5e-5);
        Assert.Equal(upper, interval.Upper, 5e-5);
    }

    [Fact]
    public void Wilsons_interval_needs_trials()
    {
        Assert.Null(WilsonInterval.Of(0, 0));
        Assert.Equal(1, WilsonInterval.Of(20, 20)!.Upper);
        Assert.Throws<ArgumentOutOfRangeException>(() => WilsonInterval.Of(3, 2));
    }

    [Fact]
    public void Trials_in_clusters_count_as_fewer_trials()
    {
        // Ten pages, five all right and five all wrong, four questions each: p = 1/2. Residual sums ±2: SE² = 10/9 · 10·4 / 1600 = 1/36.
        // Independent: 1/160. Design effect 160/36, n = 9.
        var pages = ClusterIndex.Of(Enumerable.Range(0, 40).Select(i => i / 4));
        var interval = WilsonInterval.Clustered([.. Enumerable.Range(0, 40).Select(i => i / 4 % 2 == 0)], pages)!;
        var t = 2.262157; // 9 degrees
        var half = t * Math.Sqrt(0.25 / 9 + t * t / (4 * 81)) / (1 + t * t / 9);
        Assert.Equal(0.5 - half, interval.Lower, 1e-6);
        Assert.Equal(0.5 + half, interval.Upper, 1e-6);
        Assert.Equal(10, interval.Clusters);
        Assert.Null(WilsonInterval.Clustered([true, true], ClusterIndex.Independent(2)));
    }

    [Fact]
    public void A_clustered_proportion_stays_within_0_and_1() =>
        Sample.Sample(sample =>
        {
            var interval = WilsonInterval.Clustered([.. sample.Values.Select(v => v > 2)], ClusterIndex.Of(sample.Pages));
            if (interval is null)
                return;
            Assert.True(
                0 <= interval.Lower && interval.Lower <= interval.Estimate && interval.Estimate <= interval.Upper && interval.Upper <= 1
            );
        });
}
