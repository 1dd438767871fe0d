using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>A completion as one JSON object.</summary>
internal static class ChatJson
{
    public static ReadOnlyMemory<byte> Of(ChatReply reply) => JsonBytes.Of(reply, Write, 1024);

    private static void Write(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject();
        reply.WriteHead(json, "chat.completion"u8);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, 0);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("content"u8, reply.Completion.Content);
        if (reply.Completion.Reasoning is { } reasoning)
            json.WriteString("reasoning_content"u8, reasoning);
        if (reply.Completion.Refusal is { } refusal)
            json.WriteString("refusal"u8, refusal);
        json.WriteEndObject();
        json.WriteString("finish_reason"u8, reply.Completion.FinishReason);
        json.WriteEndObject();
        json.WriteEndArray();
        if (reply.Usage is { } usage)
            UsageJson.Write(json, usage);
        json.WriteEndObject();
    }
}
