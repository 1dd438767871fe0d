using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>Sends JSON to one address of an endpoint, with its key.</summary>
/// <param name="http">The connection pool; it must not time out by itself or follow redirects.</param>
/// <param name="address">Where.</param>
/// <param name="credential">Shows who asks.</param>
/// <param name="headers">Headers of every request.</param>
/// <param name="time">Tells how long replies took.</param>
internal sealed class EndpointHttp(
    HttpMessageInvoker http,
    Uri address,
    ICredential credential,
    IReadOnlyDictionary<string, Secret> headers,
    TimeProvider time
)
{
    // Letters go as they are: escaped, a Russian text would be three times as long.
    private static readonly JsonSerializerOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The HTTP method; POST unless told otherwise.</summary>
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Sends a request, and once more with what is newer where its credential is not accepted.</summary>
    /// <returns>A response with status 200 or 201, of which only the headers have come; the caller disposes it.</returns>
    /// <exception cref="EndpointException">The endpoint answered with an error.</exception>
    /// <exception cref="TokenException">There was nothing to show the endpoint.</exception>
    /// <exception cref="HttpRequestException">There was no connection, or it broke.</exception>
    public async Task<EndpointResponse> SendAsync(JsonNode body, CancellationToken cancellationToken)
    {
        var json = body.ToJsonString(Relaxed);
        for (var again = false; ; again = true)
        {
            var shown = await credential.ShowAsync(cancellationToken).ConfigureAwait(false);
            using var request = RequestOf(json, shown);
            var sent = time.GetTimestamp();
            var came = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var response = new EndpointResponse(came, sent, time, shown?.Secret);
            if (response.Facts.Status is 200 or 201) // some frameworks answer every POST with 201
                return response;
            using (response)
                if (response.Facts.Status != 401 || again || shown is null || !credential.Refused(shown))
                    throw await response.ErrorAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private HttpRequestMessage RequestOf(string json, ShownCredential? shown)
    {
        var request = new HttpRequestMessage(Method, address)
        {
            Content = new StringContent(json, new MediaTypeHeaderValue("application/json")),
        };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        // Without it a server may compress as it likes (RFC 9110, 12.5.3).
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "identity");
        request.Headers.TryAddWithoutValidation("User-Agent", "modellab");
        if (shown is not null)
            request.Headers.TryAddWithoutValidation(shown.Header, shown.Scheme + shown.Secret.Reveal());
        foreach (var (name, value) in headers)
        {
            // Some name what the content is; none of them comes twice.
            HttpHeaders place = name.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) ? request.Content.Headers : request.Headers;
            place.Remove(name);
            place.TryAddWithoutValidation(name, value.Reveal());
        }
        return request;
    }
}
