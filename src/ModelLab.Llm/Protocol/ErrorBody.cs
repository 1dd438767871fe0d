using System.Text.Json;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// The message of an error response: OpenAI's <c>error.message</c> (with <c>error.param</c>), a bare <c>error</c> or <c>message</c>,
/// or the list of <c>detail</c> that FastAPI servers send. What those lists quote of the request is left out. Other bodies come whole.
/// </summary>
internal static class ErrorBody
{
    /// <summary>Whether JSON that is no reply says that it is an error.</summary>
    public static bool IsError(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty("error", out var error) && error.ValueKind != JsonValueKind.Null;

    public static string MessageOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return Read(json.RootElement) ?? body;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return body;
        }
    }

    private static string? Read(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Array => string.Join("; ", json.EnumerateArray().Select(Read).OfType<string>()) is { Length: > 0 } all
                ? all
                : null,
            JsonValueKind.Object => ReadObject(json),
            _ => null,
        };

    private static string? ReadObject(JsonElement json)
    {
        foreach (var name in (ReadOnlySpan<string>)["error", "message", "detail", "msg"])
        {
            if (!json.TryGetProperty(name, out var inner) || Read(inner) is not { } message)
                continue;
            return Place(json) is { } place && !message.Contains(place, StringComparison.Ordinal) ? $"{place}: {message}" : message;
        }
        return null;
    }

    // The parameter that is meant.
    private static string? Place(JsonElement json)
    {
        if (json.TryGetProperty("param", out var parameter) && parameter.ValueKind == JsonValueKind.String)
            return parameter.GetString();
        return json.TryGetProperty("loc", out var location) && location.ValueKind == JsonValueKind.Array
            ? string.Join('.', location.EnumerateArray())
            : null;
    }
}
