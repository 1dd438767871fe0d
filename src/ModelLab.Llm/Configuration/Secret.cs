namespace ModelLab.Llm.Configuration;

/// <summary>An API key. It prints as stars, so that it cannot reach a log, a report or an error message by accident.</summary>
public sealed class Secret(string value)
{
    /// <summary>The key itself, for the Authorization header only.</summary>
    public string Reveal() => value;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
