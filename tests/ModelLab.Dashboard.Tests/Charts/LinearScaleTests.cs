using CsCheck;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Analytics;

namespace ModelLab.Dashboard.Tests.Charts;

public sealed class LinearScaleTests
{
    [Fact]
    public void Ticks_are_round_and_the_ends_hold_all_values()
    {
        // 1.2 to 4.7 in about 6 ticks: (4.7 − 1.2) / 5 = 0.7, the next of 1, 2, 5 is 1.
        var scale = LinearScale.Of([1.2, 4.7], 0, 100);
        Assert.Equal([1.0, 2, 3, 4, 5], scale.Ticks);
        Assert.Equal((0.0, 50.0, 100.0), (scale.At(1), scale.At(3), scale.At(5)));
    }

    [Fact]
    public void A_bound_cuts_the_axis_and_a_vertical_axis_runs_upwards()
    {
        // (1 − 0.93) / 5 = 0.014, so the step is 0.02; 0.92 to 1 ends at the most a share can be.
        var scale = LinearScale.Of([0.93, 1], 300, 20, least: 0, most: 1);
        Assert.Equal((0.92, 1.0), (Math.Round(scale.Least, 9), scale.Most));
        Assert.Equal((300.0, 20.0), (scale.At(0.92), scale.At(1)));
        Assert.Equal("0,92", scale.Label(scale.Ticks[0], Language.Russian));
        Assert.Equal("0.92", scale.Label(scale.Ticks[0], Language.English));
    }

    [Theory]
    [InlineData(new double[0], 0.0, 1.0)]
    [InlineData(new[] { 0.0, 0 }, -0.5, 0.5)]
    [InlineData(new[] { 5.0 }, 4.5, 5.5)]
    public void One_value_or_none_still_gives_a_scale(double[] values, double least, double most)
    {
        var scale = LinearScale.Of(values, 0, 1);
        Assert.True(scale.Least <= least && scale.Most >= most && scale.Ticks.Count >= 2);
    }

    [Fact]
    public void Any_values_lie_within_and_the_ticks_ascend_in_equal_steps() =>
        Gen.Double[-1e6, 1e6]
            .Array[1, 20]
            .Sample(values =>
            {
                var scale = LinearScale.Of(values, 10, 700);
                Assert.All(values, v => Assert.InRange(v, scale.Least - scale.Step * 1e-8, scale.Most + scale.Step * 1e-8));
                Assert.InRange(scale.Ticks.Count, 2, 13);
                Assert.All(scale.Ticks.Zip(scale.Ticks.Skip(1)), t => Assert.Equal(scale.Step, t.Second - t.First, scale.Step * 1e-6));
            });
}
