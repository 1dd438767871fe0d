using ModelLab.Core.Metrics.Text;

namespace ModelLab.Core.Tests.Metrics.Text;

public sealed class TextTokenizerTests
{
    [Theory]
    [InlineData("unicode", "Ещё 2 Общежития, Wi-Fi!", "еще 2 общежития wi fi")]
    [InlineData("ascii", "Ещё 2 Общежития, Wi-Fi!", "2 wi fi")]
    [InlineData("ascii-porter", "The cats were RUNNING as usual", "the cat were run as usual")] // «as» is too short to be stemmed
    [InlineData("russian-stem", "Общежития и общежитие", "общежит и общежит")]
    public void Each_tokenizer_gives_its_words(string name, string text, string words) =>
        Assert.Equal(words, string.Join(' ', TextTokenizer.Find(name).Tokenize(text)));

    [Fact]
    public void An_unknown_name_lists_those_there_are() =>
        Assert.Equal(
            "no tokenizer is called 'Unicode'; there are unicode, ascii, ascii-porter, russian-stem",
            Assert.Throws<KeyNotFoundException>(() => TextTokenizer.Find("Unicode")).Message
        );

    [Theory]
    [InlineData("13a", "Hello, world! It's 3,000.5 (ok).", "Hello , world ! It's 3,000.5 ( ok ) .")]
    [InlineData("13a", "1990-2000 and x-y, 7.", "1990 - 2000 and x-y , 7 .")] // a dash parts only after a digit
    [InlineData("13a", "a &amp; &quot;b&quot; &lt;c&gt; <skipped>d-\ne", "a & \" b \" < c > de")]
    [InlineData("13a", "«Да», — нет…", "«Да» , — нет…")] // it knows ASCII only
    [InlineData("intl", "«Да», — нет… 3,5 № 7.", "« Да » , — нет … 3,5 № 7.")] // a full stop after a digit at the end stays, as in mteval-v14
    [InlineData("intl", "ok🙂 a+b", "ok 🙂 a + b")]
    [InlineData("char", "Да 🙂!", "Д а 🙂 !")]
    [InlineData("none", " Да,  нет ", "Да, нет")]
    public void Each_BLEU_tokenizer_gives_its_tokens(string name, string text, string tokens) =>
        Assert.Equal(tokens, string.Join(' ', BleuTokenizer.Find(name).Tokenize(text)));

    [Fact]
    public void An_unknown_BLEU_tokenizer_lists_those_there_are() =>
        Assert.Equal(
            "no BLEU tokenizer is called '14'; there are 13a, intl, char, none",
            Assert.Throws<KeyNotFoundException>(() => BleuTokenizer.Find("14")).Message
        );
}
