using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>
/// A completion as server-sent events: role, reasoning, content or refusal in pieces, finish reason, usage when asked for, the end mark.
/// </summary>
internal static class ChatEvents
{
    private const int PieceLength = 12;

    public static List<ReadOnlyMemory<byte>> Of(ChatReply reply, bool includeUsage)
    {
        var events = new List<ReadOnlyMemory<byte>> { Delta(reply, "role", "assistant") };
        Pieces("reasoning_content", reply.Completion.Reasoning);
        Pieces("content", reply.Completion.Content);
        Pieces("refusal", reply.Completion.Refusal);
        events.Add(Event((reply, (string?)null, (string?)null, reply.Completion.FinishReason)));
        if (includeUsage && reply.Usage is not null)
            events.Add(Framed(JsonBytes.Of(reply, WriteUsage)));
        events.Add("data: [DONE]\n\n"u8.ToArray());
        return events;

        void Pieces(string field, string? text)
        {
            for (var from = 0; text is not null && from < text.Length; )
            {
                var to = Math.Min(from + PieceLength, text.Length);
                if (to < text.Length && char.IsHighSurrogate(text[to - 1]))
                    to++;
                events.Add(Delta(reply, field, text[from..to]));
                from = to;
            }
        }
    }

    private static ReadOnlyMemory<byte> Delta(ChatReply reply, string field, string text) => Event((reply, field, text, null));

    private static ReadOnlyMemory<byte> Event((ChatReply Reply, string? Field, string? Text, string? Finish) part) =>
        Framed(
            JsonBytes.Of(
                part,
                static (json, part) =>
                {
                    json.WriteStartObject();
                    part.Reply.WriteHead(json, "chat.completion.chunk"u8);
                    json.WriteStartArray("choices"u8);
                    json.WriteStartObject();
                    json.WriteNumber("index"u8, 0);
                    json.WriteStartObject("delta"u8);
                    if (part.Field is not null)
                        json.WriteString(part.Field, part.Text);
                    json.WriteEndObject();
                    json.WriteString("finish_reason"u8, part.Finish);
                    json.WriteEndObject();
                    json.WriteEndArray();
                    json.WriteEndObject();
                }
            )
        );

    private static void WriteUsage(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject();
        reply.WriteHead(json, "chat.completion.chunk"u8);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        UsageJson.Write(json, reply.Usage!);
        json.WriteEndObject();
    }

    private static ReadOnlyMemory<byte> Framed(ReadOnlyMemory<byte> json) => (byte[])[.. "data: "u8, .. json.Span, .. "\n\n"u8];
}
