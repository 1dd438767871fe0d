using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Tiers;

/// <summary>Tier 2: generators answer from the ideal context.</summary>
/// <param name="consistencyRuns">Generations per question.</param>
/// <param name="rubrics">What judges score.</param>
/// <param name="embedder">The embedder's name; null without one.</param>
/// <param name="leavesOut">Whether a generator cannot be given a context; null when all can.</param>
public sealed class GenerationTier(
    int consistencyRuns,
    IReadOnlyList<Rubric> rubrics,
    string? embedder = null,
    Func<string, bool>? leavesOut = null
) : AnsweringTier(Tier.Generation, consistencyRuns, rubrics, embedder)
{
    /// <inheritdoc />
    protected override bool ComparesWithReference => false;

    /// <inheritdoc />
    protected override bool TakesPart(string generator) => leavesOut?.Invoke(generator) != true;

    /// <inheritdoc />
    protected override string ContextOf(GoldItem item) => item.ChunkText ?? "";
}
