using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelLab.Dashboard.Pages;

namespace ModelLab.Dashboard.Hosting;

/// <summary>Which address gives which page.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet("/assets/{version}/{**name}", (string version, string name, HttpContext context, EmbeddedAssets assets) => assets.Serve(version, name, context));
        app.MapGet("/favicon.ico", (HttpContext context, EmbeddedAssets assets) => assets.Serve(assets.Version, "favicon.svg", context));
        app.MapGet("/", (HttpContext context) => Results.Redirect(ContextOf(context).Link(SiteMap.All[0].Path)));
        foreach (var entry in SiteMap.All) app.MapGet(entry.Path, context => RenderAsync(context, entry.Component));
        app.MapFallback(context => RenderAsync(context, typeof(MissingPage), status: StatusCodes.Status404NotFound));
    }

    /// <summary>The view state of a request.</summary>
    public static PageContext ContextOf(HttpContext context) => new(
        context.Request.Path.Value ?? "/", context.Request.Query,
        context.RequestServices.GetRequiredService<DashboardOptions>().Language, context.RequestServices.GetRequiredService<EmbeddedAssets>());

    /// <summary>Renders a page whole before the first byte is sent, so that its status can depend on what it found.</summary>
    public static async Task RenderAsync(HttpContext context, Type page, int status = StatusCodes.Status200OK, params (string Name, object? Value)[] parameters)
    {
        var at = ContextOf(context);
        at.Status = status;
        var values = parameters.ToDictionary(p => p.Name, p => p.Value);
        values[nameof(SitePage.At)] = at;
        // The renderer buffers the page until it is complete: the status is still ours to set when sending starts.
        context.Response.OnStarting(() =>
        {
            context.Response.StatusCode = at.Status;
            return Task.CompletedTask;
        });
        await new RazorComponentResult(page, values) { PreventStreamingRendering = true }.ExecuteAsync(context).ConfigureAwait(false);
    }
}
