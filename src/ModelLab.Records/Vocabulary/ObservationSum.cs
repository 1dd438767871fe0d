using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Records.Vocabulary;

/// <summary>Observations of equal measure, models and outcome, counted.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Measure">What was observed.</param>
/// <param name="GenerationModel">The generator, where one takes part.</param>
/// <param name="JudgeModel">The benchmark judge, where one takes part.</param>
/// <param name="ProductionJudgeModel">The production judge, where one takes part.</param>
/// <param name="Outcome">How they ended.</param>
/// <param name="ErrorClass">Why a call gave no usable reply; null where it gave one, or the outcome says enough.</param>
/// <param name="Count">How many.</param>
/// <param name="Tokens">Their tokens, without the reasoning.</param>
public sealed record ObservationSum(
    Tier Tier,
    string Measure,
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    Outcome Outcome,
    CallErrorClass? ErrorClass,
    int Count,
    TokenUsage Tokens
)
{
    /// <summary>The model that is asked, or whose answers are compared; null where none is.</summary>
    public string? Model => ProductionJudgeModel ?? JudgeModel ?? GenerationModel;

    /// <summary>What kind of work each of them is; null for what was noted beside a unit of work.</summary>
    public WorkKind? Kind =>
        !Measures.OfUnits.Contains(Measure) ? null
        : ProductionJudgeModel is not null ? WorkKind.Decide
        : JudgeModel is not null
            ? Tier == Tier.JudgeTrial ? WorkKind.Trial
                : WorkKind.Score
        : Measure is Measures.Abstention or Measures.TurnAnswered ? WorkKind.Generate
        : GenerationModel is not null ? WorkKind.Compare
        : WorkKind.Retrieve;

    /// <summary>The role in which the model was asked; null where nobody was.</summary>
    public ModelRole? Role =>
        ProductionJudgeModel is not null ? ModelRole.ProductionJudge
        : JudgeModel is not null ? ModelRole.BenchmarkJudge
        : GenerationModel is not null ? ModelRole.Generation
        : null;
}

/// <summary>What a run may spend, and what its models cost.</summary>
/// <param name="Budget">The most that the command may spend, in the prices' currency; null for no limit.</param>
/// <param name="Prices">The prices of its models, as far as they are known.</param>
public sealed record RunMoney(decimal? Budget, IReadOnlyList<Price> Prices)
{
    /// <summary>
    /// The words of the command that say how calls are made and what they may cost, which no spec holds: with them a run goes on as it began.
    /// Empty in files of earlier versions.
    /// </summary>
    public IReadOnlyList<string> Flags { get; init; } = [];
}
