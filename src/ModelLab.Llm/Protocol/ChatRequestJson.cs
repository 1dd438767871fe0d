using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// A chat request in the form of OpenAI's <c>/chat/completions</c>. What the options leave open is not sent. The token limit goes under its
/// older name,
/// <c>max_tokens</c>, the only one that most compatible endpoints know; further members are the options' additional properties.
/// </summary>
internal sealed record ChatRequestJson(string Model, IEnumerable<ChatMessage> Messages, ChatOptions? Options, bool Stream)
{
    public static void Write(Utf8JsonWriter json, ChatRequestJson request)
    {
        json.WriteStartObject();
        json.WriteString("model"u8, request.Model);
        json.WriteStartArray("messages"u8);
        foreach (var message in request.Messages)
        {
            json.WriteStartObject();
            json.WriteString("role"u8, message.Role.Value);
            json.WriteString("content"u8, message.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (request.Options is { } options)
            WriteOptions(json, options);
        if (request.Stream)
        {
            json.WriteBoolean("stream"u8, true);
            json.WriteStartObject("stream_options"u8);
            json.WriteBoolean("include_usage"u8, true);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter json, ChatOptions options)
    {
        if (options.Temperature is { } temperature)
            json.WriteNumber("temperature"u8, temperature);
        if (options.MaxOutputTokens is { } most)
            json.WriteNumber("max_tokens"u8, most);
        if (options.ResponseFormat is ChatResponseFormatJson { Schema: { } schema } format)
        {
            json.WriteStartObject("response_format"u8);
            json.WriteString("type"u8, "json_schema"u8);
            json.WriteStartObject("json_schema"u8);
            json.WriteString("name"u8, format.SchemaName ?? "reply");
            json.WritePropertyName("schema"u8);
            json.WriteRawValue(JsonMarshal.GetRawUtf8Value(schema), skipInputValidation: true);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        foreach (var (name, value) in options.AdditionalProperties ?? [])
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }
    }
}
