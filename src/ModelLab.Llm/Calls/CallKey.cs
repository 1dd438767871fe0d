using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>
/// What makes two calls the same: endpoint, model, the logical request (messages or texts to embed, sampling, schema, before any parameter fallback), the
/// repeat and the re-ask. Keys, files, flags, order and the run do not matter.
/// </summary>
public static class CallKey
{
    /// <summary>The SHA-256 over the length-prefixed parts, 32 bytes.</summary>
    public static byte[] Of(ModelCall call)
    {
        using var parts = new Parts();
        parts.Add(call.Endpoint.EndpointId);
        parts.Add(call.Endpoint.Model.Name);
        foreach (var message in call.Messages)
        {
            parts.Add(message.Role.ToString());
            parts.Add(message.Text);
        }
        parts.Add(call.Sampling.Temperature?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        parts.Add(call.Sampling.MaxTokens?.ToString(CultureInfo.InvariantCulture) ?? "");
        parts.Add(call.Schema is { } schema ? JsonMarshal.GetRawUtf8Value(schema.Schema) : []);
        parts.Add(call.Repeat.ToString(CultureInfo.InvariantCulture));
        parts.Add(call.ReAsk.ToString(CultureInfo.InvariantCulture));
        foreach (var input in call.Inputs ?? []) parts.Add(input);
        return SHA256.HashData(parts.Written);
    }

    /// <summary>What makes two embeddings the same: endpoint, model, text and repeat, whatever batch the text is sent in.</summary>
    public static byte[] OfEmbedding(ModelEndpoint endpoint, string text, int repeat = 0) => Of(ModelCall.ForEmbedding(endpoint, [text], repeat));

    /// <summary>Gathers parts as UTF-8, each behind its length, in a borrowed buffer.</summary>
    private sealed class Parts : IDisposable
    {
        private byte[] _bytes = ArrayPool<byte>.Shared.Rent(16 * 1024);
        private int _length;

        public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, _length);

        public void Add(string part)
        {
            var room = Room(Encoding.UTF8.GetMaxByteCount(part.Length));
            Close(Encoding.UTF8.GetBytes(part, room));
        }

        public void Add(ReadOnlySpan<byte> part)
        {
            part.CopyTo(Room(part.Length));
            Close(part.Length);
        }

        public void Dispose() => ArrayPool<byte>.Shared.Return(_bytes);

        private Span<byte> Room(int most)
        {
            var needed = _length + sizeof(int) + most;
            if (needed > _bytes.Length)
            {
                var larger = ArrayPool<byte>.Shared.Rent(needed);
                Written.CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_bytes);
                _bytes = larger;
            }
            return _bytes.AsSpan(_length + sizeof(int));
        }

        private void Close(int part)
        {
            BinaryPrimitives.WriteInt32LittleEndian(_bytes.AsSpan(_length), part);
            _length += sizeof(int) + part;
        }
    }
}
