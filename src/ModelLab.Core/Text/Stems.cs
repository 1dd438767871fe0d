namespace ModelLab.Core.Text;

/// <summary>Words reduced to what inflection does not change, so that «общежития» matches «общежитие».</summary>
public static class Stems
{
    // Porter's rules are for longer words, as ROUGE-1.5.5 has it too.
    private const int LongestUnstemmed = 3;

    private static readonly string[] EnglishStop =
    [
        .. (
            "a about am an and any are as at be been but by can could did do does for from had has have he her his how i if in is it its me my "
            + "no not of on or our she should so some than that the their them there they this those to us was we were what when where which "
            + "who why will with would you your"
        ).Split(' '),
    ];

    private static readonly HashSet<string> Stop = new(
        [
            .. EnglishStop,
            "а",
            "без",
            "бы",
            "был",
            "была",
            "были",
            "было",
            "быть",
            "в",
            "вам",
            "вас",
            "ваш",
            "весь",
            "во",
            "вот",
            "все",
            "всего",
            "вы",
            "где",
            "да",
            "для",
            "до",
            "его",
            "ее",
            "если",
            "есть",
            "еще",
            "же",
            "за",
            "и",
            "из",
            "или",
            "им",
            "их",
            "к",
            "как",
            "какая",
            "какие",
            "какой",
            "ко",
            "когда",
            "кто",
            "ли",
            "либо",
            "мне",
            "можно",
            "мой",
            "моя",
            "мы",
            "на",
            "над",
            "надо",
            "нам",
            "нас",
            "наш",
            "не",
            "него",
            "нее",
            "нет",
            "ни",
            "них",
            "но",
            "нужно",
            "ну",
            "о",
            "об",
            "он",
            "она",
            "они",
            "оно",
            "от",
            "по",
            "под",
            "пока",
            "при",
            "про",
            "раз",
            "с",
            "сам",
            "свой",
            "себе",
            "себя",
            "со",
            "так",
            "также",
            "такой",
            "там",
            "те",
            "тебе",
            "то",
            "того",
            "тоже",
            "только",
            "том",
            "тот",
            "ты",
            "у",
            "уже",
            "хотя",
            "чего",
            "чей",
            "чем",
            "что",
            "чтобы",
            "эта",
            "эти",
            "это",
            "этого",
            "этой",
            "этом",
            "этот",
            "я",
            "the",
            "a",
            "an",
            "of",
            "to",
            "in",
            "is",
            "are",
            "and",
            "or",
            "for",
            "on",
            "at",
            "it",
        ],
        StringComparer.Ordinal
    );

    /// <summary>All stems of a text, in order, stop words included.</summary>
    public static List<string> Of(string text)
    {
        var words = Words.Of(text);
        for (var i = 0; i < words.Count; i++)
            words[i] = Stem(words[i]);
        return words;
    }

    /// <summary>The stems of a text that carry meaning: without stop words, numbers included.</summary>
    public static List<string> Content(string text) => [.. ContentWords(text).Select(Stem)];

    /// <summary>The words of a text that carry meaning: without stop words, numbers included.</summary>
    public static IEnumerable<string> ContentWords(string text) => Words.Of(text).Where(w => !Stop.Contains(w));

    /// <summary>The stem of one word as <see cref="Words"/> gives it.</summary>
    /// <remarks>Words in Latin letters by Porter's stemmer, as they are English if anything; all others by Snowball's Russian one.</remarks>
    public static string Stem(string word) =>
        word.Length > LongestUnstemmed && word.All(char.IsAsciiLetterLower) ? PorterStemmer.Stem(word) : RussianStemmer.Stem(word);
}
