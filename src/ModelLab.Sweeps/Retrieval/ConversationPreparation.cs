using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Knowledge;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>Finds out for tier ux what is known of conversations before any model is asked.</summary>
/// <param name="retriever">The knowledge base and its embedder.</param>
/// <param name="spec">What was chosen.</param>
internal sealed class ConversationPreparation(Retriever retriever, SweepSpec spec)
{
    // Past questions with other scores are passed over, so more than one may have to be looked at; further ones are nearer than the
    // threshold no more.
    private const int FirstLook = 16;

    public async Task<UxInput> RunAsync(
        IReadOnlyList<GoldItem> questions,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        IReadOnlyList<GoldItem> turns,
        CancellationToken cancellationToken
    )
    {
        // Without past questions there is no cache that could be hit or missed.
        var cache = questions
            .Zip(await CacheAsync(vectors, cancellationToken).ConfigureAwait(false) ?? [])
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
                : await retriever
                    .RetrieveAsync(
                        await retriever.EmbedAsync(asked.Select(a => a.text), cancellationToken).ConfigureAwait(false),
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
            rephrased.AddRange(await RephrasedAsync(session, cancellationToken).ConfigureAwait(false));
        var texts = await retriever.TextsAsync(byTurn.Values.SelectMany(v => v).Select(c => c.Id), cancellationToken).ConfigureAwait(false);
        return new UxInput(
            cache,
            sessions.Count,
            followUps,
            rephrased,
            byTurn.ToDictionary(t => t.Key, t => string.Join("\n\n", t.Value.Select(c => texts[c.Id])), StringComparer.Ordinal)
        );
    }

    // Marked pairs where the file marks them; otherwise turns whose questions are as near as the cache would take for the same.
    private async Task<List<(string, string)>> RephrasedAsync(List<GoldItem> session, CancellationToken cancellationToken)
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
        var vectors = await retriever.EmbedAsync(session.Select(t => t.Question), cancellationToken).ConfigureAwait(false);
        return
        [
            .. from later in Enumerable.Range(1, Math.Max(0, session.Count - 1))
            let near = Enumerable
                .Range(0, later)
                .Where(i => VectorSimilarity.Cosine(vectors[i].Span, vectors[later].Span) > spec.CacheThreshold)
                .ToList()
            where near.Count > 0
            select (session[near[0]].Id, session[later].Id),
        ];
    }

    private async Task<IReadOnlyList<CacheLook>?> CacheAsync(
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        CancellationToken cancellationToken
    )
    {
        var best = new HashSet<long>();
        var total = 0;
        await foreach (var question in retriever.Base.PastQuestionsAsync(cancellationToken).ConfigureAwait(false))
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
        await retriever.EmbedMissingAsync(KnowledgePart.PastQuestions, cancellationToken).ConfigureAwait(false);
        var open = Enumerable.Range(0, vectors.Count).ToList();
        for (var depth = FirstLook; open.Count > 0; depth *= 4)
        {
            var found = await retriever
                .Base.SearchAsync(
                    KnowledgePart.PastQuestions,
                    retriever.Embedder.Identity,
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
                    looks[i] = new CacheLook(n.Similarity > spec.CacheThreshold, n.Id, n.Similarity);
                else if (depth < total && neighbours.Count > 0 && neighbours[^1].Similarity > spec.CacheThreshold)
                    still.Add(i);
            }
            open = still;
        }
        return looks;
    }
}
