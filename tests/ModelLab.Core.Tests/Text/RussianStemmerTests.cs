using System.Text;
using CsCheck;
using ModelLab.Core.Text;
using Snowball = Lucene.Net.Tartarus.Snowball.Ext.RussianStemmer;

namespace ModelLab.Core.Tests.Text;

/// <summary>The oracle is Lucene's stemmer, which the Snowball compiler made from the algorithm's own source.</summary>
public sealed class RussianStemmerTests
{
    // Every ending of the algorithm's tables, some put together, and a few that are none.
    private static readonly string[] Endings =
    [
        "в",
        "вши",
        "вшись",
        "ив",
        "ивши",
        "ившись",
        "ыв",
        "ывши",
        "ывшись",
        "ее",
        "ие",
        "ые",
        "ое",
        "ими",
        "ыми",
        "ей",
        "ий",
        "ый",
        "ой",
        "ем",
        "им",
        "ым",
        "ом",
        "его",
        "ого",
        "ему",
        "ому",
        "их",
        "ых",
        "ую",
        "юю",
        "ая",
        "яя",
        "ою",
        "ею",
        "нн",
        "вш",
        "ющ",
        "щ",
        "ивш",
        "ывш",
        "ующ",
        "ся",
        "сь",
        "ла",
        "на",
        "ете",
        "йте",
        "ли",
        "й",
        "л",
        "н",
        "ло",
        "но",
        "ет",
        "ют",
        "ны",
        "ть",
        "ешь",
        "нно",
        "ила",
        "ыла",
        "ена",
        "ейте",
        "уйте",
        "ите",
        "или",
        "ыли",
        "уй",
        "ил",
        "ыл",
        "ен",
        "ило",
        "ыло",
        "ено",
        "ят",
        "ует",
        "уют",
        "ит",
        "ыт",
        "ены",
        "ить",
        "ыть",
        "ишь",
        "ю",
        "а",
        "ев",
        "ов",
        "ье",
        "е",
        "иями",
        "ями",
        "ами",
        "еи",
        "ии",
        "и",
        "ией",
        "иям",
        "ям",
        "ием",
        "ам",
        "о",
        "у",
        "ах",
        "иях",
        "ях",
        "ы",
        "ь",
        "ию",
        "ью",
        "ия",
        "ья",
        "я",
        "ость",
        "ост",
        "ости",
        "остью",
        "ейш",
        "ейше",
        "ейший",
        "ейшая",
        "нность",
        "ннейший",
        "анный",
        "янного",
        "авший",
        "ающийся",
        "яющаяся",
        "ующее",
        "ившаяся",
        "",
        "ък",
        "ск",
        "ф",
    ];

    private static IEnumerable<string> Words
    {
        get
        {
            using var stream = typeof(RussianStemmerTests).Assembly.GetManifestResourceStream("russian-words.txt")!;
            using var reader = new StreamReader(stream, Encoding.UTF8);
            return
            [
                .. reader
                    .ReadToEnd()
                    .Split('\n')
                    .Where(line => !line.StartsWith('#'))
                    .SelectMany(line => line.Split([' ', '\r'], StringSplitOptions.RemoveEmptyEntries))
                    .Distinct(),
            ];
        }
    }

    [Fact]
    public void Real_words_have_the_stems_of_the_published_algorithm()
    {
        Assert.True(Words.Count() > 1500);
        AssertSame(Words);
    }

    [Fact]
    public void Roots_with_every_ending_have_the_stems_of_the_published_algorithm() =>
        AssertSame(
            from root in Words.Select(w => w.Length > 4 ? w[..^(w.Length / 3)] : w).Distinct().Where((_, i) => i % 12 == 0)
            from ending in Endings
            select root + ending
        );

    [Fact]
    public void Chance_letters_and_endings_have_the_stems_of_the_published_algorithm()
    {
        var oracle = new ThreadLocal<Snowball>(() => new Snowball());
        Gen.Select(
                Gens.Joined(
                    5,
                    "а",
                    "е",
                    "и",
                    "о",
                    "у",
                    "ы",
                    "ю",
                    "я",
                    "э",
                    "б",
                    "в",
                    "н",
                    "с",
                    "т",
                    "ш",
                    "щ",
                    "ь",
                    "й",
                    "ъ",
                    "ё",
                    "ост",
                    "нн"
                ),
                Gens.Of(Endings),
                Gens.Of(Endings)
            )
            .Select((root, first, second) => root + first + second)
            .Sample(word => RussianStemmer.Stem(word) == ByOracle(oracle.Value!, word), iter: 50_000);
    }

    [Fact]
    public void Whatever_the_text_stemming_returns_its_beginning() =>
        Gen.OneOf(Gens.AnyText(12), Gens.Of(Endings))
            .Sample(word => word.StartsWith(RussianStemmer.Stem(word), StringComparison.Ordinal), iter: 5_000);

    [Theory]
    [InlineData("", "")]
    [InlineData("в", "в")]
    [InlineData("wifi", "wifi")]
    [InlineData("2024", "2024")]
    [InlineData("общежития", "общежит")]
    [InlineData("возможностями", "возможн")]
    [InlineData("важнейшая", "важн")]
    [InlineData("длинн", "длин")]
    public void Some_stems_are_known(string word, string stem) => Assert.Equal(stem, RussianStemmer.Stem(word));

    private static void AssertSame(IEnumerable<string> words)
    {
        var oracle = new Snowball();
        var different = words
            .Distinct()
            .Select(w => (Word: w, Ours: RussianStemmer.Stem(w), Theirs: ByOracle(oracle, w)))
            .Where(s => s.Ours != s.Theirs)
            .Take(20)
            .ToList();
        Assert.True(different.Count == 0, string.Join('\n', different));
    }

    private static string ByOracle(Snowball oracle, string word)
    {
        oracle.SetCurrent(word);
        oracle.Stem();
        return oracle.Current;
    }
}
