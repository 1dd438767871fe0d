using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Tiers;

/// <summary>
/// Tier 3: generators answer from what retrieval finds, as users get it; judges score the quality of the whole, and each answer is compared
/// with the reference by their embeddings. Whether the context held a relevant chunk is noted, so that a bad answer can be laid at
/// retrieval's door. An assistant retrieves by itself: it is asked the question alone, and the pages that it says it used take the place of
/// the context.
/// </summary>
/// <param name="consistencyRuns">Generations per question.</param>
/// <param name="embedder">The embedder's name.</param>
/// <param name="knowledge">What was retrieved.</param>
public sealed class EndToEndTier(int consistencyRuns, string embedder, KnowledgeInput knowledge)
    : AnsweringTier(Tier.EndToEnd, consistencyRuns, [Rubric.E2eQuality], embedder)
{
    /// <inheritdoc />
    protected override bool ComparesWithReference => true;

    /// <inheritdoc />
    protected override string ContextOf(GoldItem item) => knowledge.ContextOf(item.Id);

    /// <inheritdoc />
    protected override string GivenTo(string generator, GoldItem item) => ModelRef.NamesAssistant(generator) ? "" : ContextOf(item);

    /// <inheritdoc />
    protected override string? JudgedBy(string generator, GoldItem item, string? evidence) =>
        !ModelRef.NamesAssistant(generator) ? ContextOf(item)
        : SourcesText.Read(evidence) is { } sources ? knowledge.Sources?.TextOf(sources)
        : null;

    /// <inheritdoc />
    protected override IEnumerable<(string Measure, double? Value)> Remarks(GoldItem item, string generator, string? evidence)
    {
        if (!ModelRef.NamesAssistant(generator))
        {
            if (knowledge.HasRelevantContext(item) is { } has)
                yield return (Measures.ContextHit, has ? 1 : 0);
            yield break;
        }
        // Who does not say what it used has not retrieved badly: that is not known.
        if (SourcesText.Read(evidence) is not { } sources || knowledge.Sources?.RankingOf(sources, item) is not { Relevant: > 0 } pages)
            yield break;
        var rank = ReciprocalRank.Of(pages)!.Value;
        yield return (Measures.ContextHit, rank > 0 ? 1 : 0);
        yield return (Measures.SourceHit, rank > 0 ? 1 : 0);
        yield return (Measures.SourceRank, rank);
    }
}
