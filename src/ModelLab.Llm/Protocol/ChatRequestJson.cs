using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Writes requests in the form of OpenAI's <c>/chat/completions</c>. What the options leave open is not sent. The token limit goes under
/// its older name, <c>max_tokens</c>, the only one that most compatible endpoints know; further members are the options' additional
/// properties.
/// </summary>
internal static class ChatRequestJson
{
    /// <summary>An additional property that is not sent: it says that <c>stream_options</c> is not accepted.</summary>
    public const string NoStreamOptions = "modellab.no_stream_options";

    public static JsonObject Of(string model, IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream)
    {
        var json = new JsonObject
        {
            ["model"] = options?.ModelId ?? model,
            ["messages"] = new JsonArray([.. messages.Select(m => new JsonObject { ["role"] = m.Role.Value, ["content"] = m.Text })]),
        };
        if (options?.Temperature is { } temperature)
            json["temperature"] = temperature;
        if (options?.MaxOutputTokens is { } most)
            json["max_tokens"] = most;
        if (options?.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
            json["response_format"] = new JsonObject
            {
                ["type"] = "json_schema",
                ["json_schema"] = new JsonObject { ["name"] = format.SchemaName ?? "reply", ["schema"] = JsonObject.Create(schema) },
            };
        else if (options?.ResponseFormat is ChatResponseFormatJson)
            json["response_format"] = new JsonObject { ["type"] = "json_object" };
        foreach (var (name, value) in options?.AdditionalProperties?.Where(p => p.Key != NoStreamOptions) ?? [])
            json[name] = JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions);
        if (stream)
        {
            json["stream"] = true;
            if (options?.AdditionalProperties?.ContainsKey(NoStreamOptions) != true)
                json["stream_options"] = new JsonObject { ["include_usage"] = true };
        }
        return json;
    }
}
