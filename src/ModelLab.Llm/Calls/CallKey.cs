using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Calls;

/// <summary>
/// What makes two calls the same: endpoint, model, the logical request (messages or texts to embed, sampling, schema, before any parameter
/// fallback), the repeat and the re-ask. Keys, files, flags, order and the run do not matter.
/// </summary>
public static class CallKey
{
    /// <summary>The SHA-256 over the length-prefixed parts, 32 bytes.</summary>
    public static byte[] Of(ModelCall call)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add(call.Endpoint.EndpointId);
        Add(call.Endpoint.ModelId);
        foreach (var message in call.Messages)
        {
            Add(message.Role.ToString());
            Add(message.Text);
        }
        Add(call.Sampling.Temperature?.ToString("R", CultureInfo.InvariantCulture) ?? "");
        Add(call.Sampling.MaxTokens?.ToString(CultureInfo.InvariantCulture) ?? "");
        Add(call.Schema?.Schema.GetRawText() ?? "");
        Add(call.Repeat.ToString(CultureInfo.InvariantCulture));
        Add(call.ReAsk.ToString(CultureInfo.InvariantCulture));
        foreach (var input in call.Inputs ?? [])
            Add(input);
        // Behind all else, so that keys of models without parameters stay what they were.
        if (call.Endpoint.Parameters.Canonical is { Length: > 0 } parameters)
            Add("\0parameters " + parameters);
        return hash.GetHashAndReset();

        // A part is UTF-8 behind its length.
        void Add(string part)
        {
            var text = Encoding.UTF8.GetBytes(part);
            var length = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(length, text.Length);
            hash.AppendData(length);
            hash.AppendData(text);
        }
    }

    /// <summary>What makes two embeddings the same: endpoint, model, text and repeat, whatever batch the text is sent in.</summary>
    public static byte[] OfEmbedding(ModelEndpoint endpoint, string text, int repeat = 0) =>
        Of(ModelCall.ForEmbedding(endpoint, [text], repeat));
}
