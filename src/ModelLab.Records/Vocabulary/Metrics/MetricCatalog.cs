namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>The one table of metrics that pages, reports and gates read. Its entries stand in <c>Catalogue/</c>.</summary>
public static class MetricCatalog
{
    /// <summary>All metrics, tier by tier, in the order they are shown.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [.. IntrinsicMetrics.All, .. RetrievalMetrics.All, .. AnsweringMetrics.All, .. JudgeMetrics.All, .. UxMetrics.All];

    /// <summary>The metric of a tier and name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public static MetricDefinition Find(Tier tier, string name) =>
        All.FirstOrDefault(m => m.Tier == tier && m.Name == name)
        ?? throw new KeyNotFoundException($"no metric is called {tier.FileName()}.{name}");

    /// <summary>The metric of a tier and name, or null when the catalogue has none: files of other versions may hold others.</summary>
    public static MetricDefinition? TryFind(Tier tier, string name) => All.FirstOrDefault(m => m.Name == name && m.Tier == tier);
}
