using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// One request to an OpenAI-compatible <c>/embeddings</c>, read strictly: every text has its vector, all are of one length and finite.
/// </summary>
internal sealed class OpenAiEmbeddingClient(EndpointHttp http, Uri baseUrl, string model) : IEmbeddingGenerator<string, Embedding<float>>
{
    private readonly EmbeddingGeneratorMetadata _metadata = new("openai", baseUrl, model);

    /// <exception cref="EndpointException">
    /// The endpoint answered with an error, or not with one vector a text, all of one length.
    /// </exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var input = new JsonArray([.. values.Select(text => JsonValue.Create(text))]);
        var request = new JsonObject { ["model"] = options?.ModelId ?? model };
        // Some take no list (Yandex); one text alone is a text to all.
        request["input"] = input.Count == 1 ? input[0]!.DeepClone() : input;
        foreach (var (name, value) in options?.AdditionalProperties ?? [])
            request[name] = JsonSerializer.SerializeToNode(value, AIJsonUtilities.DefaultOptions);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var bytes = await response.BytesAsync(cancellationToken).ConfigureAwait(false);
        var embeddings = response.Read(bytes, reply => Read(reply, input.Count));
        embeddings.AdditionalProperties = response.Facts.AsProperties();
        return embeddings;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(EmbeddingGeneratorMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    private static GeneratedEmbeddings<Embedding<float>> Read(JsonElement reply, int texts)
    {
        if (reply.ValueKind != JsonValueKind.Object || !reply.TryGetProperty("data", out var data) || data.ValueKind != JsonValueKind.Array)
            throw new FormatException("the reply has no list 'data'");
        if (data.GetArrayLength() != texts)
            throw new FormatException(FormattableString.Invariant($"{data.GetArrayLength()} vectors came for {texts} texts"));
        var returned = reply.TryGetProperty("model", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        var embeddings = new Embedding<float>?[texts];
        foreach (var (item, position) in data.EnumerateArray().Select((x, i) => (x, i)))
        {
            var index = item.TryGetProperty("index", out var given) ? given.GetInt32() : position;
            if (index < 0 || index >= texts || embeddings[index] is not null)
                throw new FormatException(FormattableString.Invariant($"index {index} comes twice or belongs to no text"));
            embeddings[index] = new Embedding<float>(Vector(item.GetProperty("embedding"), index)) { ModelId = returned };
        }
        if (embeddings.Select(e => e!.Vector.Length).Distinct().Order().ToArray() is { Length: > 1 } lengths)
            throw new FormatException($"the vectors have different dimensions ({string.Join(", ", lengths)})");
        return new GeneratedEmbeddings<Embedding<float>>(embeddings!) { Usage = Usage(reply) };
    }

    private static float[] Vector(JsonElement embedding, int index)
    {
        var vector = new float[embedding.GetArrayLength()];
        var i = 0;
        foreach (var number in embedding.EnumerateArray())
            vector[i++] = number.GetSingle();
        if (vector.Length == 0)
            throw new FormatException(FormattableString.Invariant($"vector {index} is empty"));
        return vector.All(float.IsFinite)
            ? vector
            : throw new FormatException(FormattableString.Invariant($"vector {index} is not finite"));
    }

    private static UsageDetails? Usage(JsonElement reply) =>
        reply.TryGetProperty("usage", out var usage)
        && usage.ValueKind == JsonValueKind.Object
        && (usage.TryGetProperty("prompt_tokens", out var tokens) || usage.TryGetProperty("total_tokens", out tokens))
        && tokens.TryGetInt64(out var count)
            ? new UsageDetails { InputTokenCount = count }
            : null;
}
