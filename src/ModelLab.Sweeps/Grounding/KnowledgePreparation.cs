using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedders;
using ModelLab.Knowledge.Postgres;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Grounding;

/// <summary>What the tiers of retrieval work on.</summary>
/// <param name="Knowledge">What was found for each question.</param>
/// <param name="Ux">What is known of conversations; null when tier ux was not chosen.</param>
/// <param name="Measured">Numbers of the questions as a whole: tier 0, how many are left out of tier 1, and how many sessions there
/// are.</param>
public sealed record Prepared(KnowledgeInput Knowledge, UxInput? Ux, IReadOnlyList<Aggregate> Measured);

/// <summary>Embeds and retrieves for all questions at once, before any model is asked: it depends on none of them.</summary>
/// <param name="ground">The knowledge base and its embedder.</param>
public sealed class KnowledgePreparation(KnowledgeGround ground)
{
    private const int EmbeddingBatch = 64;

    // Past questions with other scores are passed over, so more than one may have to be looked at; further ones are nearer than the
    // threshold no more.
    private const int FirstLook = 16;

    /// <summary>Prepares the chosen tiers.</summary>
    /// <param name="spec">What was chosen.</param>
    /// <param name="questions">The questions.</param>
    /// <param name="sessions">Turns of sessions, in order; may be empty.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The knowledge base is empty, or its embeddings do not fit.</exception>
    public async Task<Prepared> RunAsync(
        SweepSpec spec,
        IReadOnlyList<GoldItem> questions,
        IReadOnlyList<GoldItem> sessions,
        CancellationToken cancellationToken
    )
    {
        await EmbedMissingAsync(ground, KnowledgePart.Chunks, cancellationToken).ConfigureAwait(false);
        var depth = Math.Max(spec.TopK, spec.ContextTopK);
        var vectors = await EmbedAsync(questions.Select(q => q.Question), cancellationToken).ConfigureAwait(false);
        var rankings = new Dictionary<(string, int), IReadOnlyList<RetrievedChunk>>();
        await RankAsync(questions, vectors, 0).ConfigureAwait(false);
        // Only tier 1 looks at repeats, and only at those of questions that it measures: others would be paid for in vain.
        var repeated = spec.Tiers.Contains(Tier.Retrieval) ? questions.Where(q => q.Answerable).ToList() : [];
        for (var repeat = 1; repeat < spec.ConsistencyRuns && repeated.Count > 0; repeat++)
            await RankAsync(
                    repeated,
                    await EmbedAsync(repeated.Select(q => q.Question), cancellationToken, repeat).ConfigureAwait(false),
                    repeat
                )
                .ConfigureAwait(false);
        var needed = rankings.Where(r => r.Key.Item2 == 0).SelectMany(r => r.Value.Take(spec.ContextTopK)).Select(c => c.Id);
        var input = new KnowledgeInput(
            spec.TopK,
            spec.ContextTopK,
            rankings,
            await TextsAsync(needed, cancellationToken).ConfigureAwait(false)
        );
        var ux = spec.Tiers.Contains(Tier.Ux)
            ? await UxAsync(spec, questions, vectors, sessions, cancellationToken).ConfigureAwait(false)
            : null;
        return new Prepared(input, ux, await MeasuredAsync(spec, questions, vectors, ux, cancellationToken).ConfigureAwait(false));

        async Task RankAsync(IReadOnlyList<GoldItem> asked, IReadOnlyList<ReadOnlyMemory<float>> by, int repeat)
        {
            foreach (var (item, found) in asked.Zip(await RetrieveAsync(by, depth, cancellationToken).ConfigureAwait(false)))
                rankings[(item.Id, repeat)] = found;
        }
    }

    private async Task<IReadOnlyList<Aggregate>> MeasuredAsync(
        SweepSpec spec,
        IReadOnlyList<GoldItem> questions,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        UxInput? ux,
        CancellationToken cancellationToken
    )
    {
        var measured = new List<Aggregate>();
        if (spec.Tiers.Contains(Tier.Intrinsic))
            measured.AddRange(
                IntrinsicTier.Measure(
                    spec.IntrinsicOfChunks ? await ChunkVectorsAsync(cancellationToken).ConfigureAwait(false) : vectors,
                    cancellationToken
                )
            );
        if (spec.Tiers.Contains(Tier.Retrieval))
            measured.Add(Count(RetrievalMetrics.UnanswerableLeftOut, questions.Count(q => !q.Answerable)));
        if (ux is not null)
            measured.Add(Count(UxMetrics.TotalSessions, ux.Sessions));
        return measured;

        static Aggregate Count(MetricDefinition metric, int items) => new(metric.Tier, metric.Name, null, null, null, items, items);
    }

