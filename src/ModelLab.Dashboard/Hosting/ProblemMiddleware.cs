using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Dashboard.Pages;
using ModelLab.Dashboard.Site;

namespace ModelLab.Dashboard.Hosting;

/// <summary>Turns faults into pages: a file that cannot be read is named, anything else is told to the log alone.</summary>
internal sealed class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested) { } // the reader has gone
        catch (Exception e) when (!context.Response.HasStarted)
        {
            string? message = null;
            if (e is BadInputException or IOException or UnauthorizedAccessException)
                message = e.Message;
            else
                log.LogError(e, "{Path} failed", context.Request.Path.Value);
            context.Response.Headers.ETag = default;
            if (context.Request.Path.StartsWithSegments(SiteMap.Api, StringComparison.Ordinal))
                await Results
                    .Problem(message ?? "the server failed: its log says why", statusCode: StatusCodes.Status500InternalServerError)
                    .ExecuteAsync(context)
                    .ConfigureAwait(false);
            else
                await Routes
                    .RenderAsync(
                        context,
                        typeof(ProblemPage),
                        StatusCodes.Status500InternalServerError,
                        (nameof(ProblemPage.Message), message)
                    )
                    .ConfigureAwait(false);
        }
    }
}
