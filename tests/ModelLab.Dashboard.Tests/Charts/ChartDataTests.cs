using CsCheck;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Analytics;

namespace ModelLab.Dashboard.Tests.Charts;

public sealed class ChartDataTests
{
    [Fact]
    public void The_front_holds_whom_nobody_beats_in_both_ways()
    {
        // Cost down, quality up: b costs less than c and is better; a is cheapest, d best; e equals d and is on it too.
        ScatterPoint[] points = [new("c", 3, 3), new("a", 1, 1), new("d", 5, 5), new("b", 2, 4), new("e", 5, 5)];
        Assert.Equal(
            ["a", "b", "d", "e"],
            ParetoFront.Of(points, MetricDirection.Lower, MetricDirection.Higher).Select(p => p.Name).Order()
        );
        Assert.Equal(["d", "e"], ParetoFront.Of(points, MetricDirection.Higher, MetricDirection.Higher).Select(p => p.Name).Order());
    }

    [Fact]
    public void A_point_off_the_front_is_beaten_by_one_on_it() =>
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 9])
            .Array[1, 12]
            .Sample(pairs =>
            {
                ScatterPoint[] points =
                [
                    .. pairs.Select((p, i) => new ScatterPoint(FormattableString.Invariant($"m{i}"), p.Item1, p.Item2)),
                ];
                var front = ParetoFront.Of(points, MetricDirection.Lower, MetricDirection.Higher);
                Assert.All(points.Except(front), p => Assert.Contains(front, f => f.X <= p.X && f.Y >= p.Y && (f.X < p.X || f.Y > p.Y)));
                Assert.All(front, f => Assert.DoesNotContain(front, g => g.X < f.X && g.Y > f.Y));
            });

    [Fact]
    public void Gini_is_0_for_even_shares_and_known_for_1_2_3_4()
    {
        Assert.Equal(0, LorenzCurve.Of([2, 2, 2]).Gini!.Value, 12);
        // 2·(1·1 + 2·2 + 3·3 + 4·4) / (4·10) − 5/4 = 60/40 − 1.25 = 0.25
        var curve = LorenzCurve.Of([4, 2, 3, 1]);
        Assert.Equal(0.25, curve.Gini!.Value, 12);
        // The richest quarter holds 4 of 10; the richest half 7 of 10.
        Assert.Equal((0.4, 0.7), (Math.Round(curve.HeldByRichest(0.25)!.Value, 12), Math.Round(curve.HeldByRichest(0.5)!.Value, 12)));
        // One of four has all: (n − 1) / n.
        Assert.Equal(0.75, LorenzCurve.Of([0, 0, 0, 5]).Gini!.Value, 12);
    }

    [Fact]
    public void Nothing_to_share_has_no_gini()
    {
        Assert.Null(LorenzCurve.Of([]).Gini);
        Assert.Null(LorenzCurve.Of([0, 0]).HeldByRichest(0.5));
    }

    [Fact]
    public void Bins_hold_every_value_once() =>
        Gen.Double[0, 1000]
            .Array[1, 50]
            .Sample(values => Assert.Equal(values.Length, HistogramBins.Of(values, Language.English).Sum(b => b.Count)));

    [Fact]
    public void Bins_have_round_borders_and_a_border_belongs_above()
    {
        // 0 to 10 in steps of 1 for about 10 bins; 10 itself belongs to the last.
        var bins = HistogramBins.Of([0, 1, 1, 9.5, 10], Language.English, bins: 10);
        Assert.Equal([("0–1", 1L), ("1–2", 2L), ("9–10", 2L)], bins.Where(b => b.Count > 0).Select(b => (b.Name, b.Count)));
        Assert.Equal([0L, 2, 1, 0, 1], HistogramBins.Whole([2, 2.4, 3, 7], 1, 5).Select(b => b.Count));
    }

    [Theory]
    [InlineData(0.0, 0.0, 1.0, HeatScale.Sequential, 0)]
    [InlineData(1.0, 0.0, 1.0, HeatScale.Sequential, 9)]
    [InlineData(-0.5, -0.5, 1.0, HeatScale.Diverging, -2)] // half of the greater end: round(−2.5) to even
    [InlineData(1.0, -0.5, 1.0, HeatScale.Diverging, 5)]
    [InlineData(3.0, 3.0, 3.0, HeatScale.Sequential, 5)]
    public void Heat_steps_follow_the_value(double value, double least, double most, HeatScale scale, int step) =>
        Assert.Equal(step, HeatGrid.Step(value, least, most, scale));
}
