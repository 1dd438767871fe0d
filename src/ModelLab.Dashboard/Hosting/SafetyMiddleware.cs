using System.Net;
using Microsoft.AspNetCore.Http;

namespace ModelLab.Dashboard.Hosting;

/// <summary>
/// What every request must pass and every response carries: known host, token, own origin for changes, and headers that forbid whatever the
/// pages do not need.
/// </summary>
internal sealed class SafetyMiddleware(RequestDelegate next, DashboardOptions options, TokenGate gate)
{
    /// <summary>
    /// No inline script or style, nothing from elsewhere, no frames. Pictures may be made by the pages' own scripts, which draw a chart to
    /// copy it.
    /// </summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public async Task InvokeAsync(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        // Not no-referrer: with it browsers send "Origin: null" for forms, and the origin could not be checked.
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";
        headers.CacheControl = "no-cache";

        if (!IsKnown(context.Request.Host, context.Connection.LocalPort))
            await RefuseAsync(
                    context,
                    StatusCodes.Status421MisdirectedRequest,
                    "This dashboard is not served under that host name. Open the address that 'modellab dashboard' printed."
                )
                .ConfigureAwait(false);
        else if (gate.Exchange(context)) { }
        else if (!gate.Admits(context.Request))
            await RefuseAsync(
                    context,
                    StatusCodes.Status401Unauthorized,
                    "Open the address with ?token=… that belongs to this dashboard, or send it as a bearer token."
                )
                .ConfigureAwait(false);
        else if (Changes(context.Request) && !IsOwnOrigin(context.Request))
            await RefuseAsync(context, StatusCodes.Status403Forbidden, "Changes are taken from this dashboard's own pages alone.")
                .ConfigureAwait(false);
        else
            await next(context).ConfigureAwait(false);
    }

    /// <summary>
    /// Names that a page on the Internet could point at this machine (DNS rebinding) are not known; addresses cannot be pointed.
    /// </summary>
    private bool IsKnown(HostString host, int localPort)
    {
        if (!host.HasValue || (host.Port ?? 80) != localPort)
            return false;
        var name = host.Host.Trim('[', ']');
        if (name == "localhost")
            return true;
        var open = !IPAddress.IsLoopback(options.Address());
        return IPAddress.TryParse(name, out var address)
            ? open || IPAddress.IsLoopback(address)
            : open && string.Equals(name, Environment.MachineName, StringComparison.OrdinalIgnoreCase);
    }

    private static bool Changes(HttpRequest request) => !HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method);

    private static bool IsOwnOrigin(HttpRequest request) =>
        request.Headers.Origin is [{ } origin]
        && string.Equals(origin, $"{request.Scheme}://{request.Host.Value}", StringComparison.OrdinalIgnoreCase);

    private static Task RefuseAsync(HttpContext context, int status, string message)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(message + "\n", context.RequestAborted);
    }
}
