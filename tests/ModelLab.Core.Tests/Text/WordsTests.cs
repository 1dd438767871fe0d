using System.Text;
using CsCheck;
using ModelLab.Core.Text;

namespace ModelLab.Core.Tests.Text;

public sealed class WordsTests
{
    [Theory]
    [InlineData("Где столовая?", new[] { "где", "столовая" })]
    [InlineData("Ёлка, ещё и ВСЁ", new[] { "елка", "еще", "и", "все" })]
    [InlineData("Wi-Fi в корп.2Б", new[] { "wi", "fi", "в", "корп", "2б" })]
    [InlineData("с 9:00 до 18.30", new[] { "с", "9", "00", "до", "18", "30" })]
    [InlineData("№5 — 1 500 ₽ (50%)", new[] { "5", "1", "500", "50" })]
    [InlineData("научно-исследовательский\u00A0институт", new[] { "научно", "исследовательский", "институт" })]
    [InlineData("don't user@mail.ru", new[] { "don", "t", "user", "mail", "ru" })]
    [InlineData("ÀÉ Straße Ω", new[] { "àé", "straße", "ω" })]
    [InlineData("_a__б_", new[] { "a", "б" })]
    [InlineData("обще\u00ADжитие обще\u200Bжитие обще\u2060жи\uFEFFтие", new[] { "общежитие", "общежитие", "общежитие" })]
    [InlineData("за\u0301мок и замо\u0300к, ко\u0301шкѝ", new[] { "замок", "и", "замок", "кошкѝ" })]
    [InlineData("всё\u0301 cafe\u0301 г\u0301ак", new[] { "все", "café", "ѓак" })]
    [InlineData("🙂а🙂", new[] { "а" })]
    [InlineData(" …—!\n", new string[0])]
    [InlineData("", new string[0])]
    public void Words_are_runs_of_letters_and_digits(string text, string[] words) => Assert.Equal(words, Words.Of(text));

    [Fact]
    public void Letters_that_come_decomposed_are_the_same_words()
    {
        // macOS file names and some PDF files hold и + U+0306 for й and е + U+0308 for ё.
        var decomposed = "Какой Мой ещё".Normalize(NormalizationForm.FormD);
        Assert.NotEqual("Какой Мой ещё", decomposed);
        Assert.Equal(["какой", "мой", "еще"], Words.Of(decomposed));
    }

    [Fact]
    public void Latin_and_Cyrillic_letters_need_no_composing()
    {
        // Every character that is taken as it is, alone and behind and before letters that compose with marks: normalising changes nothing.
        foreach (
            var c in Enumerable
                .Range(0, 0x530)
                .Select(i => (char)i)
                .Where(c => c is < '\u0300' or (>= '\u0400' and < '\u0483') or (>= '\u048A' and < '\u0530'))
        )
        foreach (var text in new[] { $"{c}", $"и{c}", $"a{c}", $"{c}и{c}" })
            Assert.True(text.IsNormalized(), $"U+{(int)c:X4}");
        Assert.Equal("й", Words.Normalise("и\u0306"));
        Assert.Equal("ӗ", Words.Normalise("Е\u0306"));
    }

    [Fact]
    public void A_mark_without_a_letter_is_no_word() => Assert.Equal(["а"], Words.Of("\u0306 а"));

    [Fact]
    public void Splitting_what_was_split_changes_nothing() =>
        Gens.AnyText(30)
            .Sample(
                text =>
                {
                    var words = Words.Of(text);
                    Assert.Equal(words, Words.Of(string.Join(' ', words)));
                    Assert.All(words, w => Assert.Equal(w, Words.Normalise(w)));
                },
                iter: 5_000
            );

    [Fact]
    public void Decomposed_Russian_text_has_the_words_of_composed_text() =>
        Gens.Joined(20, "й", "Ё", "и", "е", "а", " ", "-", "1", "Q")
            .Sample(text => Words.Of(text).SequenceEqual(Words.Of(text.Normalize(NormalizationForm.FormD))), iter: 2_000);
}
