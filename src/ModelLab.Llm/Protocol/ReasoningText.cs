using System.Text.RegularExpressions;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Keeps reasoning apart from the answer where a model writes it into its reply: between tags (<c>&lt;think&gt;</c>,
/// <c>&lt;thinking&gt;</c>, <c>&lt;reasoning&gt;</c>, <c>[THINK]</c>), or in a channel of its own (gpt-oss).
/// </summary>
public static partial class ReasoningText
{
    private const string FinalChannel = "final";

    /// <summary>
    /// Splits a reply. Only blocks at its start count: tags later in the text may be the answer's own. A block that never closes is all
    /// reasoning; some templates leave out the opening tag, so a closing tag alone ends one too.
    /// </summary>
    public static (string Answer, string? Reasoning) Split(string reply)
    {
        if (Channel().IsMatch(reply))
            return SplitChannels(reply);
        var (rest, thoughts) = (reply.Trim(), new List<string>());
        while (Block().Match(rest) is { Success: true } block)
        {
            thoughts.Add(block.Groups["thought"].Value.Trim());
            rest = rest[block.Length..].Trim();
        }
        if (thoughts.Count == 0 && Orphan().Match(rest) is { Success: true } orphan)
        {
            thoughts.Add(orphan.Groups["thought"].Value.Trim());
            rest = rest[orphan.Length..].Trim();
        }
        // Closed twice.
        while (thoughts.Count > 0 && Closing().Match(rest) is { Success: true } closing)
            rest = rest[closing.Length..].Trim();
        if (Unclosed().Match(rest) is { Success: true } open)
        {
            thoughts.Add(open.Groups["thought"].Value.Trim());
            rest = "";
        }
        return (rest, thoughts.Count == 0 ? null : string.Join("\n\n", thoughts.Where(t => t.Length > 0)));
    }

    // What the channel of answers holds is the answer; all others are reasoning. Without one, nothing was answered.
    private static (string Answer, string? Reasoning) SplitChannels(string reply)
    {
        var (answers, thoughts) = (new List<string>(), new List<string>());
        foreach (Match part in Channel().Matches(reply))
            (part.Groups["name"].Value.StartsWith(FinalChannel, StringComparison.OrdinalIgnoreCase) ? answers : thoughts).Add(
                part.Groups["text"].Value.Trim()
            );
        return (string.Join("\n\n", answers), thoughts.Count == 0 ? null : string.Join("\n\n", thoughts));
    }

    [GeneratedRegex(
        @"\A(?:<(?<tag>think|thinking|thought|reasoning|reflection)>(?<thought>.*?)</\k<tag>>|\[(?<tag>THINK)\](?<thought>.*?)\[/THINK\])",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Block();

    [GeneratedRegex(
        @"\A(?<thought>(?:(?!<(?:think|thinking|thought|reasoning|reflection)>|\[THINK\]).)*?)(?:</(?:think|thinking|thought|reasoning|reflection)>|\[/THINK\])",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Orphan();

    [GeneratedRegex(
        @"\A(?:</(?:think|thinking|thought|reasoning|reflection)>|\[/THINK\])",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant
    )]
    private static partial Regex Closing();

    [GeneratedRegex(
        @"\A(?:<(?:think|thinking|thought|reasoning|reflection)>|\[THINK\])(?<thought>.*)\z",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Unclosed();

    [GeneratedRegex(
        @"<\|channel\|>\s*(?<name>\w+)[^<]*(?:<\|constrain\|>[^<]*)?<\|message\|>(?<text>.*?)(?=<\|(?:end|return|start|channel|call)\|>|\z)",
        RegexOptions.Singleline | RegexOptions.CultureInvariant
    )]
    private static partial Regex Channel();
}
