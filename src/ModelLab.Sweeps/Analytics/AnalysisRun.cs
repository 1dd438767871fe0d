using ModelLab.Core.Datasets;
using ModelLab.Core.Text;
using ModelLab.Records.Analyses;
using ModelLab.Sweeps.Grounding;

namespace ModelLab.Sweeps.Analytics;

/// <summary>The analyses that a run makes beside its tiers; null for one that was not asked for.</summary>
/// <param name="Utilization"><c>--analyze-utilization</c>.</param>
/// <param name="Topics"><c>--analyze-topics</c>.</param>
/// <param name="Domain"><c>--analyze-domain</c>.</param>
public sealed record AnalysisRequest(UtilizationOptions? Utilization, TopicOptions? Topics, DomainOptions? Domain)
{
    /// <summary>None.</summary>
    public static AnalysisRequest None { get; } = new(null, null, null);

    /// <summary>Whether there is one.</summary>
    public bool Any => Utilization is not null || Topics is not null || Domain is not null;
}

/// <summary>Makes the analyses that are asked for beside the tiers.</summary>
public static class AnalysisRun
{
    /// <summary>Makes those that were asked for.</summary>
    /// <exception cref="Core.BadInputException">The knowledge base does not hold what one of them needs.</exception>
    public static async Task<RunAnalyses> MakeAsync(
        AnalysisRequest request,
        KnowledgeGround ground,
        IReadOnlyList<GoldItem> questions,
        CancellationToken cancellationToken
    )
    {
        Utilization? utilization = null;
        TopicCoverage? topics = null;
        DomainProfile? domain = null;
        if (request.Utilization is { } ofUse)
            utilization = await UtilizationAnalysis
                .RunAsync(ground.Base, ground.Embedder, questions, ofUse, cancellationToken)
                .ConfigureAwait(false);
        if (request.Topics is { } ofTopics)
            topics = await TopicAnalysis.RunAsync(ground.Base, ground.Embedder, ofTopics, cancellationToken).ConfigureAwait(false);
        if (request.Domain is { } ofDomain)
            domain = await DomainAnalysis.RunAsync(ground.Base, SlangList.Default, ofDomain, cancellationToken).ConfigureAwait(false);
        return new RunAnalyses(utilization, topics, domain);
    }
}
