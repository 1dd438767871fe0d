namespace ModelLab.Core.Text;

/// <summary>Words reduced to what inflection does not change, so that «общежития» matches «общежитие».</summary>
public static class Stems
{
    private static readonly HashSet<string> Stop = new(
    [
        "а", "без", "бы", "был", "была", "были", "было", "быть", "в", "вам", "вас", "ваш", "весь", "во", "вот", "все", "всего", "вы", "где", "да", "для", "до",
        "его", "ее", "если", "есть", "еще", "же", "за", "и", "из", "или", "им", "их", "к", "как", "какая", "какие", "какой", "ко", "когда", "кто", "ли", "либо",
        "мне", "можно", "мой", "моя", "мы", "на", "над", "надо", "нам", "нас", "наш", "не", "него", "нее", "нет", "ни", "них", "но", "нужно", "ну", "о", "об", "он",
        "она", "они", "оно", "от", "по", "под", "пока", "при", "про", "раз", "с", "сам", "свой", "себе", "себя", "со", "так", "также", "такой", "там", "те", "тебе",
        "то", "того", "тоже", "только", "том", "тот", "ты", "у", "уже", "хотя", "чего", "чей", "чем", "что", "чтобы", "эта", "эти", "это", "этого", "этой", "этом", "этот", "я",
        "the", "a", "an", "of", "to", "in", "is", "are", "and", "or", "for", "on", "at", "it",
    ], StringComparer.Ordinal);

    /// <summary>All stems of a text, in order, stop words included.</summary>
    public static List<string> Of(string text)
    {
        var words = Words.Of(text);
        for (var i = 0; i < words.Count; i++) words[i] = Stem(words[i]);
        return words;
    }

    /// <summary>The stems of a text that carry meaning: without stop words, numbers included.</summary>
    public static List<string> Content(string text) => [.. ContentWords(text).Select(Stem)];

    /// <summary>The words of a text that carry meaning: without stop words, numbers included.</summary>
    public static IEnumerable<string> ContentWords(string text) => Words.Of(text).Where(w => !Stop.Contains(w));

    /// <summary>The stem of one word as <see cref="Words"/> gives it.</summary>
    public static string Stem(string word) => RussianStemmer.Stem(word);
}
