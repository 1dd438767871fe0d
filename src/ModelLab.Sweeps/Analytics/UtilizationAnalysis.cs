using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;

namespace ModelLab.Sweeps.Analytics;

/// <summary>Asks which chunks of a knowledge base are ever retrieved.</summary>
public static class UtilizationAnalysis
{
    /// <summary>Retrieves for every question and counts.</summary>
    /// <param name="knowledge">The knowledge base; its chunks are embedded.</param>
    /// <param name="embedder">Whose embeddings are searched, and who embeds questions.</param>
    /// <param name="dataset">The questions of the data set; not looked at when past questions are asked for.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The knowledge base cannot be read, or has chunks but no embeddings of them.</exception>
    public static async Task<Utilization> RunAsync(
        IKnowledgeBase knowledge,
        IEmbedder embedder,
        IReadOnlyList<GoldItem> dataset,
        UtilizationOptions options,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QuestionLimit, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TopK, 1, nameof(options));
        var pages = new SortedDictionary<long, string>();
        await foreach (var chunk in knowledge.ChunksAsync(cancellationToken).ConfigureAwait(false))
            pages[chunk.Id] = chunk.ConfluenceUrl;
        var counts = await knowledge.CountAsync(KnowledgePart.Chunks, embedder.Identity, cancellationToken).ConfigureAwait(false);

        var (vectors, available) = await QuestionsAsync(knowledge, embedder, dataset, options, cancellationToken).ConfigureAwait(false);
        var found = await QuestionVectors
            .NearestChunksAsync(knowledge, embedder, vectors, options.TopK, cancellationToken)
            .ConfigureAwait(false);
        var retrievals = found.SelectMany(neighbours => neighbours).CountBy(n => n.Id).ToDictionary();
        return new Utilization
        {
            TotalChunks = pages.Count,
            UsedChunks = retrievals.Count,
            UnusedChunks = pages.Count - retrievals.Count,
            UtilizationRate = pages.Count == 0 || vectors.Count == 0 ? null : (double)retrievals.Count / pages.Count,
            QuestionsSource = options.Source,
            QuestionCount = vectors.Count,
            TopK = options.TopK,
            AvailableQuestions = available,
            QuestionsWithoutResults = found.Count(neighbours => neighbours.Count == 0),
            ChunksWithoutEmbedding = counts.Items - counts.Embedded,
            Seed = options.Seed,
            RetrievedChunks =
            [
                .. retrievals
                    .OrderByDescending(r => r.Value)
                    .ThenBy(r => r.Key)
                    .Select(r => new ChunkRetrievals(r.Key, pages[r.Key], r.Value)),
            ],
            NeverRetrieved = [.. pages.Where(p => !retrievals.ContainsKey(p.Key)).Select(p => new ChunkSource(p.Key, p.Value))],
        };
    }

    private static async Task<(IReadOnlyList<ReadOnlyMemory<float>> Vectors, int Available)> QuestionsAsync(
        IKnowledgeBase knowledge,
        IEmbedder embedder,
        IReadOnlyList<GoldItem> dataset,
        UtilizationOptions options,
        CancellationToken cancellationToken
    )
    {
        if (options.Source == QuestionsSource.Synthetic)
        {
            string[] texts = [.. RandomSample.Of(dataset, options.QuestionLimit, options.Seed).Select(i => i.Question)];
            return (await QuestionVectors.OfTextsAsync(embedder, texts, cancellationToken).ConfigureAwait(false), dataset.Count);
        }
        var all = await knowledge.PastQuestionsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var asked = RandomSample.Of(all, options.QuestionLimit, options.Seed);
        return (await QuestionVectors.OfPastQuestionsAsync(knowledge, embedder, asked, cancellationToken).ConfigureAwait(false), all.Count);
    }
}
