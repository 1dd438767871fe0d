using System.Text.RegularExpressions;
using CsCheck;
using ModelLab.Core.Text;
using Snowball = Lucene.Net.Tartarus.Snowball.Ext.PorterStemmer;

namespace ModelLab.Core.Tests.Text;

/// <summary>The oracle is Lucene's stemmer, which the Snowball compiler made from the original algorithm.</summary>
public sealed partial class PorterStemmerTests
{
    private static readonly string[] Endings =
    [
        "",
        "s",
        "es",
        "sses",
        "ies",
        "ss",
        "eed",
        "ed",
        "ing",
        "at",
        "bl",
        "iz",
        "tt",
        "ll",
        "ss",
        "zz",
        "y",
        "ational",
        "tional",
        "enci",
        "anci",
        "izer",
        "abli",
        "alli",
        "entli",
        "eli",
        "ousli",
        "ization",
        "ation",
        "ator",
        "alism",
        "iveness",
        "fulness",
        "ousness",
        "aliti",
        "iviti",
        "biliti",
        "icate",
        "ative",
        "alize",
        "iciti",
        "ical",
        "ful",
        "ness",
        "al",
        "ance",
        "ence",
        "er",
        "ic",
        "able",
        "ible",
        "ant",
        "ement",
        "ment",
        "ent",
        "ion",
        "sion",
        "tion",
        "ou",
        "ism",
        "ate",
        "iti",
        "ous",
        "ive",
        "ize",
        "e",
        "le",
        "ow",
        "ax",
        "ay",
    ];

    // The examples of Porter's paper, one for each group of rules.
    [Theory]
    [InlineData("caresses", "caress")]
    [InlineData("ponies", "poni")]
    [InlineData("feed", "feed")]
    [InlineData("agreed", "agre")]
    [InlineData("plastered", "plaster")]
    [InlineData("motoring", "motor")]
    [InlineData("sing", "sing")]
    [InlineData("hopping", "hop")]
    [InlineData("falling", "fall")]
    [InlineData("filing", "file")]
    [InlineData("happy", "happi")]
    [InlineData("sky", "sky")]
    [InlineData("relational", "relat")]
    [InlineData("conformabli", "conform")]
    [InlineData("electriciti", "electr")]
    [InlineData("hopefulness", "hope")]
    [InlineData("adoption", "adopt")]
    [InlineData("generalizations", "gener")]
    [InlineData("oscillators", "oscil")]
    [InlineData("controlling", "control")]
    [InlineData("rate", "rate")]
    [InlineData("is", "is")]
    public void Stems_are_those_of_the_paper(string word, string stem) => Assert.Equal(stem, PorterStemmer.Stem(word));

    [Fact]
    public void Chance_letters_with_any_two_endings_have_the_stems_of_the_original_algorithm()
    {
        var oracle = new ThreadLocal<Snowball>(() => new Snowball());
        Gen.Select(
                Gens.Joined(6, "a", "e", "i", "o", "u", "y", "b", "l", "s", "t", "z", "w", "x", "h", "r"),
                Gens.Of(Endings),
                Gens.Of(Endings)
            )
            .Select((root, first, second) => root + first + second)
            .Where(word => word.Length > 2 && !OtherDoubles().IsMatch(word))
            .Sample(
                word =>
                {
                    oracle.Value!.SetCurrent(word);
                    oracle.Value.Stem();
                    return PorterStemmer.Stem(word) == oracle.Value.Current;
                },
                iter: 50_000
            );
    }

    // The oracle undoubles only the consonants of a list (bb dd ff gg mm nn pp rr tt); the paper undoubles all but l, s and z.
    [GeneratedRegex("(?:hh|ww|xx|yy)(?:ed|ing)")]
    private static partial Regex OtherDoubles();
}
