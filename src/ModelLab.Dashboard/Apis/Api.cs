using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Apis;

/// <summary>
/// The views as JSON under <c>/api/v1</c>, with the same query as the pages; described at <c>/openapi/v1.json</c>. Undefined is null;
/// numbers are invariant; words are in the language of the address.
/// </summary>
internal static class Api
{
    public static void AddServices(IServiceCollection services)
    {
        services.Configure<JsonOptions>(o => RunsJson.In(o.SerializerOptions));
        services.AddOpenApi(o =>
        {
            o.ShouldInclude = endpoint => endpoint.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            o.AddDocumentTransformer(
                (document, _, _) =>
                {
                    document.Info.Title = "ModelLab";
                    document.Info.Description = "Runs of an output directory, read-only. The same parameters as the dashboard's pages.";
                    return Task.CompletedTask;
                }
            );
        });
    }

    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapOpenApi();
        var api = app.MapGroup(SiteMap.Api);
        RunsApi.Map(api);
        ComparisonsApi.Map(api);
        AnalysesApi.Map(api);
        LiveApi.Map(app, api);
        api.MapFallback((HttpContext context) => Answers.Missing($"there is no {context.Request.Path}: see /openapi/v1.json"))
            .ExcludeFromDescription();
    }
}
