namespace ModelLab.Records.Analyses;

/// <summary>What the analyses beside a run's tiers found; null for one that was not made.</summary>
/// <param name="Utilization">The <c>utilization_metrics</c>.</param>
/// <param name="Topics">The <c>topic_coverage_metrics</c>.</param>
/// <param name="Domain">The <c>domain_analysis_metrics</c>.</param>
public sealed record RunAnalyses(Utilization? Utilization, TopicCoverage? Topics, DomainProfile? Domain)
{
    /// <summary>None was made.</summary>
    public static RunAnalyses None { get; } = new(null, null, null);

    /// <summary>Analyses that a file has in a shape that is not known, as JSON text by field.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();
}
