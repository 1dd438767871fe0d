using System.Text.RegularExpressions;

namespace ModelLab.Core.Text;

/// <summary>Recognises answers that say "there is no answer".</summary>
public static partial class Abstention
{
    private const int MostWords = 25;

    /// <summary>
    /// Whether the answer as a whole abstains: it is short (at most 25 words) and its first sentence says that nothing was found.
    /// A long answer that remarks in passing that a detail is unknown does not abstain.
    /// </summary>
    public static bool IsAbstention(string answer)
    {
        if (Words.Of(answer).Count > MostWords) return false;
        var first = Sentences.Of(answer).FirstOrDefault();
        return first is not null && Phrase().IsMatch(Words.Normalise(first));
    }

    [GeneratedRegex(
        @"ответ\w* не (?:найден|удалось найти|содержится|нашл)|не наш(?:ел|ла|ли|лось) (?:ответ|информац|сведени)|(?:информаци|сведени|данн|ответ)\w*[^.]{0,60}(?:отсутству|не указан|нет\b|не найден|не содерж)|нет (?:ответа|информации|сведений|данных)|не (?:содержит|указан\w*|упомина\w*)[^.]{0,40}(?:информаци|сведени|ответ|данн)|не (?:могу|можем) (?:ответить|дать ответ|помочь)|не знаю|(?:i do(?:n't| not) know|no (?:answer|information)|not (?:found|mentioned)|cannot answer|can't answer)",
        RegexOptions.CultureInvariant)]
    private static partial Regex Phrase();
}
