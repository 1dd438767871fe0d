using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Analyses;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Apis;

/// <summary>Analyses of the knowledge base and its past questions.</summary>
internal static class AnalysesApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(
                "/utilization",
                (HttpContext context, RunLibrary library, string? run) =>
                    Send(
                        context,
                        library,
                        UtilizationView.Field,
                        (chosen, other, at) =>
                        {
                            var view = chosen.Analyses.Utilization is { } u ? UtilizationView.Of(u, at.Language) : null;
                            return new UtilizationAnswer(
                                chosen.Entry.Id,
                                chosen.Analyses.Utilization,
                                view?.Curve.Gini,
                                view?.HeldByRichestTenth,
                                view?.Bins ?? [],
                                other
                            );
                        }
                    )
            )
            .WithSummary("Which chunks questions retrieve, how often, how evenly, and which never.")
            .Produces<UtilizationAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/topics",
                (HttpContext context, RunLibrary library, string? run) =>
                    Send(
                        context,
                        library,
                        TopicsView.Field,
                        (chosen, other, at) =>
                            new TopicsAnswer(
                                chosen.Entry.Id,
                                chosen.Analyses.Topics,
                                chosen.Analyses.Topics is { } t ? TopicsView.Of(t, at.Language).Rows : null,
                                other
                            )
                    )
            )
            .WithSummary("What users ask about and how well it is covered, the weakest topics first.")
            .Produces<TopicsAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/domain",
                (HttpContext context, RunLibrary library, string? run) =>
                    Send(
                        context,
                        library,
                        DomainView.Field,
                        (chosen, other, _) =>
                        {
                            var view = chosen.Analyses.Domain is { } d ? DomainView.Of(d) : null;
                            return new DomainAnswer(chosen.Entry.Id, chosen.Analyses.Domain, view?.Scores ?? [], view?.Slang ?? [], other);
                        }
                    )
            )
            .WithSummary("How users ask and how they score what they get.")
            .Produces<DomainAnswer>()
            .ProducesProblem(404);
    }

    private static IResult Send<T>(HttpContext context, RunLibrary library, string field, Func<Run, JsonElement?, PageContext, T> answer)
    {
        var at = PageContext.Of(context);
        if (AnalysisChoice.Of(at, library, field).Run is not { } run)
            return Answers.NoRun(at.Value("run"), $"with {field}");
        return Answers.Send(answer(run, run.Analyses.Others.TryGetValue(field, out var text) ? JsonElement.Parse(text) : null, at));
    }
}

/// <summary>How the knowledge base is used.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Analysis">The analysis as its file has it; null where its shape is not known.</param>
/// <param name="Gini">How unevenly chunks are retrieved, 0 for even; null where nothing is.</param>
/// <param name="HeldByRichestTenth">The share of all retrievals that the most used tenth of the chunks holds.</param>
/// <param name="Histogram">Chunks by how many questions retrieve them.</param>
/// <param name="Other">The analysis where its shape is not known.</param>
internal sealed record UtilizationAnswer(
    string Run,
    Utilization? Analysis,
    double? Gini,
    double? HeldByRichestTenth,
    IReadOnlyList<HistogramBin> Histogram,
    JsonElement? Other
);

/// <summary>How topics are covered.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Analysis">The analysis as its file has it; null where its shape is not known.</param>
/// <param name="Coverage">Mean similarity of the best chunk by topic, weakest first.</param>
/// <param name="Other">The analysis where its shape is not known.</param>
internal sealed record TopicsAnswer(string Run, TopicCoverage? Analysis, IntervalRows? Coverage, JsonElement? Other);

/// <summary>How users ask and score.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Analysis">The analysis as its file has it; null where its shape is not known.</param>
/// <param name="Scores">Past questions by users' score.</param>
/// <param name="Slang">Past questions by indicator of slang.</param>
/// <param name="Other">The analysis where its shape is not known.</param>
internal sealed record DomainAnswer(
    string Run,
    DomainProfile? Analysis,
    IReadOnlyList<HistogramBin> Scores,
    IReadOnlyList<TokenCount> Slang,
    JsonElement? Other
);
