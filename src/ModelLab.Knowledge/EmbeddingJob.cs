using System.Globalization;
using Microsoft.Extensions.AI;
using ModelLab.Core;

namespace ModelLab.Knowledge;

/// <summary>How far an embedding job is.</summary>
/// <param name="Part">What is being embedded.</param>
/// <param name="Done">Texts embedded and stored by this job.</param>
/// <param name="Total">Texts that were to be embedded when the job began.</param>
public sealed record EmbeddingProgress(KnowledgePart Part, long Done, long Total);

/// <summary>
/// Makes embeddings batch by batch; each batch is stored before the next is asked for, so a job that is stopped goes on where it was.
/// An overwriting job that is stopped begins anew, and until it has ended the old vectors that are left stand beside new ones.
/// </summary>
public static class EmbeddingJob
{
    /// <summary>Embeds one part.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="part">The part.</param>
    /// <param name="generator">The embedder.</param>
    /// <param name="options">What the embedder is told about these texts, or null.</param>
    /// <param name="embedder">Its identity.</param>
    /// <param name="overwrite">All texts, not only those without an embedding.</param>
    /// <param name="batchSize">Texts a batch, at least 1.</param>
    /// <param name="progress">Told after every batch, and once before the first.</param>
    /// <param name="cancellationToken">Stops it between batches.</param>
    /// <returns>How many texts were embedded.</returns>
    /// <exception cref="BadInputException">The embedder gave something else than one finite vector a text.</exception>
    public static async Task<long> RunAsync(
        IKnowledgeBase knowledge,
        KnowledgePart part,
        IEmbeddingGenerator<string, Embedding<float>> generator,
        EmbeddingGenerationOptions? options,
        string embedder,
        bool overwrite,
        int batchSize,
        IProgress<EmbeddingProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var counts = await knowledge.CountAsync(part, embedder, cancellationToken).ConfigureAwait(false);
        var total = overwrite ? counts.Items : counts.Items - counts.Embedded;
        var done = 0L;
        long? last = null;
        progress?.Report(new EmbeddingProgress(part, done, total));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var texts = await knowledge
                .TextsToEmbedAsync(part, embedder, last, batchSize, !overwrite, cancellationToken)
                .ConfigureAwait(false);
            if (texts.Count == 0)
                return done;
            var embeddings = await generator.GenerateAsync(texts.Select(t => t.Text), options, cancellationToken).ConfigureAwait(false);
            if (embeddings.Count != texts.Count)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{embedder}: gave {embeddings.Count} vectors for {texts.Count} texts: the embedder is broken"
                    )
                );
            await knowledge
                .WriteEmbeddingsAsync(
                    part,
                    embedder,
                    [.. texts.Zip(embeddings, (t, e) => new ItemVector(t.Id, e.Vector))],
                    cancellationToken
                )
                .ConfigureAwait(false);
            last = texts[^1].Id;
            done += texts.Count;
            progress?.Report(new EmbeddingProgress(part, done, total));
        }
    }
}
