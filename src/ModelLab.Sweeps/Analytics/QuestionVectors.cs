using System.Globalization;
using ModelLab.Core;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Knowledge.Search;

namespace ModelLab.Sweeps.Analytics;

/// <summary>The vectors of questions, and what they find.</summary>
internal static class QuestionVectors
{
    // 256 vectors of 8,192 floats are 8 MB.
    private const int Batch = 256;

    /// <summary>The vectors of past questions: those that are stored, the others embedded now and not stored.</summary>
    /// <exception cref="BadInputException">A stored vector cannot be compared with the others.</exception>
    public static async Task<IReadOnlyList<ReadOnlyMemory<float>>> OfPastQuestionsAsync(
        IKnowledgeBase knowledge,
        IEmbedder embedder,
        IReadOnlyList<PastQuestion> questions,
        CancellationToken cancellationToken
    )
    {
        var places = questions.Select((q, i) => (q.Id, i)).ToDictionary(p => p.Id, p => p.i);
        var vectors = new ReadOnlyMemory<float>?[questions.Count];
        await foreach (
            var vector in knowledge.EmbeddingsAsync(KnowledgePart.PastQuestions, embedder.Identity, cancellationToken).ConfigureAwait(false)
        )
            if (places.TryGetValue(vector.Id, out var place))
                vectors[place] = vector.Values;
        foreach (var missing in Enumerable.Range(0, vectors.Length).Where(i => vectors[i] is null).Chunk(Batch).ToList())
        {
            var embedded = await embedder
                .EmbedAsync([.. missing.Select(i => questions[i].Question)], TextKind.Query, cancellationToken)
                .ConfigureAwait(false);
            for (var i = 0; i < missing.Length; i++)
                vectors[missing[i]] = embedded[i];
        }
        for (var i = 0; i < vectors.Length; i++)
            Check(knowledge.Location, questions[i].Id, vectors[i]!.Value.Span, vectors[0]!.Value.Length);
        return [.. vectors.Select(v => v!.Value)];
    }

    /// <summary>The vectors of a data set's questions.</summary>
    public static async Task<IReadOnlyList<ReadOnlyMemory<float>>> OfTextsAsync(
        IEmbedder embedder,
        IReadOnlyList<string> questions,
        CancellationToken cancellationToken
    )
    {
        var vectors = new List<ReadOnlyMemory<float>>(questions.Count);
        foreach (var batch in questions.Chunk(Batch))
            vectors.AddRange(await embedder.EmbedAsync(batch, TextKind.Query, cancellationToken).ConfigureAwait(false));
        return vectors;
    }

    /// <summary>The chunks nearest to each vector; none for all when the knowledge base has no chunks.</summary>
    /// <exception cref="BadInputException">There are chunks, but none has an embedding of this embedder.</exception>
    public static async Task<IReadOnlyList<IReadOnlyList<Neighbour>>> NearestChunksAsync(
        IKnowledgeBase knowledge,
        IEmbedder embedder,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        int topK,
        CancellationToken cancellationToken
    )
    {
        var counts = await knowledge.CountAsync(KnowledgePart.Chunks, embedder.Identity, cancellationToken).ConfigureAwait(false);
        if (counts.Items == 0)
            return [.. vectors.Select(_ => Array.Empty<Neighbour>())];
        var found = new List<IReadOnlyList<Neighbour>>(vectors.Count);
        foreach (var batch in vectors.Chunk(Batch))
            found.AddRange(
                await knowledge.SearchAsync(KnowledgePart.Chunks, embedder.Identity, batch, topK, cancellationToken).ConfigureAwait(false)
            );
        return found;
    }

    private static void Check(string location, long id, ReadOnlySpan<float> vector, int dimensions)
    {
        if (vector.Length != dimensions)
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{location}: the embedding of past question {id} has {vector.Length} dimensions, others have {dimensions}: embed "
                        + $"all anew with 'kb embed --overwrite'"
                )
            );
        if (!Vectors.IsFinite(vector))
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{location}: the embedding of past question {id} holds a number that is not finite: embed anew with 'kb embed "
                        + $"--overwrite'"
                )
            );
    }
}
