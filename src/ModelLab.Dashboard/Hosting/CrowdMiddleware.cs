using Microsoft.AspNetCore.Http;
using ModelLab.Dashboard.Apis;

namespace ModelLab.Dashboard.Hosting;

/// <summary>
/// Lets so many pages be made at once as the machine has cores for; the others wait without a thread. Views read files and wait for each
/// other's first reading on the thread they run on: a crowd let in at once would take every thread of the pool, and then nothing that needs
/// one goes on until the pool has grown, a thread or two a second.
/// </summary>
internal sealed class CrowdMiddleware(RequestDelegate next) : IDisposable
{
    private readonly SemaphoreSlim _places = new(Math.Max(4, 2 * Environment.ProcessorCount));

    public void Dispose() => _places.Dispose();

    public async Task InvokeAsync(HttpContext context)
    {
        // What follows a run lasts as long as its reader looks, and hardly works.
        if (context.GetEndpoint()?.Metadata.GetMetadata<Followed>() is not null)
        {
            await next(context).ConfigureAwait(false);
            return;
        }
        await _places.WaitAsync(context.RequestAborted).ConfigureAwait(false);
        try
        {
            await next(context).ConfigureAwait(false);
        }
        finally
        {
            _places.Release();
        }
    }
}
