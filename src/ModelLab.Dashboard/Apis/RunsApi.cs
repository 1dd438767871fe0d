using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Compare;
using ModelLab.Dashboard.Views.Dataset;
using ModelLab.Dashboard.Views.History;
using ModelLab.Dashboard.Views.Reference;
using ModelLab.Dashboard.Views.Runs;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Apis;

/// <summary>Runs, their items, runs against each other and over time, and the catalogue.</summary>
internal static class RunsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        api.MapGet(
                "/runs",
                (
                    HttpContext context,
                    RunLibrary library,
                    string? mode,
                    string? dataset,
                    string? author,
                    string? model,
                    string? from,
                    string? to,
                    string? group,
                    string? state
                ) => Answers.Send(new RunList(library.Problem, [.. library.Runs().Where(RunFilter.Of(PageContext.Of(context)).Takes)]))
            )
            .WithSummary("Runs, newest first, filtered as on the page of runs.")
            .Produces<RunList>();
        api.MapGet(
                "/runs/{id}",
                (HttpContext context, RunLibrary library, RunScores scores, string id) =>
                    RunAnswer.Of(id, library, scores, PageContext.Of(context).Language) is { } run ? Answers.Send(run) : Answers.NoRun(id)
            )
            .WithSummary("A run: every number with n and interval, models, usage, spec, analyses.")
            .Produces<RunAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/runs/{id}/items",
                (HttpContext context, RunLibrary library, string id, string? set, string? q, string? page) =>
                    WithItems(
                        library,
                        id,
                        items =>
                            Answers.Send(
                                ItemPage.Of(
                                    items.All(set == RunItems.Labelled ? RunItems.Labelled : RunItems.Questions),
                                    q,
                                    PageContext.Of(context).Number("page", 1, 1, int.MaxValue)
                                )
                            )
                    )
            )
            .WithSummary("Items of a run: set = gold or judge_pipeline, q = text searched for, page = from 1.")
            .Produces<ItemPage>()
            .ProducesProblem(404);
        api.MapGet(
                "/runs/{id}/items/{item}",
                (RunLibrary library, string id, string item, string? set) =>
                    library.Find(id) is not { } run ? Answers.NoRun(id)
                    : ItemWithResults.Of(library, run, set == RunItems.Labelled ? RunItems.Labelled : RunItems.Questions, item) is { } found
                        ? Answers.Send(found)
                    : Answers.Missing($"run {id} has no item {item} in this set")
            )
            .WithSummary("An item with every answer, score and verdict.")
            .Produces<ItemWithResults>()
            .ProducesProblem(404);
        api.MapGet(
                "/dataset",
                (HttpContext context, RunLibrary library, string? run, string? set, string? q, string? page, string? item) =>
                {
                    var view = DatasetView.Of(PageContext.Of(context), library);
                    if (view.Choice.Chosen is not { } chosen)
                        return Answers.NoRun(run, "with a detail file");
                    return view.Page is { } found ? Answers.Send(new DatasetAnswer(chosen.Id, view.Set, found))
                        : view.Item is { } one ? Answers.Send(one)
                        : Answers.Missing($"run {chosen.Id} has no item {item} in this set");
                }
            )
            .WithSummary(
                "The items of a run as the page of the data set finds them; with item = an id, that item with every answer, score and verdict."
            )
            .Produces<DatasetAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/compare",
                (
                    HttpContext context,
                    RunLibrary library,
                    RunScores scores,
                    [FromQuery] string[]? run,
                    string? @base,
                    string? metric,
                    string? force,
                    string? of,
                    string? page
                ) =>
                {
                    var at = PageContext.Of(context);
                    var against = RunsAgainst.Of(at, library, scores);
                    if (against.Unknown.Count > 0)
                        return Answers.Missing($"there is no run {string.Join(", ", against.Unknown)}");
                    var items = at.Value("of") is null ? null : ChangedItems.Of(against, at, library, scores);
                    return items is null && at.Value("of") is not null && against.Comparison is not null
                        ? Answers.Missing($"there is no change {of} with values item by item")
                        : Answers.Send(CompareAnswer.Of(against, items));
                }
            )
            .WithSummary(
                "Runs (run = an id, several times) against one of them (base, else the earliest), as 'compare --json' has it; null where they are not comparable, unless force = 1. With of = a change, its items, those that moved most first."
            )
            .Produces<CompareAnswer>()
            .ProducesProblem(404);
        api.MapGet(
                "/history",
                (
                    HttpContext context,
                    RunLibrary library,
                    ComparableGrounds grounds,
                    string? group,
                    string? metric,
                    string? judge,
                    string? model,
                    string? last
                ) =>
                    HistoryView.Of(PageContext.Of(context), library, grounds).History is { } history
                        ? Answers.Send(history)
                        : Answers.Missing("no such metric or group of comparable runs")
            )
            .WithSummary("A metric over runs that differ in models and data set alone; values are comparable within a data set.")
            .Produces<MetricHistory>()
            .ProducesProblem(404);
        api.MapGet("/metrics", (HttpContext context, string? q) => Answers.Send(ReferenceView.Of(PageContext.Of(context))))
            .WithSummary("The catalogue of metrics, or those with q in name, formula or caution.")
            .Produces<IReadOnlyList<MetricDefinition>>();
    }

    private static IResult WithItems(RunLibrary library, string id, Func<RunItems, IResult> use)
    {
        if (library.Find(id) is not { } run)
            return Answers.NoRun(id);
        if (!run.HasDatabase)
            return Answers.Missing($"run {id} has no detail file");
        using var items = library.OpenItems(run);
        return use(items);
    }
}

