using ModelLab.Core;

namespace ModelLab.Knowledge.Statistics;

/// <summary>Two chunks that say nearly the same.</summary>
/// <param name="First">The lower id.</param>
/// <param name="Second">The higher id.</param>
/// <param name="Similarity">The cosine of their embeddings.</param>
public sealed record NearDuplicate(long First, long Second, double Similarity);

/// <summary>What a knowledge base holds, and how much of it twice.</summary>
/// <param name="Chunks">Chunks and their embeddings.</param>
/// <param name="PastQuestions">Past questions and their embeddings.</param>
/// <param name="Pages">Different pages of the chunks.</param>
/// <param name="ExactDuplicates">Ids of chunks with one text but for white space, two or more a group, by the first id.</param>
/// <param name="NearDuplicates">Pairs with other texts but nearly one direction, by similarity; null when they were not looked for.</param>
public sealed record KnowledgeStats(
    PartCounts Chunks,
    PartCounts PastQuestions,
    int Pages,
    IReadOnlyList<IReadOnlyList<long>> ExactDuplicates,
    IReadOnlyList<NearDuplicate>? NearDuplicates
)
{
    /// <summary>The least cosine of near duplicates.</summary>
    public const double NearSimilarity = 0.97;

    /// <summary>Near duplicates are looked for among so many chunks at most: every chunk is compared with every other.</summary>
    public const int MostForNear = 50_000;

    // How many neighbours of a chunk are looked at; a chunk with more near duplicates shows up as theirs.
    private const int Neighbours = 10;
    private const int Batch = 256;

    /// <summary>Counts.</summary>
    /// <param name="knowledge">The knowledge base.</param>
    /// <param name="embedder">Whose embeddings are looked at.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The base cannot be read.</exception>
    public static async Task<KnowledgeStats> OfAsync(IKnowledgeBase knowledge, string embedder, CancellationToken cancellationToken)
    {
        var chunks = await knowledge.CountAsync(KnowledgePart.Chunks, embedder, cancellationToken).ConfigureAwait(false);
        var past = await knowledge.CountAsync(KnowledgePart.PastQuestions, embedder, cancellationToken).ConfigureAwait(false);
        var pages = new HashSet<string>(StringComparer.Ordinal);
        var byText = new Dictionary<string, List<long>>(StringComparer.Ordinal);
        await foreach (var chunk in knowledge.ChunksAsync(cancellationToken).ConfigureAwait(false))
        {
            pages.Add(chunk.ConfluenceUrl);
            var text = string.Join(' ', chunk.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
            if (!byText.TryGetValue(text, out var ids))
                byText[text] = ids = [];
            ids.Add(chunk.Id);
        }
        List<List<long>> exact = [.. byText.Values.Where(ids => ids.Count > 1).OrderBy(ids => ids[0])];
        var near = chunks.Embedded is > 0 and <= MostForNear
            ? await NearAsync(knowledge, embedder, exact, cancellationToken).ConfigureAwait(false)
            : null;
        return new KnowledgeStats(chunks, past, pages.Count, exact, near);
    }

    private static async Task<IReadOnlyList<NearDuplicate>> NearAsync(
        IKnowledgeBase knowledge,
        string embedder,
        List<List<long>> exact,
        CancellationToken cancellationToken
    )
    {
        // Of chunks with one text the first stands for all, else each would hide the others' near duplicates.
        var repeated = exact.SelectMany(group => group.Skip(1)).ToHashSet();
        var vectors = await knowledge
            .EmbeddingsAsync(KnowledgePart.Chunks, embedder, cancellationToken)
            .Where(v => !repeated.Contains(v.Id))
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        var index = Search.VectorIndex.Of(vectors);
        var found = new Dictionary<(long, long), double>();
        foreach (var batch in vectors.Chunk(Batch))
        {
            var neighbours = index.Search([.. batch.Select(v => v.Values)], Neighbours + 1, cancellationToken);
            for (var i = 0; i < batch.Length; i++)
                foreach (var n in neighbours[i].Where(n => n.Id != batch[i].Id && n.Similarity >= NearSimilarity))
                    found[(Math.Min(n.Id, batch[i].Id), Math.Max(n.Id, batch[i].Id))] = n.Similarity;
        }
        return
        [
            .. found
                .Select(p => new NearDuplicate(p.Key.Item1, p.Key.Item2, p.Value))
                .OrderByDescending(p => p.Similarity)
                .ThenBy(p => p.First)
                .ThenBy(p => p.Second),
        ];
    }
}
