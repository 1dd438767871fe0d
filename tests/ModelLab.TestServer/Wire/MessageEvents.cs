using System.Text;
using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>
/// A completion as the events of Anthropic's stream: start, a block of thoughts, a block of text in pieces, why it stopped with the tokens,
/// stop. A ping stands among them, as it may anywhere.
/// </summary>
internal static class MessageEvents
{
    private const int PieceLength = 12;

    public static List<ReadOnlyMemory<byte>> Of(ChatReply reply)
    {
        var events = new List<ReadOnlyMemory<byte>>
        {
            Event("message_start", reply, WriteStart),
            Event("ping", reply, static (_, _) => { }),
        };
        var blocks = 0;
        Block("thinking", reply.Completion.Reasoning);
        Block("text", reply.Completion.Content);
        events.Add(Event("message_delta", reply, WriteEnd));
        events.Add(Event("message_stop", reply, static (_, _) => { }));
        return events;

        void Block(string kind, string? text)
        {
            if (text is null)
                return;
            var index = blocks++;
            events.Add(Event("content_block_start", (index, kind, text: ""), WriteBlock));
            for (var from = 0; from < text.Length; )
            {
                var to = Math.Min(from + PieceLength, text.Length);
                if (to < text.Length && char.IsHighSurrogate(text[to - 1]))
                    to++;
                events.Add(Event("content_block_delta", (index, kind, text: text[from..to]), WritePiece));
                from = to;
            }
            if (kind == "thinking")
                events.Add(Event("content_block_delta", (index, kind: "signature", text: "c2lnbmVk"), WritePiece));
            events.Add(Event("content_block_stop", index, static (json, index) => json.WriteNumber("index"u8, index)));
        }
    }

    private static void WriteStart(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("id"u8, reply.Id);
        json.WriteString("type"u8, "message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WriteString("model"u8, reply.Model);
        json.WriteStartArray("content"u8);
        json.WriteEndArray();
        json.WriteNull("stop_reason"u8);
        if (reply.Usage is { } usage)
            MessageJson.WriteUsage(json, usage, ofStart: true);
        json.WriteEndObject();
    }

    private static void WriteBlock(Utf8JsonWriter json, (int Index, string Kind, string Text) block)
    {
        json.WriteNumber("index"u8, block.Index);
        json.WriteStartObject("content_block"u8);
        json.WriteString("type"u8, block.Kind);
        json.WriteString(block.Kind, "");
        json.WriteEndObject();
    }

    private static void WritePiece(Utf8JsonWriter json, (int Index, string Kind, string Text) piece)
    {
        json.WriteNumber("index"u8, piece.Index);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, piece.Kind + "_delta");
        json.WriteString(piece.Kind, piece.Text);
        json.WriteEndObject();
    }

    private static void WriteEnd(Utf8JsonWriter json, ChatReply reply)
    {
        json.WriteStartObject("delta"u8);
        MessageJson.WriteStop(json, reply.Completion);
        json.WriteEndObject();
        // Only the output's: those of the input were told at the start.
        if (reply.Usage is { } usage)
        {
            json.WriteStartObject("usage"u8);
            json.WriteNumber("output_tokens"u8, usage.Completion);
            if (usage.Reasoning is { } thinking)
            {
                json.WriteStartObject("output_tokens_details"u8);
                json.WriteNumber("thinking_tokens"u8, thinking);
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
    }

    private static ReadOnlyMemory<byte> Event<T>(string type, T value, Action<Utf8JsonWriter, T> write)
    {
        var json = JsonBytes.Of(
            (type, value, write),
            static (json, part) =>
            {
                json.WriteStartObject();
                json.WriteString("type"u8, part.type);
                part.write(json, part.value);
                json.WriteEndObject();
            }
        );
        return (byte[])[.. "event: "u8, .. Encoding.UTF8.GetBytes(type), .. "\ndata: "u8, .. json.Span, .. "\n\n"u8];
    }
}
