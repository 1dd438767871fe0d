namespace ModelLab.Llm.Configuration;

/// <summary>An API key. It prints as stars, so that it cannot reach a log, a report or an error message by accident.</summary>
public sealed class Secret(string value)
{
    /// <summary>The key itself, for the Authorization header only.</summary>
    public string Reveal() => value;

    /// <summary>
    /// The text with stars in place of the key. A key of fewer than 16 characters, such as <c>ollama</c>, may be a word and stays.
    /// </summary>
    public string? HideIn(string? text) => value.Length < 16 ? text : text?.Replace(value, "***", StringComparison.Ordinal);

    /// <summary>
    /// One line of the text without any piece of the key of 6 or more characters, for what quotes a part of it, or was cut short.
    /// </summary>
    public string? HidePiecesIn(string? text) => text is null || value.Length < 16 ? text : new SecretScrubber([value]).Scrub(text);

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
