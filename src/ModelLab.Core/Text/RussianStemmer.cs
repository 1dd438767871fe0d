namespace ModelLab.Core.Text;

/// <summary>
/// The Snowball stemmer for Russian, written from its published definition (https://snowballstem.org/algorithms/russian/stemmer.html).
/// Words are given in lower case with ё as е.
/// </summary>
public static class RussianStemmer
{
    private const string Vowels = "аеиоуыэюя";

    private static readonly string[] PerfectiveGerund1 = ["вшись", "вши", "в"];
    private static readonly string[] PerfectiveGerund2 = ["ившись", "ывшись", "ивши", "ывши", "ив", "ыв"];

    private static readonly string[] Adjective =
    [
        "ими",
        "ыми",
        "его",
        "ого",
        "ему",
        "ому",
        "ее",
        "ие",
        "ые",
        "ое",
        "ей",
        "ий",
        "ый",
        "ой",
        "ем",
        "им",
        "ым",
        "ом",
        "их",
        "ых",
        "ую",
        "юю",
        "ая",
        "яя",
        "ою",
        "ею",
    ];

    private static readonly string[] Participle1 = ["ем", "нн", "вш", "ющ", "щ"];
    private static readonly string[] Participle2 = ["ивш", "ывш", "ующ"];
    private static readonly string[] Reflexive = ["ся", "сь"];

    private static readonly string[] Verb1 =
    [
        "ете",
        "йте",
        "ешь",
        "нно",
        "ла",
        "на",
        "ли",
        "ем",
        "ло",
        "но",
        "ет",
        "ют",
        "ны",
        "ть",
        "й",
        "л",
        "н",
    ];

    private static readonly string[] Verb2 =
    [
        "ейте",
        "уйте",
        "ила",
        "ыла",
        "ена",
        "ите",
        "или",
        "ыли",
        "ило",
        "ыло",
        "ено",
        "ует",
        "уют",
        "ены",
        "ить",
        "ыть",
        "ишь",
        "ей",
        "уй",
        "ил",
        "ыл",
        "им",
        "ым",
        "ен",
        "ят",
        "ит",
        "ыт",
        "ую",
        "ю",
    ];

    private static readonly string[] Noun =
    [
        "иями",
        "ями",
        "ами",
        "ией",
        "иям",
        "ием",
        "иях",
        "ев",
        "ов",
        "ие",
        "ье",
        "еи",
        "ии",
        "ей",
        "ой",
        "ий",
        "ям",
        "ем",
        "ам",
        "ом",
        "ах",
        "ях",
        "ию",
        "ью",
        "ия",
        "ья",
        "а",
        "е",
        "и",
        "й",
        "о",
        "у",
        "ы",
        "ь",
        "ю",
        "я",
    ];

    private static readonly string[] Superlative = ["ейше", "ейш"];
    private static readonly string[] Derivational = ["ость", "ост"];

    /// <summary>The stem of a word. Words without a Russian vowel come back as they are.</summary>
    public static string Stem(string word)
    {
        var rv = AfterFirst(word, 0, vowel: true);
        if (rv >= word.Length)
            return word;
        var r1 = AfterFirst(word, rv, vowel: false);
        var r2 = AfterFirst(word, AfterFirst(word, r1, vowel: true), vowel: false);
        var w = word.AsSpan();

        // Step 1.
        if (CutGrouped(ref w, rv, PerfectiveGerund1, PerfectiveGerund2)) { }
        else
        {
            Cut(ref w, rv, Reflexive);
            if (Cut(ref w, rv, Adjective))
                CutGrouped(ref w, rv, Participle1, Participle2);
            else if (!CutGrouped(ref w, rv, Verb1, Verb2))
                Cut(ref w, rv, Noun);
        }

        // Step 2.
        Cut(ref w, rv, ["и"]);

        // Step 3.
        if (Longest(w, Derivational) is { } d && w.Length - d.Length >= r2)
            w = w[..^d.Length];

        // Step 4.
        if (Cut(ref w, rv, Superlative))
            CutDouble(ref w, rv);
        else if (!CutDouble(ref w, rv))
            Cut(ref w, rv, ["ь"]);
        return w.Length == word.Length ? word : w.ToString();
    }

    private static int AfterFirst(string word, int from, bool vowel)
    {
        for (var i = from; i < word.Length; i++)
            if (Vowels.Contains(word[i], StringComparison.Ordinal) == vowel)
                return i + 1;
        return word.Length;
    }

    // Endings of the first group count only behind а or я, which stay.
    private static bool CutGrouped(ref ReadOnlySpan<char> w, int rv, string[] first, string[] second)
    {
        var region = w.Length > rv ? w[rv..] : default;
        var a = Longest(region, first);
        var b = Longest(region, second);
        if (b is not null && (a is null || b.Length > a.Length))
        {
            w = w[..^b.Length];
            return true;
        }
        if (a is null)
            return false;
        var before = region.Length - a.Length - 1;
        if (before < 0 || region[before] is not ('а' or 'я'))
            return false;
        w = w[..^a.Length];
        return true;
    }

    private static bool Cut(ref ReadOnlySpan<char> w, int rv, string[] endings)
    {
        if (w.Length <= rv || Longest(w[rv..], endings) is not { } ending)
            return false;
        w = w[..^ending.Length];
        return true;
    }

    private static bool CutDouble(ref ReadOnlySpan<char> w, int rv)
    {
        if (w.Length - 2 < rv || !w.EndsWith("нн", StringComparison.Ordinal))
            return false;
        w = w[..^1];
        return true;
    }

    private static string? Longest(ReadOnlySpan<char> region, string[] endings)
    {
        string? best = null;
        foreach (var ending in endings)
            if ((best is null || ending.Length > best.Length) && region.EndsWith(ending, StringComparison.Ordinal))
                best = ending;
        return best;
    }
}
