using System.Net.Http.Headers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>Posts JSON to one address of an endpoint, with its key.</summary>
/// <param name="http">The connection pool; it must not time out by itself or follow redirects.</param>
/// <param name="endpoint">Where, and with which key.</param>
/// <param name="path">What follows the base URL, with its slash.</param>
/// <param name="time">Tells how long replies took.</param>
internal sealed class EndpointHttp(HttpMessageInvoker http, ModelEndpoint endpoint, string path, TimeProvider time)
{
    // Letters go as they are: escaped, a Russian text would be three times as long.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    // A builder keeps the query that some gateways want.
    private readonly Uri _address = new UriBuilder(endpoint.BaseUrl) { Path = endpoint.BaseUrl.AbsolutePath.TrimEnd('/') + path }.Uri;

    /// <summary>Sends a request.</summary>
    /// <returns>A response with status 200, of which only the headers have come; the caller disposes it.</returns>
    /// <exception cref="EndpointException">The endpoint answered with an error.</exception>
    /// <exception cref="HttpRequestException">There was no connection, or it broke.</exception>
    public async Task<EndpointResponse> SendAsync(JsonObject body, CancellationToken cancellationToken)
    {
        var content = new StringContent(body.ToJsonString(Relaxed), new MediaTypeHeaderValue("application/json"));
        using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = content };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        // Without it a server may compress as it likes (RFC 9110, 12.5.3).
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        request.Headers.TryAddWithoutValidation("User-Agent", "modellab");
        if (endpoint.Key is { } key && IsAzure)
            request.Headers.TryAddWithoutValidation("api-key", key.Reveal());
        else if (endpoint.Key is { } bearer)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", bearer.Reveal());
        var sent = time.GetTimestamp();
        var response = new EndpointResponse(await http.SendAsync(request, cancellationToken).ConfigureAwait(false), sent, time);
        if (response.Facts.Status == 200)
            return response;
        using (response)
            throw EndpointException.Error(response.Facts, await ErrorOfAsync(response, cancellationToken).ConfigureAwait(false));
    }

    // Azure takes keys by a header of its own.
    private bool IsAzure =>
        _address.Host.EndsWith(".openai.azure.com", StringComparison.OrdinalIgnoreCase)
        || _address.Host.EndsWith(".cognitiveservices.azure.com", StringComparison.OrdinalIgnoreCase);

    private static async Task<string> ErrorOfAsync(EndpointResponse response, CancellationToken cancellationToken)
    {
        try
        {
            return Encoding.UTF8.GetString(await response.BytesAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or EndpointException)
        {
            return ""; // the status says enough
        }
    }
}
