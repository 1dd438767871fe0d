using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelLab.Dashboard.Components;
using ModelLab.Dashboard.Components.Live;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Live;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Apis;

/// <summary>
/// Progress of runs as server-sent events: as numbers under <c>/api/v1</c>, and as the page's own markup, drawn by the page's own
/// component. Each event is the whole view at its moment, under an id;
/// who comes back with <c>Last-Event-ID</c> gets nothing that was seen already, and misses nothing.
/// </summary>
internal static class LiveApi
{
    public const string Progress = "progress";

    public static void Map(IEndpointRouteBuilder app, RouteGroupBuilder api)
    {
        api.MapGet(
                "/live",
                (LiveRuns live, RunLibrary library, string? run) =>
                {
                    if (string.IsNullOrWhiteSpace(run))
                        return Answers.Send(new LiveList([.. live.UnderWay().Select(live.Look).OfType<LiveView>()]));
                    return library.Find(run) is not { } entry ? Answers.NoRun(run)
                        : live.Look(entry) is { } view ? Answers.Send(new LiveList([view]))
                        : Answers.Missing($"run {run} has no detail file that can be counted");
                }
            )
            .WithSummary(
                "The runs that a process works on, newest first, and how far they are; with run = an id, that run alone, whoever works on it."
            )
            .Produces<LiveList>()
            .ProducesProblem(404);
        api.MapGet(
                "/runs/{id}/live",
                (HttpContext context, LiveRuns live, RunLibrary library, IHostApplicationLifetime host, string id) =>
                    Start(context, live, library, id)
                    ?? TypedResults.ServerSentEvents(NumbersAsync(live, host, id, LastSeen(context), context.RequestAborted))
            )
            .WithSummary("How far a run is, as server-sent events 'progress' whose data is a view; they end when the run is finished.")
            .Produces<LiveView>(contentType: "text/event-stream")
            .WithMetadata(new Followed())
            .ProducesProblem(404);
        app.MapGet(
                "/live/stream",
                (
                    HttpContext context,
                    LiveRuns live,
                    RunLibrary library,
                    IHostApplicationLifetime host,
                    IServiceProvider services,
                    ILoggerFactory logs,
                    string run
                ) =>
                    Start(context, live, library, run)
                    ?? TypedResults.ServerSentEvents(
                        MarkupAsync(
                            live,
                            host,
                            services,
                            logs,
                            PageContext.Of(context).On("/live"),
                            run,
                            LastSeen(context),
                            context.RequestAborted
                        )
                    )
            )
            .WithMetadata(new Followed())
            .ExcludeFromDescription();
    }

    // 204 tells a browser not to come back.
    private static IResult? Start(HttpContext context, LiveRuns live, RunLibrary library, string id)
    {
        if (library.Find(id) is not { HasDatabase: true } entry)
            return Answers.NoRun(id, "with a detail file");
        return entry.State == RunState.Finished && LastSeen(context) is { } seen && live.Look(entry)?.EventId == seen
            ? Results.NoContent()
            : null;
    }

    private static string? LastSeen(HttpContext context) => context.Request.Headers["Last-Event-ID"] is [{ Length: > 0 } id] ? id : null;

    private static async IAsyncEnumerable<SseItem<LiveView>> NumbersAsync(
        LiveRuns live,
        IHostApplicationLifetime host,
        string id,
        string? lastSeen,
        [EnumeratorCancellation] CancellationToken gone
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone, host.ApplicationStopping);
        await foreach (var (_, view) in live.FollowAsync(id, lastSeen, end.Token).ConfigureAwait(false))
            yield return new SseItem<LiveView>(view, Progress) { EventId = view.EventId };
    }

    private static async IAsyncEnumerable<SseItem<string>> MarkupAsync(
        LiveRuns live,
        IHostApplicationLifetime host,
        IServiceProvider services,
        ILoggerFactory logs,
        PageContext at,
        string id,
        string? lastSeen,
        [EnumeratorCancellation] CancellationToken gone
    )
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(gone, host.ApplicationStopping);
        var library = services.GetRequiredService<RunLibrary>();
        await foreach (var (entry, view) in live.FollowAsync(id, lastSeen, end.Token).ConfigureAwait(false))
        {
            // A renderer keeps what it has drawn, so each view has its own.
            await using var renderer = new HtmlRenderer(services, logs);
            var parameters = ParameterView.FromDictionary(LivePanel.Parameters(at, entry, view, live.Scores(entry, view), library));
            var html = await renderer
                .Dispatcher.InvokeAsync(async () =>
                    (await renderer.RenderComponentAsync<LivePanel>(parameters).ConfigureAwait(false)).ToHtmlString()
                )
                .ConfigureAwait(false);
            yield return new SseItem<string>(html, Progress) { EventId = view.EventId };
        }
    }
}

/// <summary>Runs that a process works on.</summary>
/// <param name="Runs">How far they are.</param>
internal sealed record LiveList(IReadOnlyList<LiveView> Runs);
