using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http.Features;

namespace ModelLab.Testing.Wire;

/// <summary>Finds the endpoint by the end of the path; what stands before it is the provider's prefix.</summary>
internal sealed class Router(TestServer server, TimeProvider time) : IHttpApplication<HttpContext>
{
    private const string Chat = "/chat/completions";
    private const string Messages = "/messages";
    private const string Ask = "/ask";
    private const string Tokens = "/oauth";
    private const string Embeddings = "/embeddings";
    private const string Models = "/models";
    private readonly ModelEndpoint _models = new(server, time);

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception) { }

    public Task ProcessRequestAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path.EndsWith(Ask, StringComparison.Ordinal) && !HttpMethods.IsGet(context.Request.Method))
            return _models.HandleAsync(context, path, Prefix(path, Ask), Protocol.Assistant);
        if (HttpMethods.IsPost(context.Request.Method))
        {
            if (path.EndsWith(Chat, StringComparison.Ordinal))
                return _models.HandleAsync(context, path, Prefix(path, Chat), Protocol.Chat);
            if (path.EndsWith(Messages, StringComparison.Ordinal))
                return _models.HandleAsync(context, path, Prefix(path, Messages), Protocol.Messages);
            if (path.EndsWith(Tokens, StringComparison.Ordinal))
                return TokenDesk.SellAsync(context, server.Tokens);
            if (path.EndsWith(Embeddings, StringComparison.Ordinal))
                return _models.HandleAsync(context, path, Prefix(path, Embeddings), Protocol.Embeddings);
            if (path == "/reset")
            {
                server.Reset();
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return Task.CompletedTask;
            }
        }
        else if (HttpMethods.IsGet(context.Request.Method))
        {
            if (path == "/stats")
                return Json(context, StatsJson.Of(server.Ledger));
            if (path.EndsWith(Models, StringComparison.Ordinal))
                return Json(context, ModelsJson.Of(server.ModelNames(Prefix(path, Models))));
        }
        return Delivery.WholeAsync(context, ApiError.Reply(404, $"There is nothing at {context.Request.Method} {path}."), call: null);
    }

    private static string Prefix(string path, string endpoint)
    {
        var head = path.AsSpan(0, path.Length - endpoint.Length);
        if (head.EndsWith("/v1", StringComparison.Ordinal))
            head = head[..^3];
        return head.Trim('/').ToString();
    }

    private static Task Json(HttpContext context, ReadOnlyMemory<byte> json) =>
        Delivery.WholeAsync(context, new RawReply(200, ContentTypes.Json, json), call: null);
}
