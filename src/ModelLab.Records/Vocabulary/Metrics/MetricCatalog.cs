namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>The one table of metrics; all that lists, ranks, compares or shows metrics is a query over it.</summary>
public static class MetricCatalog
{
    /// <summary>All metrics, tier by tier, in the order they are shown.</summary>
    public static IReadOnlyList<MetricDefinition> All { get; } =
    [
        .. IntrinsicMetrics.All,
        .. RetrievalMetrics.All,
        .. GenerationMetrics.All,
        .. EndToEndMetrics.All,
        .. JudgeTrialMetrics.All,
        .. JudgePipelineMetrics.All,
        .. UxMetrics.All,
    ];

    private static readonly IReadOnlyDictionary<(Tier, string), MetricDefinition> Known = All.ToDictionary(m => (m.Tier, m.Name));

    /// <summary>The metrics whose values single questions have: what two models, or two runs, can be compared by.</summary>
    public static IReadOnlyList<MetricDefinition> ByQuestion { get; } = [.. All.Where(m => m.IsByQuestion)];

    /// <summary>The metrics that runs are compared by unless others are named: the family of tests.</summary>
    public static IReadOnlyList<MetricDefinition> Tested { get; } = [.. All.Where(m => m.IsTested)];

    /// <summary>The metrics that the models of a role may be ranked by.</summary>
    public static IReadOnlyList<MetricDefinition> Ranking { get; } = [.. All.Where(m => m.Ranks)];

    /// <summary>The metric of a tier and name.</summary>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public static MetricDefinition Find(Tier tier, string name) =>
        TryFind(tier, name) ?? throw new KeyNotFoundException($"no metric is called {tier.FileName()}.{name}");

    /// <summary>The metric of a tier and name, or null when the catalogue has none: files of other versions may hold others.</summary>
    public static MetricDefinition? TryFind(Tier tier, string name) => Known.GetValueOrDefault((tier, name));

    /// <summary>The metrics of a tier, in the order they are shown.</summary>
    public static IEnumerable<MetricDefinition> Of(Tier tier) => All.Where(m => m.Tier == tier);

    /// <summary>The mean or share of a measure that single questions have.</summary>
    /// <exception cref="InvalidOperationException">The tier has no metric of this measure.</exception>
    public static MetricDefinition OfMeasure(Tier tier, string measure) => Of(tier).First(m => m.IsMean && m.Measure == measure);

    /// <summary>The columns of the table that ranks a tier's models, in their order.</summary>
    public static IReadOnlyList<MetricDefinition> Columns(Tier tier) =>
        [.. Of(tier).Where(m => m.Column is not null).OrderBy(m => m.Column)];

    /// <summary>The metric that ranks the models of a tier, or null for a tier that ranks none.</summary>
    public static MetricDefinition? Leading(Tier tier) => Columns(tier) is [var first, ..] ? first : null;

    /// <summary>The few metrics that stand for a tier beside other tiers, in their order.</summary>
    public static IReadOnlyList<MetricDefinition> Headlines(Tier tier) =>
        [.. Of(tier).Where(m => m.Headline is not null).OrderBy(m => m.Headline)];

    /// <summary>The mean time of a tier's calls; null for a tier that times none.</summary>
    public static MetricDefinition? Latency(Tier tier) =>
        Of(tier).FirstOrDefault(m => m is { Kind: MetricKind.Mean, Measure: Measures.Latency });
}