/// <summary>The list of runs.</summary>
/// <param name="Problem">Why the registry cannot be read, or null.</param>
/// <param name="Runs">The runs, newest first.</param>
internal sealed record RunList(string? Problem, IReadOnlyList<RunEntry> Runs);

/// <summary>A page of a run's items.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Set">The set.</param>
/// <param name="Items">The items found.</param>
internal sealed record DatasetAnswer(string Run, string Set, ItemPage Items);

/// <summary>Runs against one of them.</summary>
/// <param name="Runs">Their ids, the one that others are held against first.</param>
/// <param name="Unaligned">Runs that cannot be lined up question by question.</param>
/// <param name="Differences">Runs on other ground than the first, and in what.</param>
/// <param name="IsForced">Whether they are compared all the same.</param>
/// <param name="Comparison">As <c>compare --json</c> has it; null where it is refused.</param>
/// <param name="Items">The items of one change; null unless asked for.</param>
internal sealed record CompareAnswer(
    IReadOnlyList<string> Runs,
    IReadOnlyList<string> Unaligned,
    IReadOnlyList<GroundAnswer> Differences,
    bool IsForced,
    JsonObject? Comparison,
    ChangedItemsAnswer? Items
)
{
    public static CompareAnswer Of(RunsAgainst against, ChangedItems? items) =>
        new(
            [.. against.Runs.Select(r => r.Id)],
            [.. against.Unaligned.Select(r => r.Id)],
            [.. against.Differences.SelectMany(d => d.Differences.Select(p => new GroundAnswer(d.Run.Id, p.Part, p.First, p.Second)))],
            against.IsForced,
            against.Comparison is { } comparison ? ComparisonJson.Node(comparison) : null,
            items is null ? null : new(ChangedItems.Address(items.Change), items.Items, items.Moved, items.Total, items.Page, items.Pages)
        );
}

/// <summary>A part of the ground in which a run differs from the first.</summary>
/// <param name="Run">The later run.</param>
/// <param name="Part">The part of the fingerprint.</param>
/// <param name="Before">What it is in the first run.</param>
/// <param name="After">What it is in the later run.</param>
internal sealed record GroundAnswer(string Run, string Part, string? Before, string? After);

/// <summary>The items of one change, those that moved most first.</summary>
/// <param name="Of">What names the change.</param>
/// <param name="Items">The items of the page.</param>
/// <param name="Moved">How many items have another value.</param>
/// <param name="Total">How many items both runs have a value for.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are.</param>
internal sealed record ChangedItemsAnswer(string Of, IReadOnlyList<ChangedItem> Items, int Moved, int Total, int Page, int Pages);
