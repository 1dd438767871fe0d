using ModelLab.Core.Datasets;
using ModelLab.Core.Text;
using ModelLab.Records.Analyses;
using ModelLab.Sweeps.Requests;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Analytics;

/// <summary>Makes the analyses that are asked for beside the tiers.</summary>
public static class AnalysisRun
{
    /// <summary>Makes those that were asked for.</summary>
    /// <exception cref="Core.BadInputException">The knowledge base does not hold what one of them needs.</exception>
    public static async Task<RunAnalyses> MakeAsync(
        AnalysisRequest request,
        Retriever retriever,
        IReadOnlyList<GoldItem> questions,
        CancellationToken cancellationToken
    )
    {
        Utilization? utilization = null;
        TopicCoverage? topics = null;
        DomainProfile? domain = null;
        if (request.Utilization is { } ofUse)
            utilization = await UtilizationAnalysis
                .RunAsync(retriever.Base, retriever.Embedder, questions, ofUse, cancellationToken)
                .ConfigureAwait(false);
        if (request.Topics is { } ofTopics)
            topics = await TopicAnalysis.RunAsync(retriever.Base, retriever.Embedder, ofTopics, cancellationToken).ConfigureAwait(false);
        if (request.Domain is { } ofDomain)
            domain = await DomainAnalysis.RunAsync(retriever.Base, SlangList.Default, ofDomain, cancellationToken).ConfigureAwait(false);
        return new RunAnalyses(utilization, topics, domain);
    }
}
