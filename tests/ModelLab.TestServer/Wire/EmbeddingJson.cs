using System.Buffers.Binary;
using System.Text.Json;

namespace ModelLab.Testing.Wire;

/// <summary>The reply to an embeddings request.</summary>
internal static class EmbeddingJson
{
    public static RawReply Of(ReceivedRequest request, ModelScript script)
    {
        if (Inputs(request) is not { } inputs)
            return ApiError.Reply(400, "'input' must be a text or a non-empty list of texts, none of them empty.", "input");
        var dimensions = script.EmbeddingDimensions;
        if (request.Has("dimensions", out var asked) && (!asked.TryGetInt32(out dimensions) || dimensions is < 1 or > 8192))
            return ApiError.Reply(400, "'dimensions' must be a whole number from 1 to 8192.", "dimensions");
        var base64 = request.Has("encoding_format", out var format) && format.ValueEquals("base64"u8);
        var usage = script.OmitUsage ? null : script.Usage ?? new ReportedUsage(ReportedUsage.Count(inputs.Sum(i => i.Length)), 0);
        return new(
            200,
            ContentTypes.Json,
            JsonBytes.Of(
                (inputs, dimensions, base64, model: script.ReturnedModel ?? request.Model, usage),
                Write,
                inputs.Count * dimensions * 12 + 256
            )
        );
    }

    private static List<string>? Inputs(ReceivedRequest request)
    {
        request.Has("input", out var input);
        if (input.ValueKind == JsonValueKind.String)
            return input.GetString() is { Length: > 0 } one ? [one] : null;
        if (input.ValueKind != JsonValueKind.Array || input.GetArrayLength() == 0)
            return null;
        var texts = new List<string>(input.GetArrayLength());
        foreach (var item in input.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String || item.GetString() is not { Length: > 0 } text)
                return null;
            texts.Add(text);
        }
        return texts;
    }

    private static void Write(
        Utf8JsonWriter json,
        (List<string> Inputs, int Dimensions, bool Base64, string Model, ReportedUsage? Usage) reply
    )
    {
        json.WriteStartObject();
        json.WriteString("object"u8, "list"u8);
        json.WriteStartArray("data"u8);
        for (var i = 0; i < reply.Inputs.Count; i++)
        {
            var vector = HashedWords.Embed(reply.Inputs[i], reply.Dimensions);
            json.WriteStartObject();
            json.WriteString("object"u8, "embedding"u8);
            json.WriteNumber("index"u8, i);
            if (reply.Base64)
                json.WriteBase64String("embedding"u8, LittleEndian(vector));
            else
            {
                json.WriteStartArray("embedding"u8);
                foreach (var x in vector)
                    json.WriteNumberValue(x);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("model"u8, reply.Model);
        if (reply.Usage is { } usage)
        {
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, usage.Prompt);
            json.WriteNumber("total_tokens"u8, usage.Prompt);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static byte[] LittleEndian(float[] vector)
    {
        var bytes = new byte[vector.Length * sizeof(float)];
        for (var i = 0; i < vector.Length; i++)
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), vector[i]);
        return bytes;
    }
}
