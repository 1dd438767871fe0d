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

    /// <summary>Whether a number is of these models, or of some of them.</summary>
    public bool Have(Aggregate number)
    {
        return Fits(number.GenerationModel, GenerationModel)
            && Fits(number.JudgeModel, JudgeModel)
            && Fits(number.ProductionJudgeModel, ProductionJudgeModel);

        static bool Fits(string? of, string? wanted) => of is null || of == wanted;
    }

    /// <summary>The names, joined by ×; empty without any.</summary>
    public override string ToString() => string.Join(" × ", new[] { GenerationModel, JudgeModel, ProductionJudgeModel }.OfType<string>());
}
