using Microsoft.Extensions.AI;

namespace ModelLab.Knowledge.Embedders;

/// <summary>The short way to embed.</summary>
public static class EmbedderExtensions
{
    /// <summary>The vectors of texts of one kind, in their order.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        this IEmbedder embedder,
        IReadOnlyCollection<string> texts,
        TextKind kind,
        CancellationToken cancellationToken,
        int repeat = 0
    )
    {
        var embeddings = await embedder.GenerateAsync(texts, EmbeddingOptions.Of(kind, repeat), cancellationToken).ConfigureAwait(false);
        return [.. embeddings.Select(e => e.Vector)];
    }
}
