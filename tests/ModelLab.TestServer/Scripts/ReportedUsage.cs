namespace ModelLab.Testing;

/// <summary>The tokens a reply reports.</summary>
/// <param name="Prompt">Tokens of the request.</param>
/// <param name="Completion">Tokens of the reply, reasoning included.</param>
/// <param name="Reasoning">Tokens of the reasoning alone; null to leave the detail out.</param>
/// <param name="Cached">Tokens of the request that a cache gave; null to leave the detail out.</param>
public sealed record ReportedUsage(int Prompt, int Completion, int? Reasoning = null, int? Cached = null)
{
    /// <summary>The default count: one token for every four characters of the text, rounded up.</summary>
    public static int Count(int characters) => (characters + 3) / 4;

    internal static ReportedUsage Of(ReceivedRequest request, Completion reply)
    {
        var prompt = 0;
        foreach (var message in request.Messages)
            prompt += message.Text.Length;
        var reasoning = reply.Reasoning is null ? (int?)null : Count(reply.Reasoning.Length);
        return new(Count(prompt), Count((reply.Content ?? reply.Refusal ?? "").Length) + (reasoning ?? 0), reasoning);
    }
}
