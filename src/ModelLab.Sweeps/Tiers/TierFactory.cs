using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Tiers;

/// <summary>Makes the tiers of a sweep. Tier 0 is none of them: it plans no work.</summary>
internal static class TierFactory
{
    /// <summary>The chosen tiers, where none of them needs a knowledge base.</summary>
    public static IReadOnlyList<ITier> Create(SweepSpec spec) => [.. spec.Tiers.Select(tier => WithoutRetrieval(tier, spec))];

    /// <summary>The chosen tiers.</summary>
    /// <param name="spec">What was chosen.</param>
    /// <param name="embedder">The embedder's name.</param>
    /// <param name="found">What was found in the knowledge base.</param>
    public static IReadOnlyList<ITier> Create(SweepSpec spec, string embedder, Prepared found) =>
        [
            .. spec
                .Tiers.Where(t => t != Tier.Intrinsic)
                .Select(tier =>
                    tier switch
                    {
                        Tier.Retrieval => new RetrievalTier(spec.ConsistencyRuns, embedder, found.Knowledge),
                        Tier.EndToEnd => new EndToEndTier(spec.ConsistencyRuns, embedder, found.Knowledge),
                        Tier.Ux => new UxTier(embedder, found.Ux),
                        _ => WithoutRetrieval(tier, spec),
                    }
                ),
        ];

    private static ITier WithoutRetrieval(Tier tier, SweepSpec spec) =>
        tier switch
        {
            Tier.Generation => new GenerationTier(
                spec.ConsistencyRuns,
                spec.Rubrics,
                spec.EmbeddingModel,
                generator => spec.LeavesOut(tier, generator)
            ),
            Tier.JudgeTrial => new JudgeTrialTier(),
            Tier.JudgePipeline => new JudgePipelineTier(),
            _ => throw new InvalidOperationException($"tier {tier.Flag()} needs a knowledge base"),
        };
}
