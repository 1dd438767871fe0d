using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class MeanOfMeansTests
{
    private static readonly Gen<Dictionary<string, double>> Scores = Gen.Int[1, 5]
        .Array[2, 12]
        .Select(s => s.Select((v, i) => (v, i)).ToDictionary(x => $"q{x.i:00}", x => (double)x.v));

    [Fact]
    public void The_interval_is_the_one_derived_by_hand()
    {
        // Judge A: q1 5, q2 3, q3 4, mean 4. Judge B: q1 4, q2 2, mean 3. Mean of the means 3.5.
        // ψ1 = (5−4)/6 + (4−3)/4 = 5/12; ψ2 = (3−4)/6 + (2−3)/4 = −5/12; ψ3 = 0. Each question is its own page, so
        // SE² = 3/2 · 2 · 25/144 = 0.5208333, SE = 0.7216878; t(0.975; 2) = 4.302653; half a width 3.105172.
        var interval = MeanOfMeans.Interval([Of(("q1", 5), ("q2", 3), ("q3", 4)), Of(("q1", 4), ("q2", 2))], q => q, Scale.Unbounded)!;
        Assert.Equal(3.5, interval.Estimate, 1e-12);
        Assert.Equal(3.5 - 3.105172, interval.Lower, 1e-5);
        Assert.Equal(3.5 + 3.105172, interval.Upper, 1e-5);
        Assert.Equal(3, interval.Clusters);
    }

    [Fact]
    public void Questions_of_one_page_are_summed_before_they_are_squared()
    {
        // As above with q2 and q3 on one page, and q4, whose score is judge A's mean: ψ4 = 0, and A divides by 4 questions. ψ1 = 1/8 + 1/4 =
        // 3/8; ψ2 + ψ3 = −1/8 − 1/4 + 0 = −3/8. SE² = 3/2 · 2 · 9/64 = 27/64, SE = 0.6495191; t(0.975; 2) = 4.302653: 2.794655.
        var interval = MeanOfMeans.Interval(
            [Of(("q1", 5), ("q2", 3), ("q3", 4), ("q4", 4)), Of(("q1", 4), ("q2", 2))],
            q => q is "q1" or "q4" ? q : "b",
            Scale.Unbounded
        )!;
        Assert.Equal(3.5 + 2.794655, interval.Upper, 1e-5);
        Assert.Equal(3, interval.Clusters);
    }

    [Fact]
    public void Raters_that_say_the_same_add_nothing() =>
        Scores.Sample(scores =>
        {
            var one = MeanOfMeans.Interval([scores], q => q, Scale.Unbounded);
            var three = MeanOfMeans.Interval([scores, scores, scores], q => q, Scale.Unbounded);
            var usual = ClusteredMean.Interval([.. scores.Values], ClusterIndex.Independent(scores.Count));
            Assert.Equal(usual is null, one is null);
            Assert.Equal(usual is null, three is null);
            if (usual is null)
                return;
            Assert.Equal((usual.Lower, usual.Upper), (one!.Lower, one.Upper), new Near());
            Assert.Equal((usual.Lower, usual.Upper), (three!.Lower, three.Upper), new Near());
        });

    [Fact]
    public void Raters_that_err_in_opposite_ways_cancel_out()
    {
        // ψ is 0 for each question: the mean of the means is 3.5 whichever questions are drawn.
        Assert.Null(
            MeanOfMeans.Interval([Of(("q1", 5), ("q2", 3), ("q3", 4)), Of(("q1", 2), ("q2", 4), ("q3", 3))], q => q, Scale.Unbounded)
        );
    }

    [Fact]
    public void Without_raters_scores_or_pages_there_is_no_interval()
    {
        Assert.Null(MeanOfMeans.Interval([], q => q, Scale.Unbounded));
        Assert.Null(MeanOfMeans.Interval([Of(("q1", 5), ("q2", 3)), Of()], q => q, Scale.Unbounded));
        Assert.Null(MeanOfMeans.Interval([Of(("q1", 5), ("q2", 3))], _ => "page", Scale.Unbounded));
    }

    private static Dictionary<string, double> Of(params (string Item, double Score)[] scores) =>
        scores.ToDictionary(s => s.Item, s => s.Score);

    private sealed class Near : IEqualityComparer<(double Lower, double Upper)>
    {
        public bool Equals((double Lower, double Upper) x, (double Lower, double Upper) y) =>
            Math.Abs(x.Lower - y.Lower) < 1e-9 && Math.Abs(x.Upper - y.Upper) < 1e-9;

        public int GetHashCode((double Lower, double Upper) obj) => 0;
    }
}
