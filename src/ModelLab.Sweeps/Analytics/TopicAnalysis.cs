using ModelLab.Core;
using ModelLab.Core.Metrics.Clustering;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Core.Text;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;

namespace ModelLab.Sweeps.Analytics;

/// <summary>Groups past questions into topics and asks how well the chunks cover each.</summary>
public static class TopicAnalysis
{
    /// <summary>Finds the topics.</summary>
    /// <param name="knowledge">The knowledge base; its chunks are embedded.</param>
    /// <param name="embedder">Whose embeddings are compared; past questions without one are embedded now.</param>
    /// <param name="options">What is asked.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The knowledge base cannot be read, or has chunks but no embeddings of them.</exception>
    public static async Task<TopicCoverage> RunAsync(
        IKnowledgeBase knowledge,
        IEmbedder embedder,
        TopicOptions options,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.QuestionLimit, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Topics, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TopK, 1, nameof(options));
        var all = await knowledge.PastQuestionsAsync(cancellationToken).ToListAsync(cancellationToken).ConfigureAwait(false);
        var questions = RandomSample.Of(all, options.QuestionLimit, options.Seed);
        var vectors = await QuestionVectors.OfPastQuestionsAsync(knowledge, embedder, questions, cancellationToken).ConfigureAwait(false);
        var clusters =
            vectors.Count == 0
                ? new SphericalClusters(0, [], [], null, Converged: true)
                : await Task.Run(
                        () =>
                            SphericalKMeans.Of(
                                EmbeddingMatrix.Of(vectors),
                                options.Topics,
                                options.Seed,
                                cancellationToken: cancellationToken
                            ),
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        var found = await QuestionVectors
            .NearestChunksAsync(knowledge, embedder, vectors, options.TopK, cancellationToken)
            .ConfigureAwait(false);
        var chunks = await knowledge
            .FindChunksAsync([.. found.SelectMany(n => n).Select(n => n.Id).Distinct()], cancellationToken)
            .ConfigureAwait(false);

        var asked = questions.Select((q, i) => new Asked(q.Question, clusters.Labels[i], clusters.Cosines[i], found[i])).ToList();
        var members = Enumerable.Range(0, clusters.Count).Select(t => asked.Where(a => a.Topic == t).ToList()).ToList();
        var terms = Terms(members, options.Terms);
        var topics = members
            .Select(
                (own, t) =>
                    new Topic
                    {
                        TopicId = t,
                        QuestionCount = own.Count,
                        UniqueChunks = own.SelectMany(a => a.Found).Select(n => n.Id).Distinct().Count(),
                        UniqueUrls = own.SelectMany(a => a.Found)
                            .Select(n => chunks[n.Id].ConfluenceUrl)
                            .Distinct(StringComparer.Ordinal)
                            .Count(),
                        SampleQuestions =
                        [
                            .. own.OrderByDescending(a => a.Cosine)
                                .Select(a => a.Question)
                                .Distinct(StringComparer.Ordinal)
                                .Take(options.SampleQuestions),
                        ],
                        MeanBestSimilarity = MeanBest(own),
                        Terms = terms[t],
                    }
            )
            .ToList();
        return new TopicCoverage
        {
            NTopics = topics.Count,
            TotalQuestions = questions.Count,
            AvgChunksPerTopic = topics.Count == 0 ? null : topics.Average(t => t.UniqueChunks),
            Topics = [.. topics.OrderBy(t => t.MeanBestSimilarity ?? double.NegativeInfinity).ThenBy(t => t.TopicId)],
            AvailableQuestions = all.Count,
            QuestionsWithoutTopic = asked.Count(a => a.Topic is null),
            RequestedTopics = options.Topics,
            TopK = options.TopK,
            MeanBestSimilarity = MeanBest(asked),
            Cohesion = clusters.Cohesion,
            Seed = options.Seed,
        };
    }

    private static double? MeanBest(List<Asked> questions) =>
        questions.Where(a => a.Found.Count > 0).Select(a => (double?)a.Found[0].Similarity).Average();

    private static List<IReadOnlyList<TopicTerm>> Terms(List<List<Asked>> topics, int most)
    {
        var words = topics
            .Select(t => t.SelectMany(a => Stems.ContentWords(a.Question)).Select(word => (Word: word, Stem: Stems.Stem(word))).ToList())
            .ToList();
        return
        [
            .. ClassTfIdf
                .TopTerms([.. words.Select(w => w.Select(x => x.Stem).ToList())], most)
                .Zip(
                    words,
                    IReadOnlyList<TopicTerm> (weighted, own) =>
                    {
                        var forms = own.GroupBy(x => x.Stem, StringComparer.Ordinal)
                            .ToDictionary(g => g.Key, g => MostFrequent(g.Select(x => x.Word)), StringComparer.Ordinal);
                        return [.. weighted.Select(w => new TopicTerm(forms[w.Term], w.Term, w.Weight))];
                    }
                ),
        ];
    }

    private static string MostFrequent(IEnumerable<string> words) =>
        words
            .CountBy(w => w, StringComparer.Ordinal)
            .OrderByDescending(w => w.Value)
            .ThenBy(w => w.Key, StringComparer.Ordinal)
            .First()
            .Key;

    private sealed record Asked(string Question, int? Topic, double? Cosine, IReadOnlyList<Neighbour> Found);
}
