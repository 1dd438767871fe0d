using ModelLab.Records.Analyses;

namespace ModelLab.Sweeps.Requests;

/// <summary>The analyses that a run makes beside its tiers; null for one that was not asked for.</summary>
/// <param name="Utilization"><c>--analyze-utilization</c>.</param>
/// <param name="Topics"><c>--analyze-topics</c>.</param>
/// <param name="Domain"><c>--analyze-domain</c>.</param>
public sealed record AnalysisRequest(UtilizationOptions? Utilization, TopicOptions? Topics, DomainOptions? Domain)
{
    /// <summary>None.</summary>
    public static AnalysisRequest None { get; } = new(null, null, null);

    /// <summary>The same, drawn from a seed.</summary>
    public AnalysisRequest From(int seed) =>
        new(
            Utilization is { } utilization ? utilization with { Seed = seed } : null,
            Topics is { } topics ? topics with { Seed = seed } : null,
            Domain is { } domain ? domain with { Seed = seed } : null
        );

    /// <summary>Whether there is one.</summary>
    public bool Any => Utilization is not null || Topics is not null || Domain is not null;
}
