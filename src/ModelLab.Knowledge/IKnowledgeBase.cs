using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Knowledge;

/// <summary>
/// A help desk's passages and its past questions, with their embeddings and exact nearest-neighbour search. Safe for concurrent reading.
/// Every member throws <see cref="BadInputException"/> when the store cannot be reached or is not in the expected shape.
/// </summary>
public interface IKnowledgeBase : IAsyncDisposable
{
    /// <summary>Where it is, as a user would name it; never holds a password.</summary>
    string Location { get; }

    /// <summary>How neighbours are found; part of a run's fingerprint, for an approximate search may miss some.</summary>
    SearchMode SearchMode { get; }

    /// <summary>
    /// The SHA-256, hex, over the ids, pages and texts of all chunks in the order of their ids. Equal content gives an equal hash in every
    /// store.
    /// </summary>
    Task<string> ContentHashAsync(CancellationToken cancellationToken);

    /// <summary>How much a part holds, and how much of it has an embedding.</summary>
    /// <param name="part">The part.</param>
    /// <param name="embedder">Whose embeddings are counted. A store that does not note the embedder counts all it has.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<PartCounts> CountAsync(KnowledgePart part, string embedder, CancellationToken cancellationToken);

    /// <summary>All chunks, by id.</summary>
    IAsyncEnumerable<KnowledgeChunk> ChunksAsync(CancellationToken cancellationToken);

    /// <summary>The chunks of some ids; ids that are not there are not in the answer.</summary>
    Task<IReadOnlyDictionary<long, KnowledgeChunk>> FindChunksAsync(IReadOnlyCollection<long> ids, CancellationToken cancellationToken);

    /// <summary>All past questions, by id.</summary>
    IAsyncEnumerable<PastQuestion> PastQuestionsAsync(CancellationToken cancellationToken);

    /// <summary>All embeddings of a part as they were written (not normalised), by id.</summary>
    IAsyncEnumerable<ItemVector> EmbeddingsAsync(KnowledgePart part, string embedder, CancellationToken cancellationToken);

    /// <summary>The next texts to embed, by id: a chunk's text, a past question's question.</summary>
    /// <param name="part">The part.</param>
    /// <param name="embedder">Whose embeddings are meant.</param>
    /// <param name="afterId">Only ids above this one; null starts at the first.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="onlyMissing">Leaves out what has an embedding.</param>
    /// <param name="cancellationToken">Stops it.</param>
    Task<IReadOnlyList<ItemText>> TextsToEmbedAsync(
        KnowledgePart part,
        string embedder,
        long? afterId,
        int count,
        bool onlyMissing,
        CancellationToken cancellationToken
    );

    /// <summary>Writes embeddings, all or none; those that are there are replaced.</summary>
    /// <exception cref="BadInputException">A vector is not finite, or its length differs from those that are there.</exception>
    Task WriteEmbeddingsAsync(KnowledgePart part, string embedder, IReadOnlyList<ItemVector> vectors, CancellationToken cancellationToken);

    /// <summary>
    /// The nearest items of each query by cosine distance, nearest first, ties by id. A vector of zeros has no direction: as an item it
    /// is never found, as a query it finds nothing.
    /// </summary>
    /// <param name="part">Where to search.</param>
    /// <param name="embedder">Whose embeddings are searched.</param>
    /// <param name="queries">Query vectors of that embedder; none, one or many.</param>
    /// <param name="k">How many neighbours at most, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One list per query, in the order of the queries.</returns>
    /// <exception cref="BadInputException">The part is empty, has no embeddings, or has others than the queries' length; or a query is not
    /// finite.</exception>
    Task<IReadOnlyList<IReadOnlyList<Neighbour>>> SearchAsync(
        KnowledgePart part,
        string embedder,
        IReadOnlyList<ReadOnlyMemory<float>> queries,
        int k,
        CancellationToken cancellationToken
    );
}
