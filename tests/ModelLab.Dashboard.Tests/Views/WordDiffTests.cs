using CsCheck;
using ModelLab.Dashboard.Views;

namespace ModelLab.Dashboard.Tests.Views;

public sealed class WordDiffTests
{
    [Fact]
    public void What_one_text_has_alone_is_told_from_what_both_have()
    {
        var diff = WordDiff.Of("Сдать до 5 октября.", "Сдать до 7 ноября.")!;
        Assert.Equal(
            [(DiffKind.Same, "Сдать до "), (DiffKind.Missing, "5 октября"), (DiffKind.Extra, "7 ноября"), (DiffKind.Same, ".")],
            diff.Pieces.Select(p => (p.Kind, p.Text))
        );
        Assert.Equal(3 / 5.0, diff.Shared); // сдать, до, the full stop; of five pieces
    }

    [Theory]
    [InlineData("", "", null)]
    [InlineData("a", "", null)]
    [InlineData("", "a b", 0.0)]
    [InlineData("a  b", "a b", 1.0)] // spaces are no difference
    [InlineData("a", "A", 0.0)]
    public void Edges(string other, string text, double? shared) => Assert.Equal(shared, WordDiff.Of(other, text)!.Shared);

    [Fact]
    public void Long_texts_are_not_compared()
    {
        Assert.Null(WordDiff.Of("a", new string('b', WordDiff.LongestText + 1)));
        Assert.Null(WordDiff.Of(new string('b', WordDiff.LongestText + 1), "a"));
        Assert.NotNull(WordDiff.Of("a", new string('b', WordDiff.LongestText)));
    }

    [Fact]
    public void Both_texts_stand_whole_in_their_pieces()
    {
        var texts = Gen.String[Gen.Char["abв \n.,\u202E<"], 0, 40];
        Gen.Select(texts, texts)
            .Sample(
                (other, text) =>
                {
                    var pieces = WordDiff.Of(other, text)!.Pieces;
                    Assert.Equal(text, string.Concat(pieces.Where(p => p.Kind != DiffKind.Missing).Select(p => p.Text)));
                    // What both have is shown with the spaces of the text.
                    Assert.Equal(Solid(other), Solid(string.Concat(pieces.Where(p => p.Kind != DiffKind.Extra).Select(p => p.Text))));
                }
            );
        static string Solid(string text) => string.Concat(text.Where(c => !char.IsWhiteSpace(c)));
    }
}
