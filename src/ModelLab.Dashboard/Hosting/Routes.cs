using System.Reflection;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using ModelLab.Dashboard.Pages;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Hosting;

/// <summary>Which address gives which page.</summary>
internal static class Routes
{
    public static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet(
            "/assets/{version}/{**name}",
            (string version, string name, HttpContext context, EmbeddedAssets assets) => assets.Serve(version, name, context)
        );
        app.MapGet("/favicon.ico", (HttpContext context, EmbeddedAssets assets) => assets.Serve(assets.Version, "favicon.svg", context));
        app.MapGet("/", (HttpContext context) => Results.Redirect(PageContext.Of(context).Link(SiteMap.All[0].Path)));
        foreach (var page in typeof(SitePage).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(SitePage))))
        {
            foreach (var route in page.GetCustomAttributes<RouteAttribute>())
                app.MapGet(route.Template, context => RenderAsync(context, page));
        }
        app.MapGet(
            "/runs/{id}",
            (HttpContext context, string id) => RenderAsync(context, typeof(RunPage), parameters: (nameof(RunPage.Id), id))
        );
        app.MapGet(
            "/runs/{id}/delete",
            (HttpContext context, string id, IAntiforgery forms) =>
                RenderAsync(
                    context,
                    typeof(DeletePage),
                    StatusCodes.Status200OK,
                    (nameof(DeletePage.Id), id),
                    (nameof(DeletePage.Token), forms.GetAndStoreTokens(context))
                )
        );
        app.MapPost("/runs/{id}/delete", DeleteAsync);
        app.MapFallback(context => RenderAsync(context, typeof(MissingPage), status: StatusCodes.Status404NotFound));
    }

    private static async Task DeleteAsync(HttpContext context, string id, IAntiforgery forms, RunLibrary library, TimeProvider time)
    {
        if (!await forms.IsRequestValidAsync(context).ConfigureAwait(false))
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context
                .Response.WriteAsync("The form is out of date: load the page again.\n", context.RequestAborted)
                .ConfigureAwait(false);
        }
        else if (library.Find(id) is not { } run)
            await RenderAsync(context, typeof(MissingRun), StatusCodes.Status404NotFound, (nameof(MissingRun.Id), id))
                .ConfigureAwait(false);
        else
        {
            await library.DeleteAsync(run, time, context.RequestAborted).ConfigureAwait(false);
            context.Response.StatusCode = StatusCodes.Status303SeeOther;
            context.Response.Headers.Location = PageContext.Of(context).Link("/runs");
        }
    }

    /// <summary>Renders a page whole before the first byte is sent, so that its status can depend on what it found.</summary>
    public static async Task RenderAsync(
        HttpContext context,
        Type page,
        int status = StatusCodes.Status200OK,
        params (string Name, object? Value)[] parameters
    )
    {
        var at = PageContext.Of(context);
        at.Status = status;
        var values = parameters.ToDictionary(p => p.Name, p => p.Value);
        values[nameof(SitePage.At)] = at;
        // The renderer buffers the page until it is complete: the status is still ours to set when sending starts. Where a page fails,
        // that of the page in its place counts.
        if (!context.Items.ContainsKey(typeof(PageContext)))
            context.Response.OnStarting(() =>
            {
                context.Response.StatusCode = ((PageContext)context.Items[typeof(PageContext)]!).Status;
                return Task.CompletedTask;
            });
        context.Items[typeof(PageContext)] = at;
        await new RazorComponentResult(page, values) { PreventStreamingRendering = true }
            .ExecuteAsync(context)
            .ConfigureAwait(false);
    }
}
