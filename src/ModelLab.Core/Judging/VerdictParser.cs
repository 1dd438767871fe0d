using System.Text.Json;
using System.Text.RegularExpressions;
using ModelLab.Core.Text;

namespace ModelLab.Core.Judging;

/// <summary>What was read from a production judge's reply.</summary>
/// <param name="Show">True to show, false to hide, or null.</param>
/// <param name="Evidence">The reason the reply gave, or null.</param>
/// <param name="Problem">Why there is no verdict; null when there is one.</param>
public sealed record ParsedVerdict(bool? Show, string? Evidence, string? Problem);

/// <summary>
/// Reads Yes/No out of a reply: a JSON verdict, a verdict word that the reply begins or ends with, or one behind "Вердикт:".
/// The word must stand alone: "Yesterday" is not yes, and "Нет ошибок" is not no. A word in the middle of prose is no verdict,
/// and neither is a reply with both.
/// </summary>
public static partial class VerdictParser
{
    private static readonly string[] VerdictKeys = ["verdict", "show", "decision", "вердикт", "решение"];
    private static readonly string[] Keys = [.. VerdictKeys, "answer"];

    /// <summary>Reads a reply.</summary>
    public static ParsedVerdict Parse(string reply)
    {
        reply = Invisible.Remove(reply);
        var (objects, prose) = JsonReply.Split(reply);
        var found = objects.Select(Read).OfType<ParsedVerdict>().ToList();
        if (found.Count > 0)
        {
            var verdicts = found.Where(f => f.Show is not null).Select(f => f.Show).Distinct().ToList();
            // JSON that the judge quotes is not what it says: a verdict beside it must be the same.
            if (InProse(prose).Any(m => !verdicts.Contains(IsYes(m))))
                return Failed("the reply holds both verdicts");
            return verdicts.Count switch
            {
                0 => found[^1],
                1 => found.Last(f => f.Show is not null),
                _ => Failed("the reply holds both verdicts"),
            };
        }
        var cut = TruncatedVerdict().Matches(reply);
        List<Match> standing = cut.Count > 0 ? [.. cut.Where(m => Stands(Behind(reply, m)))] : InProse(reply);
        if (cut.Count == 0 && standing.Any(m => m.Index == 0 && IsTakenBack(IsYes(m), Behind(reply, m))))
            return Failed("what follows the verdict says the opposite");
        return standing.Select(IsYes).Distinct().Count() switch
        {
            0 => Failed(reply.Length == 0 ? "the reply is empty" : "no verdict in the reply"),
            1 => new ParsedVerdict(
                IsYes(standing[0]),
                cut.Count == 0 && standing[0].Index == 0 ? Reason(Behind(reply, standing[0])) : null,
                null
            ),
            _ => Failed("the reply holds both verdicts"),
        };
    }

    private static List<Match> InProse(string prose) =>
        [
            .. LeadingVerdict()
                .Matches(prose)
                .Concat(LabelledVerdict().Matches(prose))
                .Concat(ClosingVerdict().Matches(prose))
                .Where(m => Stands(Behind(prose, m))),
        ];

    // "Нет, ошибок нет, ответ можно показать" answers another question; which of the two is meant, nobody can tell.
    private static bool IsTakenBack(bool yes, string behind) => (yes ? SaysHide() : SaysShow()).IsMatch(behind);

    private static ParsedVerdict? Read(JsonElement json)
    {
        if (!JsonReply.TryGet(json, Keys, out var value))
            return null;
        if (JsonReply.Repeats(json, Keys))
            return Failed("the reply holds its verdict twice");
        // An answer in JSON may be an answer to the user's question: only a bare word there, or one with what to do, is a verdict.
        if (!JsonReply.TryGet(json, VerdictKeys, out _) && JsonReply.Text(value) is { } said && !BareVerdict().IsMatch(said))
            return null;
        var evidence = JsonReply.Evidence(json);
        switch (value.ValueKind)
        {
            case JsonValueKind.True:
                return new ParsedVerdict(true, evidence, null);
            case JsonValueKind.False:
                return new ParsedVerdict(false, evidence, null);
            case JsonValueKind.String
                when JsonReply.Text(value) is { } text
                    && LeadingVerdict().Match(text) is { Success: true } match
                    && Stands(Behind(text, match)):
                return new ParsedVerdict(IsYes(match), evidence, null);
            default:
                return new ParsedVerdict(null, evidence, "the verdict is neither yes nor no");
        }
    }

