using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Knowledge.Postgres;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>An opened knowledge base and the embedder that belongs to it.</summary>
/// <param name="Base">The knowledge base.</param>
/// <param name="Embedder">The embedder.</param>
/// <param name="EmbeddingModel">The embedder as it was named.</param>
/// <param name="ContentSha256">The knowledge base's content hash.</param>
/// <param name="Chunks">How many chunks it holds.</param>
public sealed record Retriever(IKnowledgeBase Base, IEmbedder Embedder, string EmbeddingModel, string ContentSha256, long Chunks)
    : IAsyncDisposable
{
    private const int EmbeddingBatch = 64;

    /// <summary>Makes the embeddings that a part lacks.</summary>
    /// <exception cref="BadInputException">The base is a database that a run does not write to.</exception>
    public async Task EmbedMissingAsync(KnowledgePart part, CancellationToken cancellationToken)
    {
        var counts = await Base.CountAsync(part, Embedder.Identity, cancellationToken).ConfigureAwait(false);
        if (counts.Embedded == counts.Items)
            return;
        if (Base is PostgresKnowledgeBase)
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Base.Location}: {counts.Items - counts.Embedded} of {counts.Items} "
                        + $"{(part == KnowledgePart.Chunks ? "chunks" : "past questions")} have no embedding: make them with 'kb embed "
                        + $"--database …'; a run does not write to a database"
                )
            );
        await EmbeddingJob
            .RunAsync(
                Base,
                part,
                Embedder,
                part == KnowledgePart.PastQuestions ? EmbeddingOptions.Of(TextKind.Query) : null,
                Embedder.Identity,
                overwrite: false,
                EmbeddingBatch,
                progress: null,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    /// <summary>The vectors of questions.</summary>
    /// <param name="questions">The questions.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="repeat">Which repeat of the same texts this is, so that no cache answers in the model's place.</param>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IEnumerable<string> questions,
        CancellationToken cancellationToken,
        int repeat = 0
    )
    {
        var vectors = new List<ReadOnlyMemory<float>>();
        foreach (var batch in questions.Chunk(EmbeddingBatch))
            vectors.AddRange(await Embedder.EmbedAsync(batch, TextKind.Query, cancellationToken, repeat).ConfigureAwait(false));
        return vectors;
    }

    /// <summary>The vectors of all chunks.</summary>
    public async Task<IReadOnlyList<ReadOnlyMemory<float>>> ChunkVectorsAsync(CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>>();
        var embedded = Base.EmbeddingsAsync(KnowledgePart.Chunks, Embedder.Identity, cancellationToken);
        await foreach (var vector in embedded.ConfigureAwait(false))
            vectors.Add(vector.Values);
        return vectors;
    }

    /// <summary>All chunks.</summary>
    public async Task<IReadOnlyList<KnowledgeChunk>> ChunksAsync(CancellationToken cancellationToken)
    {
        var chunks = new List<KnowledgeChunk>();
        await foreach (var chunk in Base.ChunksAsync(cancellationToken).ConfigureAwait(false))
            chunks.Add(chunk);
        return chunks;
    }

    /// <summary>The chunks nearest to each vector, nearest first, at most <paramref name="depth"/>.</summary>
    public async Task<IReadOnlyList<IReadOnlyList<RetrievedChunk>>> RetrieveAsync(
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        int depth,
        CancellationToken cancellationToken
    )
    {
        var found = await Base.SearchAsync(KnowledgePart.Chunks, Embedder.Identity, vectors, depth, cancellationToken)
            .ConfigureAwait(false);
        var chunks = await Base.FindChunksAsync([.. found.SelectMany(f => f).Select(n => n.Id).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. found.Select(f =>
                (IReadOnlyList<RetrievedChunk>)[.. f.Select(n => new RetrievedChunk(n.Id, chunks[n.Id].ConfluenceUrl, n.Similarity))]
            ),
        ];
    }

    /// <summary>The texts of chunks by their ids.</summary>
    public async Task<IReadOnlyDictionary<long, string>> TextsAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var chunks = await Base.FindChunksAsync([.. ids.Distinct()], cancellationToken).ConfigureAwait(false);
        return chunks.ToDictionary(c => c.Key, c => c.Value.Text);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        Embedder.Dispose();
        await Base.DisposeAsync().ConfigureAwait(false);
    }
}
