using System.Text;
using System.Text.Json;

namespace ModelLab.Testing;

/// <summary>A chat or embeddings request as it came.</summary>
public sealed class ReceivedRequest
{
    private IReadOnlyList<ReceivedMessage>? _messages;

    /// <summary>Its place in the order of arrival, from 1.</summary>
    public required int Sequence { get; init; }

    /// <summary>The whole path.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// The provider's part of the path (<see cref="TestServer.BaseUrlFor"/>); empty for <see cref="TestServer.BaseUrl"/>.
    /// </summary>
    public required string Prefix { get; init; }

    /// <summary>The model asked for; empty when the body names none.</summary>
    public required string Model { get; init; }

    /// <summary>The Authorization header, or null.</summary>
    public required string? Authorization { get; init; }

    /// <summary>
    /// The key that came: a bearer's, or that of <c>x-api-key</c> or <c>api-key</c>; null without one.
    /// </summary>
    public required string? Key { get; init; }

    /// <summary>All headers, by name whatever its case; empty while <see cref="TestServer.RecordRequests"/> is off.</summary>
    public required IReadOnlyDictionary<string, string> Headers { get; init; }

    /// <summary>The body; its kind is Undefined when it is not JSON.</summary>
    public required JsonElement Body { get; init; }

    /// <summary>Tells bodies apart.</summary>
    public required UInt128 BodyHash { get; init; }

    /// <summary>When it came, since the server's start.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Which request for this model it is, from 1.</summary>
    public required int CallNumber { get; init; }

    /// <summary>
    /// How often this body has come to this prefix, this time included; always 1 while <see cref="TestServer.HashRequests"/> is off.
    /// </summary>
    public required int AttemptOfSameBody { get; init; }

    /// <summary>Whether the reply is asked for as a stream of events.</summary>
    public bool Stream => Has("stream", out var stream) && stream.ValueKind == JsonValueKind.True;

    /// <summary>The messages, in their order; empty when there are none.</summary>
    public IReadOnlyList<ReceivedMessage> Messages => _messages ??= ReadMessages();

    /// <summary>The texts of an embeddings request, which come as a list or one alone; empty when there are none.</summary>
    public IReadOnlyList<string> Inputs =>
        !Has("input", out var input) ? []
        : input.ValueKind == JsonValueKind.Array ? [.. input.EnumerateArray().Select(Text)]
        : [Text(input)];

    /// <summary>Whether the body has a field that is not null.</summary>
    public bool Has(string name, out JsonElement value)
    {
        value = default;
        return Body.ValueKind == JsonValueKind.Object && Body.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private List<ReceivedMessage> ReadMessages()
    {
        if (!Has("messages", out var messages) || messages.ValueKind != JsonValueKind.Array)
            return [];
        var read = new List<ReceivedMessage>(messages.GetArrayLength() + 1);
        // Anthropic's protocol has the system's text apart.
        if (Has("system", out var system))
            read.Add(new("system", Text(system)));
        foreach (var message in messages.EnumerateArray())
        {
            if (message.ValueKind != JsonValueKind.Object)
                continue;
            var role = message.TryGetProperty("role", out var r) ? r.GetString() ?? "" : "";
            read.Add(new(role, message.TryGetProperty("content", out var content) ? Text(content) : ""));
        }
        return read;
    }

    private static string Text(JsonElement content)
    {
        if (content.ValueKind == JsonValueKind.String)
            return content.GetString()!;
        if (content.ValueKind != JsonValueKind.Array)
            return "";
        var text = new StringBuilder();
        foreach (var part in content.EnumerateArray())
            if (part.ValueKind == JsonValueKind.Object && part.TryGetProperty("text", out var words))
                text.Append(words.GetString());
        return text.ToString();
    }
}
