using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;

namespace ModelLab.Records.Vocabulary;

/// <summary>One row of the table that everything else is a view of: one item, one measure, one or two models.</summary>
public sealed record Observation
{
    /// <summary>The tier.</summary>
    public required Tier Tier { get; init; }

    /// <summary>The item's id in its data set.</summary>
    public required string ItemId { get; init; }

    /// <summary>What was observed: <c>abstention</c>, a rubric's name, or <c>show</c>.</summary>
    public required string Measure { get; init; }

    /// <summary>The generator, where one takes part.</summary>
    public string? GenerationModel { get; init; }

    /// <summary>The benchmark judge, where one takes part.</summary>
    public string? JudgeModel { get; init; }

    /// <summary>The production judge, where one takes part.</summary>
    public string? ProductionJudgeModel { get; init; }

    /// <summary>0 for the first time, 1 … for repeats.</summary>
    public int Repeat { get; init; }

    /// <summary>How it ended.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The score 1–5, or 1/0 for yes/no; null unless scored.</summary>
    public double? Value { get; init; }

    /// <summary>The label that the value is held against, 1/0; null where there is none.</summary>
    public double? Expected { get; init; }

    /// <summary>What went wrong, in one line; null when scored.</summary>
    public string? Error { get; init; }

    /// <summary>The model's evidence; for a generated answer the digest of its normalised text, which tells equal repeats.</summary>
    public string? Evidence { get; init; }

    /// <summary>What was measured while asking.</summary>
    public CallFacts Facts { get; init; } = CallFacts.None;

    /// <summary>The model that was asked; null where nobody was: what was retrieved, or compared by embeddings.</summary>
    public string? AskedModel => ProductionJudgeModel ?? JudgeModel ?? (Facts.Asks > 0 ? GenerationModel : null);

    /// <summary>The role in which it was asked.</summary>
    public ModelRole AskedRole =>
        ProductionJudgeModel is not null ? ModelRole.ProductionJudge
        : JudgeModel is not null ? ModelRole.BenchmarkJudge
        : ModelRole.Generation;
}

/// <summary>A generated answer.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="ItemId">The item's id.</param>
/// <param name="GenerationModel">Who answered.</param>
/// <param name="Repeat">0 for the first answer.</param>
/// <param name="Text">The answer.</param>
/// <param name="Reasoning">Reasoning that came apart from it, or null; of an assistant the sources that it named, a JSON list.</param>
public sealed record AnswerRow(Tier Tier, string ItemId, string GenerationModel, int Repeat, string Text, string? Reasoning);
