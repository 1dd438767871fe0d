using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class BoundedMeanTests
{
    private static readonly Gen<(double[] Values, int[] Pages)> Sample = Gen.Select(Gen.Int[1, 5], Gen.Int[0, 9])
        .Array[3, 60]
        .Select(rows => (rows.Select(r => (double)r.Item1).ToArray(), rows.Select(r => r.Item2).ToArray()))
        .Where(sample => sample.Item2.Distinct().Count() >= 3);

    // Gaffke's test of yes and no is Clopper and Pearson's. Their intervals: Newcombe 1998, table I, method 5.
    [Theory]
    [InlineData(81, 263, 0.2527, 0.3676)]
    [InlineData(15, 148, 0.0578, 0.1617)]
    public void Of_yes_and_no_Gaffkes_test_is_Clopper_and_Pearsons(int successes, int trials, double lower, double upper)
    {
        var mean = Of(Enumerable.Range(0, trials).Select(i => i < successes ? 1.0 : 0), Scale.Share);
        // Ends to four digits: p is 0.05 between the neighbours of the last.
        Assert.InRange(0.05, mean.GaffkePValue(lower - 6e-5), mean.GaffkePValue(lower + 6e-5));
        Assert.InRange(0.05, mean.GaffkePValue(upper + 6e-5), mean.GaffkePValue(upper - 6e-5));
    }

    [Theory]
    [InlineData(20, 0.8316)] // 0.025^(1/20)
    [InlineData(10, 0.6915)] // 0.025^(1/10)
    [InlineData(3, 0.2924)] // 0.025^(1/3)
    public void All_right_is_no_proof_of_perfection(int pages, double lower)
    {
        var interval = Of(Enumerable.Repeat(1.0, pages), Scale.Share).Interval()!;
        Assert.Equal((1, 1, pages), (interval.Estimate, interval.Upper, interval.Clusters));
        Assert.Equal(lower, interval.Lower, 4e-3);
        // All fives on the scale from 1 to 5 are the same, four times as wide.
        Assert.Equal(1 + 4 * lower, Of(Enumerable.Repeat(5.0, pages), Scale.Score).Interval()!.Lower, 0.016);
    }

    [Fact]
    public void Values_that_are_not_skewed_have_Students_interval()
    {
        // 1…5 twice, as ten pages: mean 3, no skewness, s² = 20/9, SE = √(2/9); t with 9 degrees 2.262157.
        var mean = Of([1, 2, 3, 4, 5, 1, 2, 3, 4, 5], Scale.Score);
        Assert.Equal(0, mean.SkewnessShare, 1e-12);
        Assert.Equal(3 - 2.262157 * Math.Sqrt(2.0 / 9), mean.Interval()!.Lower, 1e-5);
        Assert.Equal(0.025, mean.PValueAbove(3 - 2.262157 * Math.Sqrt(2.0 / 9)), 1e-6);
    }

    [Fact]
    public void The_weight_of_the_skewness_is_the_one_derived_by_hand()
    {
        // 24 fives and a one: residuals −3.84 and 24 of 0.16. m₂ = 0.6144, m₃ = −2.2610…: γ = m₃ / m₂^1.5 = −4.6948; 2 · 4.6948 / 5 > 1.
        Assert.Equal(1, Of([.. Enumerable.Repeat(5.0, 24), 1], Scale.Score).SkewnessShare);
        // Two ones and eight threes: residuals −1.6 and 0.4; m₂ = 0.64, m₃ = −0.768, γ = −1.5: 2 · 1.5 / √10 = 0.948683.
        Assert.Equal(0.948683, Of([1, 1, 3, 3, 3, 3, 3, 3, 3, 3], Scale.Score).SkewnessShare, 1e-6);
    }

    [Fact]
    public void An_interval_lies_on_the_scale_holds_the_mean_and_is_the_inverse_of_the_tests() =>
        Sample.Sample(sample =>
        {
            var mean = new BoundedMean(sample.Values, ClusterIndex.Of(sample.Pages), Scale.Score);
            var interval = mean.Interval()!;
            Assert.InRange(interval.Lower, 1, interval.Estimate);
            Assert.InRange(interval.Upper, interval.Estimate, 5);
            if (interval.Lower > 1)
                Assert.Equal(0.025, mean.PValueAbove(interval.Lower), 1e-4);
            if (interval.Upper < 5)
                Assert.Equal(0.025, mean.PValueBelow(interval.Upper), 1e-4);
            var wider = mean.Interval(0.99)!;
            Assert.True(wider.Lower <= interval.Lower && interval.Upper <= wider.Upper);
        });

    [Fact]
    public void It_turns_with_its_values_and_moves_with_the_scale() =>
        Sample.Sample(sample =>
        {
            var pages = ClusterIndex.Of(sample.Pages);
            var interval = new BoundedMean(sample.Values, pages, Scale.Score).Interval()!;
            var turned = new BoundedMean([.. sample.Values.Select(v => 6 - v)], pages, Scale.Score).Interval()!;
            Assert.Equal(6 - interval.Upper, turned.Lower, 1e-5);
            var negated = new BoundedMean(sample.Values, pages, Scale.Score).Negated().Interval()!;
            // Ends are found to 1e-6 of the scale.
            Assert.Equal(-interval.Upper, negated.Lower, 1e-5);
            Assert.Equal(-interval.Lower, negated.Upper, 1e-5);
            var moved = new BoundedMean([.. sample.Values.Select(v => (v - 1) / 4)], pages, Scale.Share).Interval()!;
            Assert.Equal((interval.Lower - 1) / 4, moved.Lower, 1e-5);
        });

    [Fact]
    public void Without_values_there_is_no_mean() =>
        Assert.Throws<ArgumentException>(() => new BoundedMean([], ClusterIndex.Independent(0), Scale.Share));

    private static BoundedMean Of(IEnumerable<double> values, Scale scale)
    {
        double[] all = [.. values];
        return new BoundedMean(all, ClusterIndex.Independent(all.Length), scale);
    }
}
