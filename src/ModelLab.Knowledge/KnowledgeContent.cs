using ModelLab.Core.Datasets;

namespace ModelLab.Knowledge;

/// <summary>What an import brings in.</summary>
/// <param name="Chunks">Chunks whose ids are kept.</param>
/// <param name="PastQuestions">Past questions whose ids are kept.</param>
/// <param name="AssignIds">Whether the ids only give an order, and are counted on from the highest that is there.</param>
public sealed record KnowledgeContent(
    IReadOnlyList<KnowledgeChunk> Chunks,
    IReadOnlyList<PastQuestion> PastQuestions,
    bool AssignIds = false
);
