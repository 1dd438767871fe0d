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
    public void Without_variation_or_with_two_clusters_there_is_no_interval()
    {
        Assert.Null(ClusteredMean.Interval([0.1, 0.1, 0.1], ClusterIndex.Independent(3)));
        Assert.Null(ClusteredMean.Interval([1, 2, 3], ClusterIndex.Of(["a", "a", "b"])));
        Assert.Null(ClusteredMean.Interval([1, 2, 1, 2, 1, 2], ClusterIndex.Of(["a", "a", "b", "b", "c", "c"]))); // pages do not differ at all
        Assert.Null(ClusteredMean.Interval([], ClusterIndex.Independent(0)));
        Assert.Throws<ArgumentException>(() => ClusteredMean.Interval([1], ClusterIndex.Independent(3)));
        Assert.Throws<ArgumentOutOfRangeException>(() => ClusteredMean.Interval([1, 2, 3], ClusterIndex.Independent(3), 1));
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

    [Fact]
    public void The_interval_of_amounts_is_the_one_derived_by_hand_and_stays_above_0()
    {
        // 1, 2, 3 and 10 ms: mean 4, s² = (9 + 4 + 1 + 36) / 3, SE = √(50/12) = 2.041241; t with 3 degrees 3.182446: 4 · e^(±1.624042).
        var interval = new Scale(0, double.PositiveInfinity).MeanInterval([1, 2, 3, 10], ClusterIndex.Independent(4))!;
        Assert.Equal(4 * Math.Exp(-3.182446 * 2.041241 / 4), interval.Lower, 1e-5);
        Assert.Equal(4 * Math.Exp(3.182446 * 2.041241 / 4), interval.Upper, 1e-4);
    }

    [Fact]
    public void Below_three_pages_there_is_no_interval_on_any_scale()
    {
        foreach (var scale in new[] { Scale.Score, Scale.Share, Scale.Unbounded, new Scale(0, double.PositiveInfinity) })
        {
            Assert.Null(scale.MeanInterval([1, 0, 1, 0], ClusterIndex.Of(["a", "a", "b", "b"])));
            Assert.Null(scale.MeanInterval([], ClusterIndex.Independent(0)));
        }
    }
}