    // A verdict word stands alone: "Да", "No: …"; not "Нет ошибок" or "No errors", where it is an ordinary word, nor "Да или нет".
    private static bool Stands(string behind) => Boundary().IsMatch(behind) && !Alternative().IsMatch(behind);

    private static string Behind(string text, Match match) => text[(match.Groups["word"].Index + match.Groups["word"].Length)..];

    private static bool IsYes(Match match) => match.Groups["word"].Value.ToUpperInvariant() is "ДА" or "YES" or "TRUE";

    private static string? Reason(string rest)
    {
        var text = rest.Trim().TrimStart('.', ',', ':', ';', '!', '*', '_', '`', '"', '»', ')', ']', '—', '–', '-', ' ').Trim();
        return text.Length == 0 ? null : text;
    }

    private static ParsedVerdict Failed(string problem) => new(null, null, problem);

    private const string Verdict = "да|нет|yes|no|true|false";
    private const string Word = "(?<word>" + Verdict + ")";
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex("\"(?:verdict|show|decision|вердикт|решение)\"\\s*:\\s*(?:\"" + Word + "\"|" + Word + "\\s*[,}\\n])", Options)]
    private static partial Regex TruncatedVerdict();

    [GeneratedRegex(
        @"\A[\s*_#`""'«>(\[-]*(?:(?:вердикт|решение|ответ|verdict|answer|decision)[\s*_`]*[:=—–-]+[\s*_`""'«]*)?" + Word + @"(?!\w)",
        Options
    )]
    private static partial Regex LeadingVerdict();

    [GeneratedRegex(@"\A(?:[*_`""'»)\]]|[^\S\n]*(?:\z|[.,;:!—–(\n}]|-(?!\w)))", Options)]
    private static partial Regex Boundary();

    [GeneratedRegex(
        @"\A[\s*_`""'»]*(?:[.,]?\s*(?:/|\||или(?!\w)|or(?!\w)|и(?!\w)|and(?!\w))[\s*_`""'«]*(?:"
            + Verdict
            + @")(?!\w)|,\s*(?:"
            + Verdict
            + @")[\s*_`""'».!]*\z)",
        Options
    )]
    private static partial Regex Alternative();

    [GeneratedRegex(
        @"\A[\s*_`""'«]*" + Word + @"[\s*_`""'».!]*(?:[,.:;—–-]+\s*(?:do\s+not\s+|don't\s+|не\s+)?(?:show|hide|показ|скры)[^.]*[.!]?)?\z",
        Options
    )]
    private static partial Regex BareVerdict();

    [GeneratedRegex(
        @"(?<!(?<!\w)не\s+)(?:можно|следует|стоит|нужно|надо)\s+показ|показ\w*\s+можно|ошибок\s+нет|(?:can|should|may)\s+be\s+shown|safe\s+to\s+show",
        Options
    )]
    private static partial Regex SaysShow();

    [GeneratedRegex(
        @"(?:нельзя|не\s+(?:следует|стоит|нужно|надо))\s+показ|показ\w*\s+(?:нельзя|не\s+(?:следует|стоит|нужно|надо))|(?:cannot|can't|should\s+not|shouldn't|must\s+not)\s+be\s+shown|not\s+safe\s+to\s+show",
        Options
    )]
    private static partial Regex SaysHide();

    // A quote before the colon belongs to JSON, which is read as JSON or not at all.
    [GeneratedRegex(@"(?<!\w)(?:вердикт|решение|verdict|decision)[\s*_`]*[:=—–-]+[\s*_`""'«]*" + Word + @"(?!\w)", Options)]
    private static partial Regex LabelledVerdict();

    // Read from its end: from the beginning, each of many line breaks would be tried anew.
    [GeneratedRegex(@"(?:\n[\s*_#`""'«]*|[.!?:]\s[\s*_#`«]*)" + Word + @"[\s*_`""'».!]*\z", Options | RegexOptions.RightToLeft)]
    private static partial Regex ClosingVerdict();
}
