namespace ModelLab.Llm.Protocol;

/// <summary>Keeps reasoning apart from the answer where a model writes it into its reply as <c>&lt;think&gt;…&lt;/think&gt;</c>.</summary>
public static class ReasoningText
{
    private const string Open = "<think>";
    private const string Close = "</think>";

    /// <summary>
    /// Splits a reply. Only a block at the start counts: tags later in the text may be the answer's own. A block that never closes
    /// is all reasoning; some templates leave out the opening tag, so a closing tag alone ends one too.
    /// </summary>
    public static (string Answer, string? Reasoning) Split(string reply)
    {
        var text = reply.AsSpan().TrimStart();
        var opened = text.StartsWith(Open, StringComparison.OrdinalIgnoreCase);
        if (opened)
            text = text[Open.Length..];
        var close = text.IndexOf(Close, StringComparison.OrdinalIgnoreCase);
        if (!opened && (close < 0 || text[..close].Contains(Open, StringComparison.OrdinalIgnoreCase)))
            return (reply.Trim(), null);
        if (close < 0)
            return ("", text.Trim().ToString());
        return (text[(close + Close.Length)..].Trim().ToString(), text[..close].Trim().ToString());
    }
}
