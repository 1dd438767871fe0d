using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Grounding;

namespace ModelLab.Sweeps.Planning;

/// <summary>What tiers work on: the items, and what was found for them before any model is asked.</summary>
/// <param name="Items">The items.</param>
public sealed record SweepInput(SweepItems Items)
{
    /// <summary>What retrieval found; null when no chosen tier needs it, and until it was done.</summary>
    public KnowledgeInput? Knowledge { get; init; }

    /// <summary>What is known of conversations; null when tier ux was not chosen, and until it was found out.</summary>
    public UxInput? Ux { get; init; }
}
