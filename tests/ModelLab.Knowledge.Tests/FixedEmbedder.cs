using Microsoft.Extensions.AI;

namespace ModelLab.Knowledge.Tests;

/// <summary>An embedder whose vectors a test says, text by text.</summary>
internal sealed class FixedEmbedder(Func<string, float[]> vector) : IEmbeddingGenerator<string, Embedding<float>>
{
    public List<string[]> Batches { get; } = [];

    public Task<GeneratedEmbeddings<Embedding<float>>> GenerateAsync(
        IEnumerable<string> values,
        EmbeddingGenerationOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        Batches.Add([.. values]);
        return Task.FromResult(new GeneratedEmbeddings<Embedding<float>>(Batches[^1].Select(v => new Embedding<float>(vector(v)))));
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose() { }
}
