using System.Text.Json.Nodes;

namespace ModelLab.Records.Analyses;

/// <summary>What they found: a document by its field in <c>benchmark_runs.json</c>, and the page for people.</summary>
/// <param name="Documents"><c>utilization_metrics</c>, <c>topic_coverage_metrics</c>, <c>domain_analysis_metrics</c>; those that were
/// made.</param>
/// <param name="Report">Markdown; empty when none was made.</param>
public sealed record RunAnalyses(IReadOnlyDictionary<string, JsonNode> Documents, string Report)
{
    /// <summary>None was made.</summary>
    public static RunAnalyses None { get; } = new(new Dictionary<string, JsonNode>(), "");
}
