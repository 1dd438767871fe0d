using System.Text.RegularExpressions;

namespace ModelLab.Core.Text;

/// <summary>Recognises answers that say "there is no answer".</summary>
public static partial class Abstention
{
    private const int MostWords = 25;

    /// <summary>
    /// Whether the answer as a whole abstains: it is short (at most 25 words) and its first sentence says that nothing was found.
    /// A long answer that remarks in passing that a detail is unknown does not abstain, nor does advice for the case that something
    /// is missing ("если ответа нет, позвоните").
    /// </summary>
    public static bool IsAbstention(string answer)
    {
        if (Words.Of(answer).Count > MostWords)
            return false;
        if (Sentences.Of(Plain(answer)).FirstOrDefault() is not { } first || first.EndsWith('?'))
            return false;
        var sentence = Words.Normalise(first);
        return Phrase().Match(sentence) is { Success: true } match && !Condition().IsMatch(sentence.AsSpan(0, match.Index));
    }

    // As it looks: narrow and unbreakable blanks are blanks, other hyphens are hyphens, and a line that goes on in lower case is no new one.
    private static string Plain(string answer) =>
        BrokenLine().Replace(Hyphen().Replace(Blank().Replace(Invisible.Remove(answer), " "), "-"), " ");

    [GeneratedRegex(@"[\p{Zs}\t]+", RegexOptions.CultureInvariant)]
    private static partial Regex Blank();

    [GeneratedRegex("[\u2010-\u2012\u2212]", RegexOptions.CultureInvariant)]
    private static partial Regex Hyphen();

    [GeneratedRegex(@" *[\r\n\u2028\u2029]+ *(?=\p{Ll})", RegexOptions.CultureInvariant)]
    private static partial Regex BrokenLine();

    // "Ответственный" and "данная справка" are other words, so the nouns are spelled out.
    private const string Noun = @"(?<!\w)(?:ответ[аы]?|информаци[яию]|сведени[йяе]|данны[хе])(?!\w)";
    private const string Genitive = @"(?<!\w)(?:ответа|информации|сведений|данных)(?!\w)";
    private const string Missing =
        @"(?:отсутству[ею]т|не (?:найден\w*|удалось найти|нашел\w*|нашлось|указан\w*|содерж[иа]тся|приведен\w*))";

    private const string Russian =
        Noun
        + @"[^.:;]{0,60}(?<!\w)"
        + Missing
        + "|"
        + Genitive
        + @"[^.,:;—–]{0,60}(?<!\w)нет(?!\w)"
        + @"|(?<!\w)нет (?:\w+ )?"
        + Genitive
        + @"|(?<!\w)не (?:наш(?:ел|ла|ли|лось)|найдено|удалось найти|могу найти) (?:\w+ )?"
        + Noun
        + @"|(?<!\w)не (?:содерж\w+|указан\w*|упомина\w+)[^.,:;]{0,40}(?<!\w)(?:ответ[аы]?|информаци[яию]|сведени[йяе]|данных)(?!\w)"
        + @"|(?:фрагмент|контекст|текст|документ|источник|отрывк|отрывок|материал|баз\w+ знаний)\w*[^.:;]{0,60}(?<!\w)не (?:содерж\w+|указан\w*|упомина\w+|говорится|сказано)"
        + @"|об этом[^.,:;]{0,20} не (?:говорится|сказано|указано|упомина\w+)"
        + @"|(?<!\w)не (?:могу|можем) (?:ответить|дать ответ|помочь)|(?<!\w)не знаю(?!\w)|ничего не (?:найдено|нашлось|нашел)";

    private const string English =
        @"(?<!\w)i (?:do not|don['’]t) know|(?<!\w)no (?:answer|information)(?!\w)|(?:answer|information)[^.:;]{0,40} not (?:found|mentioned|provided|available)"
        + @"|not (?:found|mentioned|specified) in the (?:context|text|document|passage)|(?:context|text|document|passage) (?:does not|doesn['’]t) (?:contain|mention|say|provide)"
        + @"|can(?:not| not|['’]t) answer|\A\W*not found\W*\z";

    [GeneratedRegex(Russian + "|" + English, RegexOptions.CultureInvariant)]
    private static partial Regex Phrase();

    [GeneratedRegex(@"(?<!\w)(?:если|когда|if|when)(?!\w)", RegexOptions.CultureInvariant)]
    private static partial Regex Condition();
}
