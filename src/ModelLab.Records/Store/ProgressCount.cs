using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

/// <summary>How far one model is in one tier.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Model">The model that is asked, or whose answers are compared; null where none is.</param>
/// <param name="Done">Units with an outcome.</param>
/// <param name="Failed">Those whose outcome is not <c>scored</c>.</param>
public sealed record ProgressCount(Tier Tier, string? Model, int Done, int Failed);
