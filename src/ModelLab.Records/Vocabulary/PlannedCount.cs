using ModelLab.Core.Models;

namespace ModelLab.Records.Vocabulary;

/// <summary>How many units one model is asked for.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Model">The model that is asked.</param>
/// <param name="Units">How many.</param>
public sealed record PlannedCount(Tier Tier, WorkKind Kind, string Model, int Units)
{
    /// <summary>The role in which the model is asked; null for an embedder.</summary>
    public ModelRole? Role =>
        Kind switch
        {
            WorkKind.Retrieve or WorkKind.Compare => null,
            WorkKind.Generate => ModelRole.Generation,
            WorkKind.Decide => ModelRole.ProductionJudge,
            _ => ModelRole.BenchmarkJudge,
        };
}
