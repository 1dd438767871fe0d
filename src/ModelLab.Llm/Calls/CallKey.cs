using System.Buffers.Binary;
using System.Globalization;
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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(hash, call.Endpoint.EndpointId);
        Add(hash, call.Endpoint.Model.Name);
        foreach (var message in call.Messages)
        {
            Add(hash, message.Role.ToString());
            Add(hash, message.Text);
        }
        Add(hash, call.Sampling.Temperature?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        Add(hash, call.Sampling.MaxTokens?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add(hash, call.Schema?.Schema.GetRawText() ?? "");
        Add(hash, call.Repeat.ToString(CultureInfo.InvariantCulture));
        Add(hash, call.ReAsk.ToString(CultureInfo.InvariantCulture));
        foreach (var input in call.Inputs ?? []) Add(hash, input);
        return hash.GetHashAndReset();
    }

    /// <summary>What makes two embeddings the same: endpoint, model, text and repeat, whatever batch the text is sent in.</summary>
    public static byte[] OfEmbedding(ModelEndpoint endpoint, string text, int repeat = 0) => Of(ModelCall.ForEmbedding(endpoint, [text], repeat));

    private static void Add(IncrementalHash hash, string part)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = Encoding.UTF8.GetBytes(part);
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }
}
