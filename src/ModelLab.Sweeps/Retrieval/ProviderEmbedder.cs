using Microsoft.Extensions.AI;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>
/// <c>provider:model</c>: a model behind an OpenAI-compatible <c>/embeddings</c>. Texts go in batches; a batch that the endpoint refuses
/// (too many texts or
/// tokens at once) is halved until it is accepted or one text is left. Journal, retries, limits and money are the caller's.
/// </summary>
/// <param name="endpoint">The model and where it is.</param>
/// <param name="calls">Makes the calls.</param>
/// <remarks>
/// Questions and passages are sent alike: these interfaces know no difference. A blank text has the zero vector, as endpoints refuse it.
/// </remarks>
public sealed class ProviderEmbedder(ModelEndpoint endpoint, IModelCaller calls) : IEmbedder
{
    /// <summary>The most texts of one request.</summary>
    public const int BatchTexts = 64;

    // How many requests wait at a time; how many are under way is the endpoint's adaptive limit.
    private const int BatchesAtOnce = 16;

    private int _dimensions;

    /// <summary>The model.</summary>
    public ModelRef Model => endpoint.Model;

    /// <inheritdoc />
    public string Identity { get; } = $"{endpoint.ModelId} at {endpoint.EndpointId} {endpoint.Parameters}".TrimEnd();

    /// <inheritdoc />
    public int? Dimensions => Volatile.Read(ref _dimensions) is > 0 and var known ? known : null;

    /// <inheritdoc />
    /// <exception cref="EmbeddingFailedException">The endpoint refused, failed for good, or gave vectors of different lengths.</exception>
    /// <exception cref="IOException">The journal cannot be read or written.</exception>
    public async Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        string[] texts = [.. values];
        string[] asked = [.. texts.Where(t => !string.IsNullOrWhiteSpace(t)).Distinct(StringComparer.Ordinal)];
        var batches = asked.Chunk(BatchTexts).ToArray();
        var repeat = EmbeddingOptions.RepeatOf(options);
        var results = new IReadOnlyList<float[]>[batches.Length];
        var parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = BatchesAtOnce };
        // Not the loop's own token: a batch that fails does not drop the others under way, which are paid for.
        await Parallel
            .ForEachAsync(
                Enumerable.Range(0, batches.Length),
                parallel,
                async (i, _) => results[i] = await EmbedAsync(batches[i], repeat, cancellationToken).ConfigureAwait(false)
            )
            .ConfigureAwait(false);
        var byText = asked.Zip(results.SelectMany(r => r)).ToDictionary(x => x.First, x => x.Second, StringComparer.Ordinal);
        if (texts.Length > 0 && Dimensions is null)
            throw new EmbeddingFailedException(
                $"{endpoint.Model}: blank texts only: the vectors' length is unknown until a text is embedded",
                CallErrorClass.BadRequest
            );
        return
        [
            .. texts.Select(text => new Embedding<float>(byText.GetValueOrDefault(text) ?? new float[_dimensions])
            {
                ModelId = endpoint.Model.ToString(),
            }),
        ];
    }

    /// <inheritdoc />
    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    /// <inheritdoc />
    public void Dispose() { }

    private async Task<IReadOnlyList<float[]>> EmbedAsync(ReadOnlyMemory<string> texts, int repeat, CancellationToken cancellationToken)
    {
        var result = await calls
            .CallAsync(ModelCall.ForEmbedding(endpoint, texts.ToArray(), repeat), cancellationToken)
            .ConfigureAwait(false);
        if (result.Vectors is { } vectors)
        {
            foreach (var vector in vectors)
                RequireLength(vector.Length);
            return vectors;
        }
        if (result.ErrorClass != CallErrorClass.BadRequest || texts.Length == 1)
            throw Failure(result, texts);
        var half = texts.Length / 2;
        var first = await EmbedAsync(texts[..half], repeat, cancellationToken).ConfigureAwait(false);
        return [.. first, .. await EmbedAsync(texts[half..], repeat, cancellationToken).ConfigureAwait(false)];
    }

    private void RequireLength(int length)
    {
        var known = Interlocked.CompareExchange(ref _dimensions, length, 0);
        if (known != 0 && known != length)
            throw new EmbeddingFailedException(
                FormattableString.Invariant(
                    $"{endpoint.Model}: gives vectors of {length} and of {known} dimensions: the model behind {endpoint.EndpointId} has changed; 'journal prune --model {endpoint.ModelId}' drops the old vectors"
                ),
                CallErrorClass.Malformed
            );
    }

    private EmbeddingFailedException Failure(CallResult result, ReadOnlyMemory<string> texts)
    {
        var fix = result.ErrorClass switch
        {
            CallErrorClass.Access => $"check {endpoint.KeyVariable}",
            CallErrorClass.NotFound => $"check the name '{endpoint.ModelId}' and whether {endpoint.EndpointId} has embeddings",
            CallErrorClass.BadRequest => $"the text '{Shortened(texts.Span[0])}' is refused: shorten it, or use another model",
            CallErrorClass.Malformed => $"{endpoint.EndpointId}/embeddings does not answer as OpenAI's does",
            _ => "run the command again: what came is kept",
        };
        return new EmbeddingFailedException($"{endpoint.Model}: no embeddings ({result.Error}): {fix}", result.ErrorClass!.Value);
    }

    private static string Shortened(string text)
    {
        var line = text.ReplaceLineEndings(" ").Trim();
        return line.Length <= 60 ? line : string.Concat(line.AsSpan(0, 59), "…");
    }
}
