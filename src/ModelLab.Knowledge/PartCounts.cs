namespace ModelLab.Knowledge;

/// <summary>How much a part of a knowledge base holds.</summary>
/// <param name="Items">Chunks or past questions.</param>
/// <param name="Embedded">Those with an embedding.</param>
/// <param name="Dimensions">The embeddings' length, or null when there are none.</param>
public sealed record PartCounts(long Items, long Embedded, int? Dimensions);