    /// <summary>Makes the embeddings that a part lacks.</summary>
    /// <exception cref="BadInputException">The base is a database that a run does not write to.</exception>
    public static async Task EmbedMissingAsync(KnowledgeGround ground, KnowledgePart part, CancellationToken cancellationToken)
    {
        var counts = await ground.Base.CountAsync(part, ground.Embedder.Identity, cancellationToken).ConfigureAwait(false);
        if (counts.Embedded == counts.Items)
            return;
        if (ground.Base is PostgresKnowledgeBase)
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{ground.Base.Location}: {counts.Items - counts.Embedded} of {counts.Items} {(part == KnowledgePart.Chunks ? "chunks" : "past questions")} have no embedding: make them with 'kb embed --database …'; a run does not write to a database"
                )
            );
        await EmbeddingJob
            .RunAsync(
                ground.Base,
                part,
                ground.Embedder,
                part == KnowledgePart.PastQuestions ? EmbeddingOptions.Of(TextKind.Query) : null,
                ground.Embedder.Identity,
                overwrite: false,
                EmbeddingBatch,
                progress: null,
                cancellationToken
            )
            .ConfigureAwait(false);
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> EmbedAsync(
        IEnumerable<string> questions,
        CancellationToken cancellationToken,
        int repeat = 0
    )
    {
        var vectors = new List<ReadOnlyMemory<float>>();
        foreach (var batch in questions.Chunk(EmbeddingBatch))
            vectors.AddRange(await ground.Embedder.EmbedAsync(batch, TextKind.Query, cancellationToken, repeat).ConfigureAwait(false));
        return vectors;
    }

    private async Task<IReadOnlyList<ReadOnlyMemory<float>>> ChunkVectorsAsync(CancellationToken cancellationToken)
    {
        var vectors = new List<ReadOnlyMemory<float>>();
        await foreach (
            var vector in ground
                .Base.EmbeddingsAsync(KnowledgePart.Chunks, ground.Embedder.Identity, cancellationToken)
                .ConfigureAwait(false)
        )
            vectors.Add(vector.Values);
        return vectors;
    }

    private async Task<IReadOnlyList<IReadOnlyList<RetrievedChunk>>> RetrieveAsync(
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        int depth,
        CancellationToken cancellationToken
    )
    {
        var found = await ground
            .Base.SearchAsync(KnowledgePart.Chunks, ground.Embedder.Identity, vectors, depth, cancellationToken)
            .ConfigureAwait(false);
        var chunks = await ground
            .Base.FindChunksAsync([.. found.SelectMany(f => f).Select(n => n.Id).Distinct()], cancellationToken)
            .ConfigureAwait(false);
        return
        [
            .. found.Select(f =>
                (IReadOnlyList<RetrievedChunk>)[.. f.Select(n => new RetrievedChunk(n.Id, chunks[n.Id].ConfluenceUrl, n.Similarity))]
            ),
        ];
    }

    private async Task<Dictionary<long, string>> TextsAsync(IEnumerable<long> ids, CancellationToken cancellationToken)
    {
        var chunks = await ground.Base.FindChunksAsync([.. ids.Distinct()], cancellationToken).ConfigureAwait(false);
        return chunks.ToDictionary(c => c.Key, c => c.Value.Text);
    }

    private async Task<UxInput> UxAsync(
        SweepSpec spec,
        IReadOnlyList<GoldItem> questions,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        IReadOnlyList<GoldItem> turns,
        CancellationToken cancellationToken
    )
    {
        // Without past questions there is no cache that could be hit or missed.
        var cache = questions
            .Zip(await CacheAsync(spec.CacheThreshold, vectors, cancellationToken).ConfigureAwait(false) ?? [])
            .ToDictionary(p => p.First.Id, p => p.Second);
        var sessions = turns
            .GroupBy(t => t.SessionId!, StringComparer.Ordinal)
            .Select(s => s.OrderBy(t => t.Turn ?? int.MaxValue).ToList())
            .ToList();
        var asked = sessions
            .SelectMany(s => s.Select((turn, i) => (turn, text: string.Join('\n', s.Take(i + 1).Select(t => t.Question)), first: i == 0)))
            .ToList();
        var found =
            asked.Count == 0
                ? []
                : await RetrieveAsync(
                        await EmbedAsync(asked.Select(a => a.text), cancellationToken).ConfigureAwait(false),
                        spec.ContextTopK,
                        cancellationToken
                    )
                    .ConfigureAwait(false);
        var byTurn = asked.Zip(found).ToDictionary(x => x.First.turn.Id, x => x.Second, StringComparer.Ordinal);
        var followUps = asked
            .Where(a => !a.first && a.turn.RelevantPages.Count > 0)
            .ToDictionary(
                a => a.turn.Id,
                a => byTurn[a.turn.Id].Count > 0 && a.turn.RelevantPages.Contains(byTurn[a.turn.Id][0].Url),
                StringComparer.Ordinal
            );
        var rephrased = new List<(string, string)>();
        foreach (var session in sessions)
            rephrased.AddRange(await RephrasedAsync(session, spec.CacheThreshold, cancellationToken).ConfigureAwait(false));
        var texts = await TextsAsync(byTurn.Values.SelectMany(v => v).Select(c => c.Id), cancellationToken).ConfigureAwait(false);
        return new UxInput(
            cache,
            sessions.Count,
            followUps,
            rephrased,
            byTurn.ToDictionary(t => t.Key, t => string.Join("\n\n", t.Value.Select(c => texts[c.Id])), StringComparer.Ordinal)
        );
    }

    // Marked pairs where the file marks them; otherwise turns whose questions are as near as the cache would take for the same.
    private async Task<List<(string, string)>> RephrasedAsync(List<GoldItem> session, double threshold, CancellationToken cancellationToken)
    {
        if (session.Any(t => t.RephrasesTurn is not null))
        {
            return
            [
                .. from turn in session
                where turn.RephrasesTurn is not null
                let earlier = session.FirstOrDefault(t => t.Turn == turn.RephrasesTurn)
                where earlier is not null
                select (earlier.Id, turn.Id),
            ];
        }
        var vectors = await EmbedAsync(session.Select(t => t.Question), cancellationToken).ConfigureAwait(false);
        return
        [
            .. from later in Enumerable.Range(1, Math.Max(0, session.Count - 1))
            let near = Enumerable
                .Range(0, later)
                .Where(i => VectorSimilarity.Cosine(vectors[i].Span, vectors[later].Span) > threshold)
                .ToList()
            where near.Count > 0
            select (session[near[0]].Id, session[later].Id),
        ];
    }

    private async Task<IReadOnlyList<CacheLook>?> CacheAsync(
        double threshold,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        CancellationToken cancellationToken
    )
    {
        var best = new HashSet<long>();
        var total = 0;
        await foreach (var question in ground.Base.PastQuestionsAsync(cancellationToken).ConfigureAwait(false))
        {
            total++;
            if (question.Score == 5)
                best.Add(question.Id);
        }
        var looks = Enumerable.Repeat(new CacheLook(false, null, null), vectors.Count).ToArray();
        if (total == 0)
            return null;
        if (best.Count == 0)
            return looks;
        await EmbedMissingAsync(ground, KnowledgePart.PastQuestions, cancellationToken).ConfigureAwait(false);
        var open = Enumerable.Range(0, vectors.Count).ToList();
        for (var depth = FirstLook; open.Count > 0; depth *= 4)
        {
            var found = await ground
                .Base.SearchAsync(
                    KnowledgePart.PastQuestions,
                    ground.Embedder.Identity,
                    [.. open.Select(i => vectors[i])],
                    depth,
                    cancellationToken
                )
                .ConfigureAwait(false);
            var still = new List<int>();
            foreach (var (i, neighbours) in open.Zip(found))
            {
                var nearest = neighbours.Where(n => best.Contains(n.Id)).Select(n => (Neighbour?)n).FirstOrDefault();
                if (nearest is { } n)
                    looks[i] = new CacheLook(n.Similarity > threshold, n.Id, n.Similarity);
                else if (depth < total && neighbours.Count > 0 && neighbours[^1].Similarity > threshold)
                    still.Add(i);
            }
            open = still;
        }
        return looks;
    }
}
