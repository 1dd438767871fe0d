using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Judges;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Dashboard.Views.Overview;
using ModelLab.Dashboard.Views.Prod;
using ModelLab.Dashboard.Views.Tiers;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Apis;

/// <summary>Comparisons of the models of a run: the views of the pages, each under the page's own address.</summary>
internal static class ComparisonsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(
                "/overview",
                (HttpContext context, RunLibrary library, RunScores scores, string? run) =>
                    OverviewView.Of(PageContext.Of(context), library, scores) is { Overview: { } overview } view
                        ? Answers.Send(OverviewAnswer.Of(view, overview))
                        : Answers.NoRun(run, "that is finished")
            )
            .WithSummary("A finished run, the newest unless run is given: which model to use in each role, warnings, and how large it was.")
            .Produces<OverviewAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/llm",
                (
                    HttpContext context,
                    RunLibrary library,
                    RunScores scores,
                    QuestionSets sets,
                    TimeProvider time,
                    string? run,
                    string? metric,
                    string? q,
                    string? re,
                    string? min,
                    string? max,
                    string? topic,
                    string? outcome,
                    string? model,
                    string? sort,
                    string? dir,
                    string? page,
                    string? item
                ) =>
                {
                    var view = LlmView.Of(PageContext.Of(context), library, scores, sets, time);
                    if (view.Comparison is not { } comparison)
                        return Answers.NoRun(run, "with numbers of generation models");
                    if (!string.IsNullOrWhiteSpace(item))
                        return view.Item is { } found
                            ? Answers.Send(found)
                            : Answers.Missing($"run {comparison.Run.Entry.Id} has no question {item}");
                    return view.List?.Problem is { } problem
                        ? Results.Problem(
                            problem.Length == 0
                                ? "q: the regular expression takes too long: make it simpler"
                                : $"q: this regular expression cannot be used: {problem}",
                            statusCode: StatusCodes.Status400BadRequest
                        )
                        : Answers.Send(LlmAnswer.Of(view, comparison));
                }
            )
            .WithSummary(
                "Generation models of a run under one metric: values with intervals, pairs after Holm, quality against cost and latency, distributions, and the questions that q, re, min, max, topic, outcome and model leave, in the order of sort and dir. With item = an id, that question with every answer."
            )
            .Produces<LlmAnswer>()
            .ProducesProblem(400)
            .ProducesProblem(404);
        api.MapGet(
                "/judges",
                (
                    HttpContext context,
                    RunLibrary library,
                    RunScores scores,
                    ViewCache cache,
                    string? run,
                    string? metric,
                    string? by,
                    string? page,
                    string? item,
                    string? gen
                ) =>
                {
                    var view = JudgesView.Of(PageContext.Of(context), library, scores, cache);
                    if (view is not { Run: { } shown, Judges: { } judges })
                        return Answers.NoRun(run, "with benchmark judges");
                    if (string.IsNullOrWhiteSpace(item))
                        return Answers.Send(JudgesAnswer.Of(shown, judges, view.Disagreements));
                    return view is { Item: { } question, Answer: { } answer }
                        ? Answers.Send(new JudgedAnswer(question, answer))
                        : Answers.Missing($"run {shown.Entry.Id} has no such answer: name a question (item) and a generator (gen)");
                }
            )
            .WithSummary(
                "Benchmark judges of a run: trials, means by generator, agreement, self-preference, and the answers on which they differ (by = whose answers). With item and gen, one answer with all its scores."
            )
            .Produces<JudgesAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/prod",
                (
                    HttpContext context,
                    RunLibrary library,
                    RunScores scores,
                    ViewCache cache,
                    string? run,
                    string? show,
                    string? hide,
                    string? kind,
                    string? judge,
                    string? defect,
                    string? page,
                    string? item
                ) =>
                {
                    var view = ProdView.Of(PageContext.Of(context), library, scores, cache);
                    if (view.Choice.Chosen is not { } chosen)
                        return Answers.NoRun(run, "with production judges");
                    return view.Comparison is { } comparison ? Answers.Send(ProdAnswer.Of(comparison, view.Wrong))
                        : view.Item is { } found ? Answers.Send(found)
                        : Answers.Missing($"run {chosen.Id} has no labelled item {item}");
                }
            )
            .WithSummary(
                "Production judges of a run: verdicts by label, what they cost (show and hide = the cost of a wrong show and hide), pairs after Holm, and the wrong verdicts that kind (fp or fn), judge and defect leave. With item = an id, that item with its verdicts."
            )
            .Produces<ProdAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/tiers",
                (HttpContext context, RunLibrary library, RunScores scores, [FromQuery] string[]? run, string? judge) =>
                    TiersView.Of(PageContext.Of(context), library, scores) is { Comparison: { } tiers } view
                        ? Answers.Send(new TiersAnswer(tiers.Tiers, tiers.Judge, tiers.Losses, view.Refused))
                        : Answers.Missing("no such finished run")
            )
            .WithSummary(
                "The leading metrics of every tier of a run, or of several runs of one fingerprint, and tier 3 − tier 2 question by question; runs that are not comparable stand in refused."
            )
            .Produces<TiersAnswer>()
            .ProducesProblem(404);
    }
}
