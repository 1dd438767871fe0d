using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelLab.Core.Judging;

/// <summary>What was read from a production judge's reply.</summary>
/// <param name="Show">True to show, false to hide, or null.</param>
/// <param name="Evidence">The reason the reply gave, or null.</param>
/// <param name="Problem">Why there is no verdict; null when there is one.</param>
public sealed record ParsedVerdict(bool? Show, string? Evidence, string? Problem);

/// <summary>
/// Reads Yes/No out of a reply: a JSON verdict, a verdict word that the reply begins or ends with, or one behind "Вердикт:".
/// "Yesterday" is not yes; a word in the middle of prose is no verdict, and neither is a reply with both.
/// </summary>
public static partial class VerdictParser
{
    private static readonly string[] Keys = ["verdict", "show", "decision", "answer", "вердикт", "решение"];

    /// <summary>Reads a reply.</summary>
    public static ParsedVerdict Parse(string reply)
    {
        var found = JsonReply.Objects(reply).Select(Read).OfType<ParsedVerdict>().ToList();
        if (found.Count > 0)
        {
            var verdicts = found.Where(f => f.Show is not null).Select(f => f.Show).Distinct().ToList();
            return verdicts.Count switch
            {
                0 => found[^1],
                1 => found.Last(f => f.Show is not null),
                _ => Failed("the reply holds both verdicts"),
            };
        }
        if (TruncatedVerdict().Match(reply) is { Success: true } cut) return new ParsedVerdict(Word(cut.Groups[1].ValueSpan), null, null);
        if (LeadingVerdict().Match(reply) is { Success: true } leading)
        {
            var rest = reply[(leading.Index + leading.Length)..];
            // "Да или нет" begins with a verdict word and is none.
            if (!Alternative().IsMatch(rest)) return new ParsedVerdict(Word(leading.Groups[1].ValueSpan), Reason(rest), null);
        }
        // A verdict word in the middle of prose is mostly an ordinary word ("нет ошибок"): only a labelled or closing one counts.
        var words = LabelledVerdict().Matches(reply).Concat(ClosingVerdict().Matches(reply)).Select(m => Word(m.Groups[1].ValueSpan)).Distinct().ToList();
        return words.Count switch
        {
            0 => Failed(reply.Length == 0 ? "the reply is empty" : "no verdict in the reply"),
            1 => new ParsedVerdict(words[0], null, null),
            _ => Failed("the reply holds both verdicts"),
        };
    }

    private static ParsedVerdict? Read(JsonElement json)
    {
        if (!JsonReply.TryGet(json, Keys, out var value)) return null;
        var evidence = JsonReply.Evidence(json);
        switch (value.ValueKind)
        {
            case JsonValueKind.True: return new ParsedVerdict(true, evidence, null);
            case JsonValueKind.False: return new ParsedVerdict(false, evidence, null);
            case JsonValueKind.String when LeadingVerdict().Match(value.GetString()!) is { Success: true } match && !Alternative().IsMatch(value.GetString()!):
                return new ParsedVerdict(Word(match.Groups[1].ValueSpan), evidence, null);
            default: return new ParsedVerdict(null, evidence, "the verdict is neither yes nor no");
        }
    }

    private static bool Word(ReadOnlySpan<char> word) =>
        word.Equals("да", StringComparison.OrdinalIgnoreCase) || word.Equals("yes", StringComparison.OrdinalIgnoreCase) || word.Equals("true", StringComparison.OrdinalIgnoreCase);

    private static string? Reason(string rest)
    {
        var text = rest.Trim().TrimStart('.', ',', ':', ';', '!', '*', '_', '`', '"', '»', '—', '–', '-', ' ').Trim();
        return text.Length == 0 ? null : text;
    }

    private static ParsedVerdict Failed(string problem) => new(null, null, problem);

    private const string Verdict = "да|нет|yes|no|true|false";
    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.IgnoreCase;

    [GeneratedRegex("\"(?:verdict|show|decision|вердикт|решение)\"\\s*:\\s*\"?(" + Verdict + ")(?:\"|\\s*[,}\\n])", Options)]
    private static partial Regex TruncatedVerdict();

    [GeneratedRegex(@"\A[\s*_#`""'«>(\[-]*(?:(?:вердикт|решение|ответ|verdict|answer|decision)[\s*_`""']*[:=—–-]+[\s*_`""'«]*)?(" + Verdict + @")(?!\w)", Options)]
    private static partial Regex LeadingVerdict();

    [GeneratedRegex(@"\A[\s*_`""'».,]*(?:/|\||или(?!\w)|or(?!\w)|и(?!\w)|and(?!\w))[\s*_`""'«]*(?:" + Verdict + @")(?!\w)|\A\s*[""«]?(?:" + Verdict + @")\s*(?:/|\||или|or)\s*(?:" + Verdict + @")(?!\w)", Options)]
    private static partial Regex Alternative();

    [GeneratedRegex(@"(?:вердикт|решение|verdict|decision)[\s*_`""']*[:=—–-]+[\s*_`""'«]*(" + Verdict + @")(?!\w)", Options)]
    private static partial Regex LabelledVerdict();

    [GeneratedRegex(@"(?:\n|[.!?:]\s)[\s*_#`""'«]*(" + Verdict + @")[\s*_`""'».!]*\z", Options)]
    private static partial Regex ClosingVerdict();
}
