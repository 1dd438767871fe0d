using ModelLab.Core.Roles;

namespace ModelLab.Records.Store;

/// <summary>One value of one measure.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="GenerationModel">The generator, where one takes part.</param>
/// <param name="JudgeModel">The benchmark judge, where one takes part.</param>
/// <param name="ProductionJudgeModel">The production judge, where one takes part.</param>
/// <param name="Repeat">0 for the first time.</param>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The value; null unless scored.</param>
/// <param name="Expected">The label; null where there is none.</param>
public readonly record struct ScoreRow(
    string ItemId,
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    int Repeat,
    Outcome Outcome,
    double? Value,
    double? Expected
);
