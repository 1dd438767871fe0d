using System.Text;
using CsCheck;
using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class CodePointComparerTests
{
    [Theory]
    [InlineData("\uFF61", "😀")] // EF BD A1 before F0 9F 98 80, though U+D83D is less than U+FF61
    [InlineData("\uE000", "\U00010000")]
    [InlineData("\uD7FF", "\uE000")]
    [InlineData("\uFFFF", "\U0010FFFF")]
    [InlineData("a", "a😀")]
    [InlineData("", "a")]
    [InlineData("a\uFF61z", "a😀b")]
    [InlineData("B", "a")]
    public void The_first_comes_before_the_second(string first, string second)
    {
        Assert.True(CodePointComparer.Instance.Compare(first, second) < 0);
        Assert.True(CodePointComparer.Instance.Compare(second, first) > 0);
        Assert.Equal(0, CodePointComparer.Instance.Compare(first, first));
        Assert.True(CodePointComparer.Instance.Compare(null, first) < 0);
    }

    [Fact]
    public void The_order_is_that_of_the_bytes_in_UTF_8()
    {
        var text = Gens.Joined(4, "a", "я", "\uD7FF", "\uE000", "\uFF61", "\U00010000", "😀", "\U0010FFFF");
        Gen.Select(text, text)
            .Sample(
                (a, b) =>
                    Assert.Equal(
                        Math.Sign(Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b))),
                        Math.Sign(CodePointComparer.Instance.Compare(a, b))
                    )
            );
    }
}
