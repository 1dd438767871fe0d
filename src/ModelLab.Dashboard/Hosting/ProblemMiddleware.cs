using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Dashboard.Pages;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Hosting;

/// <summary>
/// Turns faults into pages. A run that proves damaged is remembered and the page is made again without it; another file that cannot be read
/// is named, and anything else is told to the log alone. Whatever fails, the reader gets an answer.
/// </summary>
internal sealed class ProblemMiddleware(RequestDelegate next, RunLibrary library, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var before = context.Response.Headers.ToDictionary(StringComparer.Ordinal);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested) { } // the reader has gone
        catch (BadInputException e) when (!context.Response.HasStarted && library.Remember(e))
        {
            await AnewAsync(context, before, () => InvokeAsync(context)).ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted)
        {
            var message = e is BadInputException or IOException or UnauthorizedAccessException ? e.Message : null;
            if (message is null)
                log.LogError(e, "{Path} failed", context.Request.Path.Value);
            await AnewAsync(context, before, () => TellAsync(context, message)).ConfigureAwait(false);
        }
    }

    // A renderer serves one page and has set headers: what comes in place of that page begins as if nothing had been.
    private static async Task AnewAsync(
        HttpContext context,
        Dictionary<string, Microsoft.Extensions.Primitives.StringValues> headers,
        Func<Task> answer
    )
    {
        context.Response.Headers.Clear();
        foreach (var (name, value) in headers)
            context.Response.Headers[name] = value;
        var services = context.RequestServices;
        var scope = services.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
        {
            context.RequestServices = scope.ServiceProvider;
            try
            {
                await answer().ConfigureAwait(false);
            }
            finally
            {
                context.RequestServices = services;
            }
        }
    }

    private async Task TellAsync(HttpContext context, string? message)
    {
        if (context.Request.Path.StartsWithSegments(SiteMap.Api, StringComparison.Ordinal))
        {
            await Results
                .Problem(message ?? "the server failed: its log says why", statusCode: StatusCodes.Status500InternalServerError)
                .ExecuteAsync(context)
                .ConfigureAwait(false);
            return;
        }
        try
        {
            await Routes
                .RenderAsync(context, typeof(ProblemPage), StatusCodes.Status500InternalServerError, (nameof(ProblemPage.Message), message))
                .ConfigureAwait(false);
        }
        catch (Exception e) when (!context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
        {
            // What broke the page may break its frame, which lists runs: words alone need nothing.
            log.LogError(e, "{Path}: the page about the fault failed too", context.Request.Path.Value);
            context.Response.ContentType = "text/plain; charset=utf-8";
            await context
                .Response.WriteAsync((message ?? "The page could not be made: the server's log says why.") + "\n", context.RequestAborted)
                .ConfigureAwait(false);
        }
    }
}
