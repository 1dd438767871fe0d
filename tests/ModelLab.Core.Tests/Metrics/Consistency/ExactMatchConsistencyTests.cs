using CsCheck;
using ModelLab.Core.Metrics.Consistency;

namespace ModelLab.Core.Tests.Metrics.Consistency;

public sealed class ExactMatchConsistencyTests
{
    [Fact]
    public void One_answer_says_nothing_about_consistency()
    {
        Assert.Null(ExactMatchConsistency.OfQuestion([]));
        Assert.Null(ExactMatchConsistency.OfQuestion(["a"]));
    }

    [Theory]
    [InlineData(new[] { "a", "a" }, 1.0)]
    [InlineData(new[] { "a", "b" }, 0.0)]
    [InlineData(new[] { "a", "A" }, 0.0)]
    [InlineData(new[] { "a", "b", "a" }, 1.0 / 3)] // 2·1 / 3·2
    [InlineData(new[] { "a", "a", "b", "b" }, 1.0 / 3)] // (2·1 + 2·1) / 4·3
    [InlineData(new[] { "a", "a", "a", "b", "b" }, 0.4)] // (3·2 + 2·1) / 5·4
    [InlineData(new[] { "a", "b", "c", "d" }, 0.0)]
    public void The_share_of_equal_pairs_is_the_one_derived_by_hand(string[] digests, double share) =>
        Assert.Equal(share, ExactMatchConsistency.OfQuestion(digests)!.Value, 15);

    [Fact]
    public void It_is_the_share_of_pairs_counted_one_by_one() =>
        Gens.Of("a", "b", "c")
            .Array[2, 9]
            .Sample(digests =>
            {
                var (equal, all) = (0, 0);
                for (var i = 0; i < digests.Length; i++)
                for (var j = i + 1; j < digests.Length; j++, all++)
                    if (digests[i] == digests[j])
                        equal++;
                Assert.Equal((double)equal / all, ExactMatchConsistency.OfQuestion(digests)!.Value, 12);
            });
}
