using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class ComparisonTests
{
    // Fisher 1935, section 21, on Darwin's fifteen pairs of maize: 1,726 of 32,768 sign patterns have a total of at least 314 either way.
    [Fact]
    public void Darwins_maize_has_Fishers_p_value() =>
        Assert.Equal(
            1726.0 / 32768,
            SignFlipTest.PValue([49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48], seed: 1)!.Value,
            1e-12
        );

    [Theory]
    [InlineData(new[] { 1.0, 2, 3 }, 0.25)] // only +++ and −−− reach 6: 2/8
    [InlineData(new[] { 3.0, -1, 2 }, 0.5)] // totals 6, 4, 2, 0 and their opposites: four reach 4
    [InlineData(new[] { 3.0, 0, -1, 2, 0 }, 0.5)] // pages without a difference change nothing
    [InlineData(new[] { 0.0, 0 }, 1.0)]
    [InlineData(new[] { 0.1, 0.2, -0.3 }, 1.0)] // the total is 0 but for rounding
    public void Few_pages_are_tested_exactly(double[] sums, double p) => Assert.Equal(p, SignFlipTest.PValue(sums, seed: 1)!.Value, 1e-12);

    [Fact]
    public void Without_pages_there_is_no_p_value() => Assert.Null(SignFlipTest.PValue([], seed: 1));

    [Fact]
    public void Many_pages_are_sampled_near_the_exact_value_and_never_to_0()
    {
        // Thirty pages of ±1, 20 against 10: the total is 10, and P(|2X − 30| ≥ 10) for X binomial is 2·P(X ≥ 20).
        double[] sums = [.. Enumerable.Repeat(1.0, 20), .. Enumerable.Repeat(-1.0, 10)];
        var exact = McNemarTest.PValue(20, 10);
        Assert.Equal(exact, SignFlipTest.PValue(sums, seed: 1, samples: 50_000)!.Value, 4 * Math.Sqrt(exact * (1 - exact) / 50_000));
        Assert.Equal(1.0 / 1001, SignFlipTest.PValue([.. Enumerable.Repeat(1.0, 200)], seed: 1, samples: 1000)!.Value, 1e-15);
        Assert.Equal(SignFlipTest.PValue(sums, seed: 9, samples: 500), SignFlipTest.PValue(sums, seed: 9, samples: 500));
    }

    [Fact]
    public void Turning_scaling_and_reordering_pages_leaves_the_exact_p_value() =>
        Gen.Select(Gen.Int[-9, 9].Array[1, 12], Gen.Int[0, 1000])
            .Sample(
                (sums, seed) =>
                {
                    double[] d = [.. sums.Select(s => s / 7.0)];
                    var p = SignFlipTest.PValue(d, 1)!.Value;
                    Assert.InRange(p, 1e-9, 1);
                    Assert.Equal(p, SignFlipTest.PValue([.. d.Select(x => -3 * x)], 1)!.Value, 1e-12);
                    new Random(seed).Shuffle(d);
                    Assert.Equal(p, SignFlipTest.PValue(d, 1)!.Value, 1e-12);
                    // Counted one by one.
                    var far = Enumerable
                        .Range(0, 1 << sums.Length)
                        .Count(pattern => Math.Abs(sums.Select((s, i) => (pattern >> i & 1) == 0 ? s : -s).Sum()) >= Math.Abs(sums.Sum()));
                    Assert.Equal(far / (double)(1 << sums.Length), p, 1e-12);
                }
            );

    [Theory]
    [InlineData(1, 9, 22.0 / 1024)] // 2·(1 + 10) / 2¹⁰
    [InlineData(9, 1, 22.0 / 1024)]
    [InlineData(5, 5, 1.0)]
    [InlineData(0, 0, 1.0)]
    [InlineData(0, 6, 2.0 / 64)]
    public void McNemars_exact_p_value_is_the_one_derived_by_hand(int onlyFirst, int onlySecond, double p) =>
        Assert.Equal(p, McNemarTest.PValue(onlyFirst, onlySecond), 1e-12);

    [Fact]
    public void Sign_flips_of_single_questions_are_McNemars_test() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9])
            .Where((b, c) => b + c > 0)
            .Sample(
                (b, c) =>
                    Assert.Equal(
                        McNemarTest.PValue(b, c),
                        SignFlipTest.PValue([.. Enumerable.Repeat(1.0, b), .. Enumerable.Repeat(-1.0, c)], 1)!.Value,
                        1e-9
                    )
            );

    [Fact]
    public void Holms_values_are_those_derived_by_hand()
    {
        // Rising: 4·0.005, 3·0.01, 2·0.03, and 1·0.04 which may not be less than the one before.
        var adjusted = HolmCorrection.Adjust([0.01, 0.04, 0.03, 0.005]);
        double[] expected = [0.03, 0.06, 0.06, 0.02];
        for (var i = 0; i < 4; i++)
            Assert.Equal(expected[i], adjusted[i], 1e-15);
        Assert.Equal([1.0, 1.0], HolmCorrection.Adjust([0.6, 0.9]));
        Assert.Empty(HolmCorrection.Adjust([]));
        Assert.Throws<ArgumentException>(() => HolmCorrection.Adjust([1.1]));
        Assert.Throws<ArgumentException>(() => HolmCorrection.Adjust([double.NaN]));
    }

    [Fact]
    public void Holm_lies_between_the_p_value_and_Bonferroni_and_keeps_the_order() =>
        Gen.Double[0, 1]
            .Array[1, 12]
            .Sample(p =>
            {
                var adjusted = HolmCorrection.Adjust(p);
                for (var i = 0; i < p.Length; i++)
                {
                    Assert.InRange(adjusted[i], p[i], Math.Min(1, p.Length * p[i]) + 1e-15);
                    for (var j = 0; j < p.Length; j++)
                        if (p[i] < p[j])
                            Assert.True(adjusted[i] <= adjusted[j]);
                }
            });

    [Fact]
    public void Effect_size_and_counts_are_those_derived_by_hand()
    {
        // Mean 1/2; squares (1.5² + 0.5² + 0.5² + 1.5²) / 3 = 5/3.
        var effect = PairedEffect.Of([2, 1, 0, -1]);
        Assert.Equal((2, 1, 1), (effect.Wins, effect.Ties, effect.Losses));
        Assert.Equal(0.5, effect.MeanDifference);
        Assert.Equal(0.5 / Math.Sqrt(5.0 / 3), effect.Standardised!.Value, 1e-15);
        Assert.Equal(0.625, effect.Superiority);
        Assert.Equal(new PairedEffect(0, 0, 0, null, null), PairedEffect.Of([]));
        Assert.Null(PairedEffect.Of([]).Superiority);
        Assert.Null(PairedEffect.Of([0.1, 0.1, 0.1]).Standardised);
        Assert.Null(PairedEffect.Of([1]).Standardised);
    }

    [Fact]
    public void Pages_needed_are_those_of_the_formula()
    {
        // (1.959964 + 0.841621)² = 7.848879: over 0.2² 196.2, over 0.5² 31.4.
        Assert.Equal(197, PowerAnalysis.Pages(1, 0.2));
        Assert.Equal(32, PowerAnalysis.Pages(1, -0.5));
        Assert.Equal(7.848879, Math.Pow(PowerAnalysis.DetectableDifference(1, 1)!.Value, 2), 5e-6);
        Assert.Null(PowerAnalysis.Pages(0, 0.2));
        Assert.Null(PowerAnalysis.Pages(1, 0));
        Assert.Null(PowerAnalysis.DetectableDifference(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerAnalysis.Pages(1, 0.2, alpha: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => PowerAnalysis.Pages(-1, 0.2));
    }

    [Fact]
    public void The_pages_needed_are_the_first_that_can_detect_the_difference() =>
        Gen.Select(Gen.Double[0.1, 3], Gen.Double[0.05, 1])
            .Sample(
                (variance, difference) =>
                {
                    var pages = (int)PowerAnalysis.Pages(variance, difference)!.Value;
                    Assert.True(PowerAnalysis.DetectableDifference(variance, pages) <= difference * (1 + 1e-9));
                    if (pages > 1)
                        Assert.True(PowerAnalysis.DetectableDifference(variance, pages - 1) > difference);
                    Assert.True(PowerAnalysis.Pages(variance, difference, alpha: 0.05 / 10) >= pages);
                }
            );
}
