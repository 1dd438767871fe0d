using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>What Anthropic's protocol does not take, in its words.</summary>
internal static class MessagesGate
{
    private static readonly HashSet<string> Known =
    [
        "model",
        "messages",
        "system",
        "max_tokens",
        "temperature",
        "top_p",
        "top_k",
        "stream",
        "stop_sequences",
        "thinking",
        "output_config",
        "metadata",
        "service_tier",
    ];

    /// <summary>The refusal, or null when the request may pass.</summary>
    public static RawReply? Refuse(ReceivedRequest request, IHeaderDictionary headers)
    {
        if (!headers.ContainsKey("anthropic-version"))
            return Invalid("anthropic-version: header is required");
        foreach (var member in request.Body.EnumerateObject())
            if (!Known.Contains(member.Name))
                return Invalid($"{member.Name}: Extra inputs are not permitted");
        if (!request.Has("max_tokens", out var most) || most.ValueKind != JsonValueKind.Number)
            return Invalid("max_tokens: Field required");
        if (request.Has("temperature", out var temperature) && temperature.GetDouble() is < 0 or > 1)
            return Invalid("temperature: range: 0..1");
        if (
            request.Has("thinking", out var thinking)
            && thinking.TryGetProperty("budget_tokens", out var budget)
            && budget.GetInt64() >= most.GetInt64()
        )
            return Invalid("`max_tokens` must be greater than `thinking.budget_tokens`.");
        return TurnsProblem(request.Body.GetProperty("messages")) is { } problem ? Invalid(problem) : null;
    }

    private static string? TurnsProblem(JsonElement messages)
    {
        if (messages.GetArrayLength() == 0)
            return "messages: at least one message is required";
        var before = "assistant";
        foreach (var message in messages.EnumerateArray())
        {
            var role = message.GetProperty("role").GetString();
            if (role is not ("user" or "assistant"))
                return "messages: Unexpected role \"system\". The Messages API accepts a top-level `system` parameter";
            if (role == before)
                return "messages: first message must use the \"user\" role, and roles must alternate between \"user\" and \"assistant\"";
            if (message.GetProperty("content") is { ValueKind: JsonValueKind.String } text && string.IsNullOrWhiteSpace(text.GetString()))
                return "messages: text content blocks must be non-empty";
            before = role;
        }
        return null;
    }

    private static RawReply Invalid(string message) => ApiError.Reply(400, message);
}
