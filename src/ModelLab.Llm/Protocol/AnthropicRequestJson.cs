using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Writes requests in the form of Anthropic's <c>/v1/messages</c>: the system's text apart, turns that alternate and begin with the
/// user's, a token limit always. Further members are the options' additional properties.
/// </summary>
internal static class AnthropicRequestJson
{
    /// <summary>The limit where a call has none, for the protocol wants one: what every model of Anthropic's can write.</summary>
    public const int DefaultMaxTokens = 4096;

    /// <summary>The form of the protocol that this speaks. The next one, of 2026-10-21, takes no temperature from anybody.</summary>
    public const string Version = "2023-06-01";

    // The place of JSON schemas.
    private const string OutputConfig = "output_config";

    public static JsonObject Of(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        var (system, turns) = Split(messages);
        var json = new JsonObject { ["model"] = options?.ModelId ?? model };
        if (system.Length > 0)
            json["system"] = system;
        json["messages"] = turns;
        if (options?.Temperature is { } temperature)
            json["temperature"] = temperature;
        // There is no way to ask for JSON without its schema: then the prompt alone does.
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema })
            json[OutputConfig] = new JsonObject
            {
                ["format"] = new JsonObject { ["type"] = "json_schema", ["schema"] = JsonObject.Create(schema) },
            };
        foreach (var (name, value) in options?.AdditionalProperties?.Where(p => p.Key != ChatRequestJson.NoStreamOptions) ?? [])
            Add(json, name, JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions));
        if (options?.AdditionalProperties?.ContainsKey("max_tokens") != true)
            json["max_tokens"] = LimitOf(options?.MaxOutputTokens, json["thinking"]);
        if (stream)
            json["stream"] = true;
        return json;
    }

    // An effort and a schema have one place.
    private static void Add(JsonObject json, string name, JsonNode? value)
    {
        if (json[name] is JsonObject known && value is JsonObject more)
            foreach (var (inner, its) in more)
                known[inner] = its?.DeepClone();
        else
            json[name] = value;
    }

    /// <summary>The token limit that is sent: it counts what is thought, and one that the budget of thoughts alone reaches is refused.</summary>
    /// <param name="most">The limit of the call; null where it has none.</param>
    /// <param name="thinking">The member of that name; null without it.</param>
    public static long LimitOf(int? most, JsonNode? thinking)
    {
        var limit = most ?? DefaultMaxTokens;
        var thoughts = (thinking as JsonObject)?["budget_tokens"] is JsonValue budget && budget.TryGetValue<int>(out var told) ? told : 0;
        return limit <= thoughts ? (long)limit + thoughts : limit;
    }

    private static (string System, JsonArray Turns) Split(IEnumerable<ChatMessage> messages)
    {
        var said = messages.Where(m => !string.IsNullOrWhiteSpace(m.Text)).ToList(); // empty texts are refused
        var turns = said.Where(m => m.Role != ChatRole.System).ToList();
        // A conversation without a turn is refused, and one that the assistant begins.
        if (turns.Count == 0)
            return ("", [Turn(ChatRole.User, string.Join("\n\n", said.Select(m => m.Text)))]);
        var merged = new List<(ChatRole Role, string Text)>();
        foreach (var (role, text) in turns.Select(m => (m.Role, m.Text)))
        {
            var who = merged.Count == 0 ? ChatRole.User : role;
            if (merged.Count > 0 && merged[^1].Role == who)
                merged[^1] = (who, merged[^1].Text + "\n\n" + text);
            else
                merged.Add((who, text));
        }
        return (
            string.Join("\n\n", said.Where(m => m.Role == ChatRole.System).Select(m => m.Text)),
            [.. merged.Select(m => Turn(m.Role, m.Text))]
        );
    }

    private static JsonObject Turn(ChatRole role, string text) => new() { ["role"] = role.Value, ["content"] = text };
}
