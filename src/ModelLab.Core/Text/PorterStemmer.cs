namespace ModelLab.Core.Text;

/// <summary>
/// Porter's stemmer for English, written from the paper (M. F. Porter, "An algorithm for suffix stripping", <em>Program</em> 14(3), 1980)
/// and not from its later revisions,
/// because classic ROUGE numbers were made with it. Words are given in lower case.
/// </summary>
public static class PorterStemmer
{
    private static readonly (string From, string To)[] Step2 =
    [
        ("ational", "ate"),
        ("tional", "tion"),
        ("enci", "ence"),
        ("anci", "ance"),
        ("izer", "ize"),
        ("abli", "able"),
        ("alli", "al"),
        ("entli", "ent"),
        ("eli", "e"),
        ("ousli", "ous"),
        ("ization", "ize"),
        ("ation", "ate"),
        ("ator", "ate"),
        ("alism", "al"),
        ("iveness", "ive"),
        ("fulness", "ful"),
        ("ousness", "ous"),
        ("aliti", "al"),
        ("iviti", "ive"),
        ("biliti", "ble"),
    ];

    private static readonly (string From, string To)[] Step3 =
    [
        ("icate", "ic"),
        ("ative", ""),
        ("alize", "al"),
        ("iciti", "ic"),
        ("ical", "ic"),
        ("ful", ""),
        ("ness", ""),
    ];

    private static readonly (string From, string To)[] Step4 =
    [
        ("al", ""),
        ("ance", ""),
        ("ence", ""),
        ("er", ""),
        ("ic", ""),
        ("able", ""),
        ("ible", ""),
        ("ant", ""),
        ("ement", ""),
        ("ment", ""),
        ("ent", ""),
        ("ion", ""),
        ("ou", ""),
        ("ism", ""),
        ("ate", ""),
        ("iti", ""),
        ("ous", ""),
        ("ive", ""),
        ("ize", ""),
    ];

    /// <summary>The stem of a word; words of one or two letters come back as they are.</summary>
    public static string Stem(string word)
    {
        if (word.Length <= 2)
            return word;
        var w = Step1(word);
        w = Longest(w, Step2, stem => Measure(stem) > 0);
        w = Longest(w, Step3, stem => Measure(stem) > 0);
        var stem4 = w;
        w = Longest(
            w,
            Step4,
            stem =>
                Measure(stem) > 1
                && (!stem4.EndsWith("ion", StringComparison.Ordinal) || stem.Length != stem4.Length - 3 || stem[^1] is 's' or 't')
        );
        if (w[^1] == 'e' && (Measure(w[..^1]) > 1 || (Measure(w[..^1]) == 1 && !EndsShort(w[..^1]))))
            w = w[..^1];
        if (w.EndsWith("ll", StringComparison.Ordinal) && Measure(w) > 1)
            w = w[..^1];
        return w;
    }

    private static string Step1(string w)
    {
        // Plurals.
        if (w.EndsWith("sses", StringComparison.Ordinal) || w.EndsWith("ies", StringComparison.Ordinal))
            w = w[..^2];
        else if (w[^1] == 's' && !w.EndsWith("ss", StringComparison.Ordinal))
            w = w[..^1];

        // Past and progressive.
        if (w.EndsWith("eed", StringComparison.Ordinal))
        {
            if (Measure(w[..^3]) > 0)
                w = w[..^1];
        }
        else if (Without(w, "ed") is { } past)
            w = Repaired(past);
        else if (Without(w, "ing") is { } progressive)
            w = Repaired(progressive);

        return w.Length > 0 && w[^1] == 'y' && HasVowel(w[..^1]) ? w[..^1] + "i" : w;
    }

    private static string? Without(string w, string ending) =>
        w.EndsWith(ending, StringComparison.Ordinal) && HasVowel(w[..^ending.Length]) ? w[..^ending.Length] : null;

    private static string Repaired(string w)
    {
        if (
            w.EndsWith("at", StringComparison.Ordinal)
            || w.EndsWith("bl", StringComparison.Ordinal)
            || w.EndsWith("iz", StringComparison.Ordinal)
        )
            return w + "e";
        // Of "yy" behind a consonant only the second is one: no double consonant.
        if (w.Length > 1 && w[^1] == w[^2] && IsConsonant(w, w.Length - 1) && IsConsonant(w, w.Length - 2))
            return w[^1] is 'l' or 's' or 'z' ? w : w[..^1];
        return Measure(w) == 1 && EndsShort(w) ? w + "e" : w;
    }

    // The longest ending that matches decides, even when its condition then fails.
    private static string Longest(string w, (string From, string To)[] rules, Func<string, bool> condition)
    {
        (string From, string To)? best = null;
        foreach (var rule in rules)
            if (
                rule.From.Length > (best?.From.Length ?? 0)
                && w.Length > rule.From.Length
                && w.EndsWith(rule.From, StringComparison.Ordinal)
            )
                best = rule;
        if (best is not { } found)
            return w;
        var stem = w[..^found.From.Length];
        return condition(stem) ? stem + found.To : w;
    }

    private static bool IsConsonant(string w, int i) =>
        w[i] switch
        {
            'a' or 'e' or 'i' or 'o' or 'u' => false,
            'y' => i == 0 || !IsConsonant(w, i - 1),
            _ => true,
        };

    private static bool HasVowel(string w)
    {
        for (var i = 0; i < w.Length; i++)
            if (!IsConsonant(w, i))
                return true;
        return false;
    }

    // The m of [C](VC)^m[V].
    private static int Measure(string w)
    {
        var m = 0;
        for (var i = 1; i < w.Length; i++)
            if (IsConsonant(w, i) && !IsConsonant(w, i - 1))
                m++;
        return m;
    }

    // Consonant, vowel, consonant other than w, x and y: -hop, -fil.
    private static bool EndsShort(string w) =>
        w.Length >= 3
        && IsConsonant(w, w.Length - 1)
        && !IsConsonant(w, w.Length - 2)
        && IsConsonant(w, w.Length - 3)
        && w[^1] is not ('w' or 'x' or 'y');
}
