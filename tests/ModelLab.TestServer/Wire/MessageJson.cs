using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>A completion as a message of Anthropic's.</summary>
internal static class MessageJson
{
    public static ReadOnlyMemory<byte> Of(ChatReply reply) => JsonBytes.Of(reply, Write, 1024);

    /// <summary>OpenAI's word for why a model stopped in Anthropic's.</summary>
    public static string StopReason(Completion completion) =>
        completion.Refusal is not null
            ? "refusal"
            : completion.FinishReason switch
            {
                "stop" => "end_turn",
                "length" => "max_tokens",
                "content_filter" => "refusal",
                var other => other,
            };

    /// <summary>The tokens: what a cache gave is not among those of the input.</summary>
    public static void WriteUsage(Utf8JsonWriter json, ReportedUsage usage, bool ofStart = false)
    {
        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, usage.Prompt - (usage.Cached ?? 0));
        if (usage.Cached is { } cached)
            json.WriteNumber("cache_read_input_tokens"u8, cached);
        json.WriteNumber("output_tokens"u8, ofStart ? 1 : usage.Completion);
        if (usage.Reasoning is { } thinking && !ofStart)
        {
            json.WriteStartObject("output_tokens_details"u8);
            json.WriteNumber("thinking_tokens"u8, thinking);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Why the model stopped, and its words where it declined.</summary>
    public static void WriteStop(Utf8JsonWriter json, Completion completion)
    {
        json.WriteString("stop_reason"u8, StopReason(completion));
        if (completion.Refusal is not { } refusal)
            return;
        json.WriteStartObject("stop_details"u8);
        json.WriteString("type"u8, "refusal"u8);
        json.WriteString("explanation"u8, refusal);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, reply.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, reply.Model);
        json.WriteStartArray("content"u8);
        if (reply.Completion.Reasoning is { } reasoning)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "thinking"u8);
            json.WriteString("thinking"u8, reasoning);
            json.WriteString("signature"u8, "c2lnbmVk"u8);
            json.WriteEndObject();
        }
        if (reply.Completion.Content is { } text)
        {
            json.WriteStartObject();
            json.WriteString("type"u8, "text"u8);
            json.WriteString("text"u8, text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteStop(json, reply.Completion);
        if (reply.Usage is { } usage)
            WriteUsage(json, usage);
        json.WriteEndObject();
    }
}
