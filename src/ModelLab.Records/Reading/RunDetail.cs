using ModelLab.Core.Metrics;
using ModelLab.Core.Metrics.Catalogue;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Analyses;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>One number of a run as its file has it.</summary>
/// <param name="Tier">The tier's name in files; a 2.0 file may have others than the catalogue.</param>
/// <param name="Metric">The metric's name.</param>
/// <param name="GenerationModel">The generator, where it depends on one.</param>
/// <param name="JudgeModel">The benchmark judge, where it depends on one.</param>
/// <param name="ProductionJudgeModel">The production judge, where it depends on one.</param>
/// <param name="Value">The number; null when undefined or not measured.</param>
/// <param name="N">What it is taken over; null when the file does not say.</param>
/// <param name="Interval">Its 95 % interval over source pages; null where the file has none.</param>
public sealed record RunValue(
    string Tier,
    string Metric,
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    double? Value,
    long? N,
    ConfidenceInterval? Interval
);

/// <summary>Whether a combination of models can be used.</summary>
/// <param name="GenerationModel">The generator.</param>
/// <param name="JudgeModel">The benchmark judge.</param>
/// <param name="ProductionJudgeModel">The production judge.</param>
/// <param name="Status"><c>ok</c>, <c>partial</c>, <c>excluded</c>; null when the file does not say.</param>
/// <param name="Reason">Why it is not ok.</param>
public sealed record RunCombination(
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    string? Status,
    string? Reason
);

/// <summary>Everything a run's files say of it, but for its items and observations.</summary>
public sealed record RunDetail
{
    /// <summary>The run in the list.</summary>
    public required RunEntry Entry { get; init; }

    /// <summary>Every number once.</summary>
    public IReadOnlyList<RunValue> Values { get; init; } = [];

    /// <summary>All combinations.</summary>
    public IReadOnlyList<RunCombination> Combinations { get; init; } = [];

    /// <summary>Models that could not be called.</summary>
    public IReadOnlyList<ExcludedModel> Excluded { get; init; } = [];

    /// <summary>What each model was asked and used.</summary>
    public IReadOnlyList<ModelUsage> Usage { get; init; } = [];

    /// <summary>The values that a good system reaches, as the run took them; metrics that are missing have none.</summary>
    public IReadOnlyList<RunBaseline> Baselines { get; init; } = RunBaseline.Catalogued;

    /// <summary>Remarks.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>What was chosen; null where the file does not say.</summary>
    public SweepSpec? Spec { get; init; }

    /// <summary>What the fingerprint is made of, by name.</summary>
    public IReadOnlyDictionary<string, string> FingerprintParts { get; init; } = new Dictionary<string, string>();

    /// <summary>The summary in words.</summary>
    public string? ExecutiveSummary { get; init; }

    /// <summary>
    /// The command that goes on with the run; null when it is finished, a process works on it, or the file does not say what was chosen.
    /// </summary>
    public string? ResumingCommand { get; init; }

    /// <summary>The recommendation as the file has it, JSON text.</summary>
    public string? Recommendation { get; init; }

    /// <summary>The <c>utilization_metrics</c>.</summary>
    public Utilization? Utilization { get; init; }

    /// <summary>The <c>topic_coverage_metrics</c>.</summary>
    public TopicCoverage? Topics { get; init; }

    /// <summary>The <c>domain_analysis_metrics</c>.</summary>
    public DomainProfile? Domain { get; init; }

    /// <summary>Analyses that the file has in a shape that is not known, as JSON text by field.</summary>
    public IReadOnlyDictionary<string, string> OtherAnalyses { get; init; } = new Dictionary<string, string>();
}
