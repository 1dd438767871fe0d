using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelLab.Core.Text;

namespace ModelLab.Core.Judging;

/// <summary>What was read from a judge's reply.</summary>
/// <param name="Score">1 to 5, or null.</param>
/// <param name="Evidence">The evidence the reply gave, or null.</param>
/// <param name="Problem">Why there is no score; null when there is one.</param>
public sealed record ParsedScore(double? Score, string? Evidence, string? Problem);

/// <summary>
/// Reads a score of 1–5 out of a judge's reply: JSON (in fences, with prose around it, with doubled braces, or cut off behind a complete
/// score), or plain text that is nothing but a score. Never invents one.
/// </summary>
public static partial class ScoreParser
{
    private static readonly string[] Keys = ["score", "оценка", "rating"];

    // Not NonBacktracking: before a final line break that engine of .NET 10 loses what \z patterns captured.
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    /// <summary>Reads a reply.</summary>
    public static ParsedScore Parse(string reply)
    {
        reply = Invisible.Remove(reply);
        var (objects, prose) = JsonReply.Split(reply);
        // The last object wins over drafts before it, but two that disagree are no answer.
        var found = objects.Select(Read).OfType<ParsedScore>().ToList();
        if (found.Count > 0)
        {
            var scores = found.Where(f => f.Score is not null).Select(f => f.Score).Distinct().ToList();
            // JSON that the judge quotes is not what it says: a score beside it must be the same.
            if (Labelled(prose) is { } said && !scores.Contains(said))
                return Failed("the reply holds different scores");
            return scores.Count switch
            {
                0 => found[^1],
                1 => found.Last(f => f.Score is not null),
                _ => Failed("the reply holds different scores"),
            };
        }
        return Truncated(reply)
            ?? Plain(reply)
            ?? FirstLine(reply)
            ?? Failed(reply.Length == 0 ? "the reply is empty" : "no score in the reply");
    }

    private static ParsedScore? Read(JsonElement json)
    {
        if (!JsonReply.TryGet(json, Keys, out var value))
            return null;
        if (JsonReply.Repeats(json, Keys))
            return Failed("the reply holds its score twice");
        var evidence = JsonReply.Evidence(json);
        double? number = value.ValueKind switch
        {
            JsonValueKind.Number when value.TryGetDouble(out var n) => n,
            JsonValueKind.String when JsonReply.Text(value) is { } text => Number(text),
            _ => null,
        };
        return number is { } score ? InRange(score, evidence) : Failed("the score is not a number", evidence);
    }

    // Cut off behind the score: only a delimiter tells that the number is whole, "4" may have been going to be "4.5".
    private static ParsedScore? Truncated(string reply)
    {
        if (!reply.Contains('{', StringComparison.Ordinal))
            return null;
        var matches = TruncatedScore().Matches(reply);
        if (matches.Count == 0)
            return null;
        var texts = matches.Select(m => m.Groups["number"].Value).Distinct(StringComparer.Ordinal).ToList();
        return texts.Count == 1 && Number(texts[0]) is { } score
            ? InRange(score, null)
            : Failed("the reply is cut off and its score is not clear");
    }

    // A dash right before the number may be a minus, so it is no separator.
    private static ParsedScore? Plain(string reply)
    {
        var match = PlainScore().Match(reply);
        return match.Success && Number(match.Groups[1].Value) is { } score ? InRange(score, null) : null;
    }

    // A score on a line of its own, and reasons below it in which no other number stands.
    private static ParsedScore? FirstLine(string reply)
    {
        var end = reply.Trim().IndexOf('\n', StringComparison.Ordinal);
        if (end < 0)
            return null;
        var (first, rest) = (reply.Trim()[..end], reply.Trim()[end..]);
        return rest.AsSpan().ContainsAnyInRange('0', '9') ? null : Plain(first);
    }

    private static double? Labelled(string prose) =>
        LabelledScore().Matches(prose).Select(m => Number(m.Groups[1].Value)).LastOrDefault(n => n is not null);

    private static double? Number(string text)
    {
        var match = OnlyNumber().Match(text);
        return
            match.Success
            && double.TryParse(
                match.Groups[1].Value.Replace(',', '.'),
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out var number
            )
            ? number
            : null;
    }

    private static ParsedScore InRange(double score, string? evidence) =>
        score is >= 1 and <= 5 ? new ParsedScore(score, evidence, null) : Failed("the score is outside 1–5", evidence);

    private static ParsedScore Failed(string problem, string? evidence = null) => new(null, evidence, problem);

    [GeneratedRegex(
        "\"(?:score|оценка|rating)\"\\s*:\\s*(?:\"(?<number>[0-9]+(?:[.,][0-9]+)?)\"|(?<number>[0-9]+(?:[.,][0-9]+)?)\\s*(?:[}\\]\\n]|,(?:[^0-9]|\\z)))",
        Options
    )]
    private static partial Regex TruncatedScore();

    [GeneratedRegex(
        @"\A(?>[\s*_#`""«\[(]*)(?:(?:(?:моя|итоговая|общая|финальная|final|overall|total|my)\s+)*(?:оценка|балл|score|rating))?(?:[\s*_`:=—–-]*[\s*_`:=\[(])?([0-9]+(?:[.,][0-9]+)?(?:\s*(?:/|из|out\s+of)\s*5)?)(?:\s+балл(?:а|ов)?)?[\s*_`""»\]).!]*\z",
        Options
    )]
    private static partial Regex PlainScore();

    [GeneratedRegex(@"(?<!\w)(?:оценка|балл|score|rating)[\s*_`]*[:=—–-]+[\s*_`""«\[(]*([0-9]+(?:[.,][0-9]+)?)(?![0-9])", Options)]
    private static partial Regex LabelledScore();

    [GeneratedRegex(@"\A\s*([0-9]+(?:[.,][0-9]+)?)(?:\s*(?:/|из|out\s+of)\s*5)?\s*\z", Options)]
    private static partial Regex OnlyNumber();
}
