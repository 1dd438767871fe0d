using System.Globalization;
using Microsoft.Extensions.AI;
using ModelLab.Core;
using ModelLab.Knowledge.Search;

namespace ModelLab.Knowledge;

/// <summary>
/// Finds out whether stored embeddings were made by the embedder at hand: a few stored chunks are embedded again and compared.
/// </summary>
public static class EmbedderCheck
{
    /// <summary>How many chunks are embedded again, the first and the last among them.</summary>
    public const int Samples = 5;

    /// <summary>
    /// The least cosine between stored and new vector. The same model on other hardware stays far above it, another model far below.
    /// </summary>
    public const double LeastCosine = 0.99;

    /// <summary>Compares; does nothing where no chunk has an embedding.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="generator">The embedder.</param>
    /// <param name="embedder">Its identity.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The embedder did not make these embeddings.</exception>
    public static async Task RunAsync(
        IKnowledgeBase knowledge,
        IEmbeddingGenerator<string, Embedding<float>> generator,
        string embedder,
        CancellationToken cancellationToken
    )
    {
        var counts = await knowledge.CountAsync(KnowledgePart.Chunks, embedder, cancellationToken).ConfigureAwait(false);
        if (counts.Embedded == 0)
            return;
        var stored = await SampleAsync(knowledge, embedder, counts.Embedded, cancellationToken).ConfigureAwait(false);
        var chunks = await knowledge.FindChunksAsync([.. stored.Select(s => s.Id)], cancellationToken).ConfigureAwait(false);
        var renewed = await generator
            .GenerateAsync(stored.Select(s => chunks[s.Id].Text), cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        for (var i = 0; i < stored.Count; i++)
        {
            var (old, now) = (stored[i].Values, renewed[i].Vector);
            if (old.Length != now.Length)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{knowledge.Location}: its embeddings have {old.Length} dimensions, those of {embedder} have {now.Length}: "
                            + $"give the embedder that made them, or make new ones with 'kb embed --overwrite' (in a file: a column of a "
                            + $"database keeps its dimensions)"
                    )
                );
            // Two vectors of zeros agree; one alone does not.
            var cosine = Vectors.Cosine(old.Span, now.Span) ?? (Vectors.IsZero(old.Span) && Vectors.IsZero(now.Span) ? 1 : 0);
            if (cosine < LeastCosine)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{knowledge.Location}: {embedder} did not make its embeddings: chunk {stored[i].Id} embedded again has "
                            + $"cosine {cosine:0.0000} to the stored one, under {LeastCosine}: give the embedder that made them, or make "
                            + $"new ones with 'kb embed --overwrite'"
                    )
                );
        }
    }

    // Spread over all ids, so that a base overwritten only in part is found out too.
    private static async Task<List<ItemVector>> SampleAsync(
        IKnowledgeBase knowledge,
        string embedder,
        long count,
        CancellationToken cancellationToken
    )
    {
        var wanted = Enumerable.Range(0, Samples).Select(i => i * (count - 1) / (Samples - 1)).ToHashSet();
        var sample = new List<ItemVector>();
        var position = 0L;
        await foreach (var vector in knowledge.EmbeddingsAsync(KnowledgePart.Chunks, embedder, cancellationToken).ConfigureAwait(false))
            if (wanted.Contains(position++))
                sample.Add(vector);
        return sample;
    }
}
