using ModelLab.Core.Text;
using ModelLab.Knowledge.Embedders;

namespace ModelLab.Knowledge.Tests.Embedders;

/// <summary>Expected words follow from the rules of google-research/bert's tokenization.py, taken one by one.</summary>
public sealed class BasicTokenizerTests
{
    private static readonly BasicTokenizer Uncased = new(LowerCase: true, StripAccents: true, PartIdeographs: true);

    [Theory]
    [InlineData("one\ntwo\tthree\r\nfour\rfive", "one two three four five")]
    [InlineData("a\u00a0b\u2003c\u3000d\u2028e\u2029f", "a b c d e f")] // Zs, Zl and Zp
    [InlineData("a\u0000b\u0007c\u200bd\ufeffe\u00adf\ufffdg\u000bh\u0085i", "abcdefghi")] // Cc, Cf and U+FFFD vanish without parting
    [InlineData("!\"#$%&'()*+,-./", "! \" # $ % & ' ( ) * + , - . /")] // 33–47
    [InlineData(":;<=>?@", ": ; < = > ? @")] // 58–64
    [InlineData("[\\]^_`", "[ \\ ] ^ _ `")] // 91–96
    [InlineData("{|}~", "{ | } ~")] // 123–126
    [InlineData("a_b $x$ 2+2=4", "a _ b $ x $ 2 + 2 = 4")]
    [InlineData("«да» — нет… ‘x’ 、", "« да » — нет … ‘ x ’ 、")] // Pi, Pf, Pd, Po
    [InlineData("5€ £4 №5 a×b x² →y ©z", "5€ £4 №5 a×b x² →y ©z")] // Sc, So, Sm and No are characters of words
    [InlineData("я日本x", "я 日 本 x")]
    [InlineData("a\U00020000b\U0002F800c", "a \U00020000 b \u4E3D c")] // planes beyond the first; the last decomposes to U+4E3D
    [InlineData("かな 한", "かな \u1112\u1161\u11AB")] // kana and Hangul are letters like others; a syllable decomposes
    [InlineData("ÀÉÎ ёЙ n\u0303", "aei еи n")] // composed or not: Mn goes
    [InlineData("İI ΟΔΟΣ Σ ΣΑΣΑ ΑΣ.ΑΣ ΑΣ\u0301 ẞ", "ii οδος σ σασα ασ . ας ας ß")] // SpecialCasing.txt: İ, a last Σ
    [InlineData("", "")]
    [InlineData(" \t\u200b\n ", "")]
    public void Words_are_those_of_the_reference(string text, string words) =>
        Assert.Equal(words.Split(' ', StringSplitOptions.RemoveEmptyEntries), Uncased.Words(text));

    [Theory]
    [InlineData("Élan n\u0303", "Élan n\u0303", "élan n\u0303", "Elan n")]
    [InlineData("ΣΑΣ İ", "ΣΑΣ İ", "σας i\u0307", "ΣΑΣ I")]
    [InlineData("日本 x日", "日 本 x 日", "日 本 x 日", "日 本 x 日")]
    public void Case_and_accents_go_by_the_options(string text, string asItIs, string lower, string stripped)
    {
        var cased = new BasicTokenizer(LowerCase: false, StripAccents: false, PartIdeographs: true);

        Assert.Equal(asItIs.Split(' '), cased.Words(text));
        Assert.Equal(lower.Split(' '), (cased with { LowerCase = true }).Words(text));
        Assert.Equal(stripped.Split(' '), (cased with { StripAccents = true }).Words(text));
    }

    [Fact]
    public void Ideographs_stay_together_where_the_options_say_so() =>
        Assert.Equal(["日本x"], (Uncased with { PartIdeographs = false }).Words("日本x"));

    [Fact]
    public void Half_a_surrogate_pair_is_left_out() => Assert.Equal(["ab", "c"], Uncased.Words("a\ud83db c\ude00"));
}
