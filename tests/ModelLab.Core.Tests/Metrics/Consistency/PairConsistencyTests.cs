using ModelLab.Core.Metrics.Consistency;

namespace ModelLab.Core.Tests.Metrics.Consistency;

public sealed class PairConsistencyTests
{
    [Theory]
    [InlineData(4, 4, true)]
    [InlineData(4, 4.5, true)]
    [InlineData(4, 4.51, false)]
    [InlineData(4, 5, false)]
    [InlineData(3.9, 4.4, true)] // 0.5000000000000004 in binary
    public void Scores_agree_up_to_half_a_point_either_way(double first, double second, bool agree)
    {
        Assert.Equal(agree, PairConsistency.Agree(first, second));
        Assert.Equal(agree, PairConsistency.Agree(second, first));
    }

    [Fact]
    public void Every_pair_of_hundredths_agrees_exactly_when_it_is_at_most_50_hundredths_apart()
    {
        for (var a = 100; a <= 500; a++)
        for (var b = a; b <= 500; b++)
            Assert.Equal(b - a <= 50, PairConsistency.Agree(a / 100.0, b / 100.0));
    }
}
