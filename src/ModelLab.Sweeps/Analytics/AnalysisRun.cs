using System.Text.Json.Nodes;
using ModelLab.Core.Datasets;
using ModelLab.Core.Text;
using ModelLab.Records.Analyses;
using ModelLab.Records.Vocabulary;
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
        Language language,
        CancellationToken cancellationToken
    )
    {
        var documents = new Dictionary<string, JsonNode>(StringComparer.Ordinal);
        var report = new List<string>();
        if (request.Utilization is { } utilization)
        {
            var result = await UtilizationAnalysis
                .RunAsync(ground.Base, ground.Embedder, questions, utilization, cancellationToken)
                .ConfigureAwait(false);
            documents["utilization_metrics"] = AnalyticsJson.Node(result);
            report.Add(AnalyticsReport.Write(result, language));
        }
        if (request.Topics is { } topics)
        {
            var result = await TopicAnalysis.RunAsync(ground.Base, ground.Embedder, topics, cancellationToken).ConfigureAwait(false);
            documents["topic_coverage_metrics"] = AnalyticsJson.Node(result);
            report.Add(AnalyticsReport.Write(result, language));
        }
        if (request.Domain is { } domain)
        {
            var result = await DomainAnalysis
                .RunAsync(ground.Base, Core.Text.SlangList.Default, domain, cancellationToken)
                .ConfigureAwait(false);
            documents["domain_analysis_metrics"] = AnalyticsJson.Node(result);
            report.Add(AnalyticsReport.Write(result, language));
        }
        return new RunAnalyses(documents, string.Join('\n', report));
    }
}
