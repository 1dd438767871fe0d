using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Net.Http.Headers;
using ModelLab.Core.Metrics;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Views;
using ModelLab.Runs.Library;
using ModelLab.Runs.Planning;

namespace ModelLab.Dashboard.Apis;

/// <summary>The views as JSON under <c>/api/v1</c>, with the same query as the pages; described at <c>/openapi/v1.json</c>. Undefined is null; numbers are invariant.</summary>
internal static class Api
{
    private static readonly JsonSerializerOptions Json = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static void AddServices(IServiceCollection services)
    {
        services.Configure<JsonOptions>(o => Configure(o.SerializerOptions));
        services.AddOpenApi(o =>
        {
            o.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            o.AddDocumentTransformer((document, _, _) =>
            {
                document.Info.Title = "ModelLab";
                document.Info.Description = "Runs of an output directory, read-only. The same parameters as the dashboard's pages.";
                return Task.CompletedTask;
            });
        });
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        var api = app.MapGroup("/api/v1");
        api.MapGet("/runs", (HttpContext context, RunLibrary library, string? mode, string? dataset, string? author, string? model, string? from, string? to, string? group) =>
            Send(context, new RunList(library.Problem, [.. library.Runs().Where(RunFilter.Of(Routes.ContextOf(context)).Takes)])))
            .WithSummary("Runs, newest first, filtered as on the page of runs.").Produces<RunList>();
        api.MapGet("/runs/{id}", (HttpContext context, RunLibrary library, string id) => library.Detail(id) is { } run ? Send(context, run) : NoRun(id))
            .WithSummary("A run: every number with n and interval, models, usage, spec, analyses.").Produces<RunDetail>().ProducesProblem(404);
        api.MapGet("/runs/{id}/items", (HttpContext context, RunLibrary library, string id, string? set, string? q, int? page) => WithItems(library, id, items =>
            Send(context, ItemPage.Of(items.All(set == RunItems.Labelled ? RunItems.Labelled : RunItems.Questions), q, page ?? 1))))
            .WithSummary("Items of a run: set = gold or judge_pipeline, q = text searched for, page = from 1.").Produces<ItemPage>().ProducesProblem(404);
        api.MapGet("/runs/{id}/items/{item}", (HttpContext context, RunLibrary library, string id, string item, string? set) => WithItems(library, id, items =>
        {
            if (items.Find(set == RunItems.Labelled ? RunItems.Labelled : RunItems.Questions, item) is not { } found) return Results.Problem($"run {id} has no item {item} in this set", statusCode: 404);
            return Send(context, new ItemWithResults(found, ItemResults.Of(found.DataSet == RunItems.Questions ? items.Answers(found) : [], items.Observations(found))));
        })).WithSummary("An item with every answer, score and verdict.").Produces<ItemWithResults>().ProducesProblem(404);
        api.MapGet("/history", (HttpContext context, RunLibrary library, ComparableGrounds grounds, string? group, string? metric, string? judge, string? model, int? last) =>
            HistoryView.Of(Routes.ContextOf(context), library, grounds).History is { } history ? Send(context, history) : Results.Problem("no such metric or group of comparable runs", statusCode: 404))
            .WithSummary("A metric over runs that differ in models and data set alone; values are comparable within a data set.").Produces<MetricHistory>().ProducesProblem(404);
        api.MapGet("/tiers", (HttpContext context, RunLibrary library, RunScores scores, string[]? run, string? judge) =>
            TiersView.Of(Routes.ContextOf(context), library, scores).Comparison is { } tiers ? Send(context, tiers) : Results.Problem("no such finished run", statusCode: 404))
            .WithSummary("The leading metrics of every tier of a run, or of several runs of one fingerprint.").Produces<TierComparison>().ProducesProblem(404);
        api.MapGet("/metrics", (HttpContext context) => Send(context, MetricCatalog.All)).WithSummary("The catalogue of metrics.").Produces<IReadOnlyList<MetricInfo>>();
        LiveApi.Map(app, api);
        api.MapFallback((HttpContext context) => Results.Problem($"there is no {context.Request.Path}: see /openapi/v1.json", statusCode: 404)).ExcludeFromDescription();
    }

    /// <summary>Sends a value under the tag of its bytes; who has them already gets 304.</summary>
    private static IResult Send<T>(HttpContext context, T value)
    {
        var bytes = JsonSerializer.SerializeToUtf8Bytes(value, Json);
        var tag = new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
        return Results.Bytes(bytes, "application/json; charset=utf-8", entityTag: tag);
    }

    private static IResult WithItems(RunLibrary library, string id, Func<RunItems, IResult> use)
    {
        if (library.Find(id) is not { } run) return NoRun(id);
        if (!run.HasDatabase) return Results.Problem($"run {id} has no detail file", statusCode: 404);
        using var items = library.OpenItems(run);
        return use(items);
    }

    private static IResult NoRun(string id) => Results.Problem($"there is no run {id}", statusCode: 404);

    // Names are as in files: the content type says JSON and sniffing is forbidden, so letters need no escapes.
    private static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.PropertyNamingPolicy = SweepSpec.Json.PropertyNamingPolicy;
        options.Encoder = SweepSpec.Json.Encoder;
        foreach (var converter in SweepSpec.Json.Converters) options.Converters.Add(converter);
        return options;
    }
}

/// <summary>The list of runs.</summary>
/// <param name="Problem">Why the registry cannot be read, or null.</param>
/// <param name="Runs">The runs, newest first.</param>
internal sealed record RunList(string? Problem, IReadOnlyList<RunEntry> Runs);

/// <summary>An item and what was observed of it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Results">Answers, verdicts and the rest.</param>
internal sealed record ItemWithResults(RunItem Item, ItemResults Results);
