using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Tiers;

/// <summary>
/// Tier 3: generators answer from what retrieval finds, as users get it; judges score the quality of the whole, and each answer is compared
/// with the reference by their embeddings. Whether the context held a relevant chunk is noted, so that a bad answer can be laid at
/// retrieval's door.
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
    protected override IEnumerable<(string Measure, double? Value)> Remarks(GoldItem item, string answer)
    {
        if (knowledge.HasRelevantContext(item) is { } has)
            yield return (Measures.ContextHit, has ? 1 : 0);
    }
}
