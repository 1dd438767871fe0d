using System.Text.Json.Serialization;
using ModelLab.Core.Statistics;

namespace ModelLab.Records.Vocabulary;

/// <summary>One number of one tier for one model or pair of models.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Metric">The metric's name as in files.</param>
/// <param name="GenerationModel">The generator, where the number depends on one.</param>
/// <param name="JudgeModel">The benchmark judge, where the number depends on one.</param>
/// <param name="ProductionJudgeModel">The production judge, where the number depends on one.</param>
/// <param name="Value">The number; null when it is undefined or was not measured.</param>
/// <param name="N">How many observations, questions or pairs it is taken over: the denominator of rates and means; null where a file of
/// schema 2.0 does not say.</param>
public sealed record Aggregate(
    [property: JsonIgnore] Tier Tier,
    string Metric,
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    double? Value,
    long? N
)
{
    /// <summary>The tier's name in files.</summary>
    [JsonPropertyName("tier"), JsonPropertyOrder(-1)]
    public string TierName => Tier.FileName();

    /// <summary>
    /// The 95 % interval over source pages; null for counts and quantiles, with fewer than two pages, and where nothing varies.
    /// </summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>
    /// Where all values of a mean or share are the same, which leaves it without an interval: over how many source pages they are. Null
    /// where they vary.
    /// </summary>
    [JsonIgnore]
    public int? PagesAlike { get; init; }
}
