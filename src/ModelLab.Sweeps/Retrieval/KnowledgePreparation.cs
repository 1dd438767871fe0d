using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Knowledge;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>What the tiers of retrieval work on.</summary>
/// <param name="Knowledge">What was found for each question.</param>
/// <param name="Ux">What is known of conversations; nothing when tier ux was not chosen.</param>
/// <param name="Measured">Numbers of the questions as a whole: tier 0, how many are left out of tier 1, and how many sessions there
/// are.</param>
public sealed record Prepared(KnowledgeInput Knowledge, UxInput Ux, IReadOnlyList<Aggregate> Measured);

/// <summary>Embeds and retrieves for all questions at once, before any model is asked: it depends on none of them.</summary>
/// <param name="retriever">The knowledge base and its embedder.</param>
public sealed class KnowledgePreparation(Retriever retriever)
{
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
        await retriever.EmbedMissingAsync(KnowledgePart.Chunks, cancellationToken).ConfigureAwait(false);
        var depth = Math.Max(spec.TopK, spec.ContextTopK);
        var vectors = await retriever.EmbedAsync(questions.Select(q => q.Question), cancellationToken).ConfigureAwait(false);
        var rankings = new Dictionary<(string, int), IReadOnlyList<RetrievedChunk>>();
        await RankAsync(questions, vectors, 0).ConfigureAwait(false);
        // Only tier 1 looks at repeats, and only at those of questions that it measures: others would be paid for in vain.
        var repeated = spec.Tiers.Contains(Tier.Retrieval) ? questions.Where(q => q.Answerable).ToList() : [];
        for (var repeat = 1; repeat < spec.ConsistencyRuns && repeated.Count > 0; repeat++)
            await RankAsync(
                    repeated,
                    await retriever.EmbedAsync(repeated.Select(q => q.Question), cancellationToken, repeat).ConfigureAwait(false),
                    repeat
                )
                .ConfigureAwait(false);
        var needed = rankings.Where(r => r.Key.Item2 == 0).SelectMany(r => r.Value.Take(spec.ContextTopK)).Select(c => c.Id);
        var texts = await retriever.TextsAsync(needed, cancellationToken).ConfigureAwait(false);
        var ux = spec.Tiers.Contains(Tier.Ux)
            ? await new ConversationPreparation(retriever, spec)
                .RunAsync(questions, vectors, sessions, cancellationToken)
                .ConfigureAwait(false)
            : UxInput.None;
        return new Prepared(
            new KnowledgeInput(spec.TopK, spec.ContextTopK, rankings, texts)
            {
                Sources =
                    spec.Tiers.Contains(Tier.EndToEnd) && spec.Models.Generators.Any(ModelRef.NamesAssistant)
                        ? new NamedSources(await retriever.ChunksAsync(cancellationToken).ConfigureAwait(false))
                        : null,
            },
            ux,
            await MeasuredAsync(spec, questions, vectors, ux, cancellationToken).ConfigureAwait(false)
        );

        async Task RankAsync(IReadOnlyList<GoldItem> asked, IReadOnlyList<ReadOnlyMemory<float>> by, int repeat)
        {
            foreach (var (item, found) in asked.Zip(await retriever.RetrieveAsync(by, depth, cancellationToken).ConfigureAwait(false)))
                rankings[(item.Id, repeat)] = found;
        }
    }

    private async Task<IReadOnlyList<Aggregate>> MeasuredAsync(
        SweepSpec spec,
        IReadOnlyList<GoldItem> questions,
        IReadOnlyList<ReadOnlyMemory<float>> vectors,
        UxInput ux,
        CancellationToken cancellationToken
    )
    {
        var measured = new List<Aggregate>();
        if (spec.Tiers.Contains(Tier.Intrinsic))
            measured.AddRange(
                IntrinsicMeasures.Measure(
                    spec.IntrinsicOfChunks ? await retriever.ChunkVectorsAsync(cancellationToken).ConfigureAwait(false) : vectors,
                    cancellationToken
                )
            );
        if (spec.Tiers.Contains(Tier.Retrieval))
            measured.Add(Count(RetrievalMetrics.UnanswerableLeftOut, questions.Count(q => !q.Answerable)));
        if (spec.Tiers.Contains(Tier.Ux))
            measured.Add(Count(UxMetrics.TotalSessions, ux.Sessions));
        return measured;

        static Aggregate Count(MetricDefinition metric, int items) => new(metric.Tier, metric.Name, null, null, null, items, items);
    }
}
