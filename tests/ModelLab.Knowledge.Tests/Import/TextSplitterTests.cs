using CsCheck;
using ModelLab.Core.Text;
using ModelLab.Knowledge.Import;
using ModelLab.Testing.Support;

namespace ModelLab.Knowledge.Tests.Import;

public sealed class TextSplitterTests
{
    private static readonly string[] Bits =
    [
        "Да. ",
        "Нет! ",
        "Сдайте до 5 мая в каб. 12. ",
        "слово ",
        "оченьдлинноесловобезпробелов",
        "🙂",
        "\n",
        "\n\n",
        "  ",
        "Почему? ",
        "1. Пункт\n",
    ];

    private static readonly Gen<string> Text = Gen.Int[0, Bits.Length - 1]
        .Array[0, 60]
        .Select(picks => string.Concat(picks.Select(p => Bits[p])));

    [Fact]
    public void Passages_end_where_sentences_end_and_repeat_the_last_ones()
    {
        // 9, 9 and 9 characters. Two sentences and the blank between them are 19; the third would make 29.
        const string Text = "Раз раз1. Два два2. Три три3.";
        Assert.Equal(["Раз раз1. Два два2.", "Три три3."], TextSplitter.Split(Text, 19, 0));
        Assert.Equal(["Раз раз1. Два два2.", "Два два2. Три три3."], TextSplitter.Split(Text, 19, 9));
        Assert.Equal(["Раз раз1.", "Два два2.", "Три три3."], TextSplitter.Split(Text, 18, 9));
        Assert.Equal([Text], TextSplitter.Split(Text, 29, 9));
    }

    [Fact]
    public void Line_breaks_inside_a_passage_are_kept() =>
        Assert.Equal(["# Общежитие\n\nМест нет.\nСовсем."], TextSplitter.Split("\n# Общежитие\n\nМест нет.\nСовсем.\n\n", 100, 10));

    [Fact]
    public void A_sentence_longer_than_a_passage_is_cut_between_words_or_anywhere_but_not_inside_a_character()
    {
        Assert.Equal(["один два", "три"], TextSplitter.Split("один два три", 9, 0));
        Assert.Equal(["абвгд", "еж"], TextSplitter.Split("абвгдеж", 5, 0));
        Assert.Equal(["a🙂", "🙂b"], TextSplitter.Split("a🙂🙂b", 4, 0));
    }

    [Fact]
    public void Text_without_words_gives_nothing() => Assert.Empty(TextSplitter.Split(" \n\n\t ", 10, 3));

    [Fact]
    [OneCulture]
    public void Every_passage_fits_is_a_slice_and_no_sentence_is_lost() =>
        (from text in Text from size in Gen.Int[2, 80] from overlap in Gen.Int[0, size - 1] select (text, size, overlap)).Sample(
            c =>
            {
                var slices = TextSplitter.Slices(c.text, c.size, c.overlap);
                // Each begins after the one before it begins, and no earlier than the overlap reaches back; between two there is only white
                // space.
                var (start, end) = (-1, 0);
                foreach (var slice in slices)
                {
                    var passage = c.text[slice.Start..slice.End];
                    Assert.InRange(passage.Length, 1, c.size);
                    Assert.Equal(passage.Trim(), passage);
                    Assert.True(slice.Start > start && slice.End > end && slice.Start >= end - c.overlap, "a passage begins too early");
                    if (slice.Start > end)
                        Assert.True(string.IsNullOrWhiteSpace(c.text[end..slice.Start]), "something between two passages is lost");
                    (start, end) = slice;
                }
                Assert.True(string.IsNullOrWhiteSpace(c.text[end..]), "the end is lost");
                Assert.Equal(Sentences.Of(c.text).Count == 0, slices.Count == 0);
            },
            iter: 20_000
        );
}
