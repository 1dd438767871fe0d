using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>
/// What makes two calls the same: endpoint, model, the logical request (messages or texts to embed, sampling, schema, before any parameter
/// fallback), the
/// repeat and the re-ask. Keys, files, flags, order and the run do not matter.
/// </summary>
public static class CallKey
{
    /// <summary>The SHA-256 over the length-prefixed parts, 32 bytes.</summary>
    public static byte[] Of(ModelCall call)
    {
        using var parts = new BorrowedBytes(16 * 1024);
        Add(parts, call.Endpoint.EndpointId);
        Add(parts, call.Endpoint.Model.Name);
        foreach (var message in call.Messages)
        {
            Add(parts, message.Role.ToString());
            Add(parts, message.Text);
        }
        Add(parts, call.Sampling.Temperature?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        Add(parts, call.Sampling.MaxTokens?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add(parts, call.Schema is { } schema ? JsonMarshal.GetRawUtf8Value(schema.Schema) : []);
        Add(parts, call.Repeat.ToString(CultureInfo.InvariantCulture));
        Add(parts, call.ReAsk.ToString(CultureInfo.InvariantCulture));
        foreach (var input in call.Inputs ?? [])
            Add(parts, input);
        return SHA256.HashData(parts.Written.Span);
    }

    /// <summary>What makes two embeddings the same: endpoint, model, text and repeat, whatever batch the text is sent in.</summary>
    public static byte[] OfEmbedding(ModelEndpoint endpoint, string text, int repeat = 0) =>
        Of(ModelCall.ForEmbedding(endpoint, [text], repeat));

    // A part is UTF-8 behind its length.
    private static void Add(BorrowedBytes parts, string part)
    {
        var room = parts.GetSpan(sizeof(int) + Encoding.UTF8.GetMaxByteCount(part.Length));
        Close(parts, room, Encoding.UTF8.GetBytes(part, room[sizeof(int)..]));
    }

    private static void Add(BorrowedBytes parts, ReadOnlySpan<byte> part)
    {
        var room = parts.GetSpan(sizeof(int) + part.Length);
        part.CopyTo(room[sizeof(int)..]);
        Close(parts, room, part.Length);
    }

    private static void Close(BorrowedBytes parts, Span<byte> room, int length)
    {
        BinaryPrimitives.WriteInt32LittleEndian(room, length);
        parts.Advance(sizeof(int) + length);
    }
}
