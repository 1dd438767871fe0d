using ModelLab.Core.Models;

namespace ModelLab.Records.Vocabulary;

/// <summary>The models that a number is of; a role that it does not depend on is null.</summary>
/// <param name="GenerationModel">The generator.</param>
/// <param name="JudgeModel">The benchmark judge.</param>
/// <param name="ProductionJudgeModel">The production judge.</param>
public sealed record ModelNames(string? GenerationModel = null, string? JudgeModel = null, string? ProductionJudgeModel = null)
{
    /// <summary>No model.</summary>
    public static ModelNames None { get; } = new();

    /// <summary>The name in a role.</summary>
    public string? Of(ModelRole role) =>
        role switch
        {
            ModelRole.Generation => GenerationModel,
            ModelRole.BenchmarkJudge => JudgeModel,
            _ => ProductionJudgeModel,
        };

    /// <summary>The names, joined by ×; empty without any.</summary>
    public override string ToString() => string.Join(" × ", new[] { GenerationModel, JudgeModel, ProductionJudgeModel }.OfType<string>());
}
