using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Limits;

namespace ModelLab.Llm.Protocol;

/// <summary>Posts JSON to one endpoint with its key, and reads JSON back.</summary>
/// <param name="http">The connection pool; it must not time out by itself or follow redirects.</param>
/// <param name="endpoint">Where, and with which key.</param>
/// <param name="path">What follows the base URL, with its slash.</param>
/// <param name="time">Tells when replies came.</param>
internal sealed class EndpointHttp(HttpMessageInvoker http, ModelEndpoint endpoint, string path, TimeProvider time)
{
    private const int LongestReply = 32 << 20;

    // A builder keeps the query that some gateways want.
    private readonly Uri _address = new UriBuilder(endpoint.BaseUrl) { Path = endpoint.BaseUrl.AbsolutePath.TrimEnd('/') + path }.Uri;
    private readonly AuthenticationHeaderValue? _authorization = endpoint.Key is { } key
        ? new AuthenticationHeaderValue("Bearer", key.Reveal())
        : null;

    /// <summary>Sends a request and reads the whole reply.</summary>
    /// <exception cref="EndpointException">The endpoint answered with an error.</exception>
    /// <exception cref="HttpRequestException">There was no connection, or it broke.</exception>
    /// <exception cref="IOException">The connection broke within the reply.</exception>
    /// <exception cref="JsonException">The reply is not JSON.</exception>
    /// <exception cref="FormatException">The reply is too long, or what <paramref name="read"/> finds wrong.</exception>
    public async Task<TReply> PostAsync<TReply>(JsonBody body, Func<JsonElement, TReply> read, CancellationToken cancellationToken)
    {
        using var request = Request(body);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        ReplyArrival.Headers(response, time);
        using var bytes = new BorrowedBytes(4 * 1024);
        await ReadAsync(response, bytes, cancellationToken).ConfigureAwait(false);
        var good = (int)response.StatusCode == 200;
        // Whoever got the place goes first; reading this reply can wait.
        if (ReplyArrival.Whole(good, time))
            await Task.Yield();
        if (!good)
            throw Error(response, bytes);
        using var json = JsonDocument.Parse(bytes.Written);
        return read(json.RootElement);
    }

    /// <summary>Sends a request whose reply is a stream of events.</summary>
    /// <returns>The reply, of which only the headers have come; the caller disposes it.</returns>
    /// <exception cref="EndpointException">The endpoint answered with an error.</exception>
    /// <exception cref="HttpRequestException">There was no connection, or it broke.</exception>
    public async Task<HttpResponseMessage> OpenAsync(JsonBody body, CancellationToken cancellationToken)
    {
        using var request = Request(body);
        var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        ReplyArrival.Headers(response, time);
        if ((int)response.StatusCode == 200)
            return response;
        using (response)
        using (var bytes = new BorrowedBytes(4 * 1024))
        {
            try
            {
                await ReadAsync(response, bytes, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or IOException) { } // the status says enough
            throw Error(response, bytes);
        }
    }

    private HttpRequestMessage Request(JsonBody body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = body };
        request.Headers.TryAddWithoutValidation("Accept", "application/json, text/event-stream");
        request.Headers.TryAddWithoutValidation("User-Agent", "modellab");
        request.Headers.Authorization = _authorization;
        return request;
    }

    private static async Task ReadAsync(HttpResponseMessage response, BorrowedBytes bytes, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            while (await stream.ReadAsync(bytes.GetMemory(1024), cancellationToken).ConfigureAwait(false) is > 0 and var count)
            {
                bytes.Advance(count);
                if (bytes.Length > LongestReply)
                    throw new FormatException(FormattableString.Invariant($"it is longer than {LongestReply >> 20} MB"));
            }
        }
    }

    private static EndpointException Error(HttpResponseMessage response, BorrowedBytes bytes) =>
        new((int)response.StatusCode, Encoding.UTF8.GetString(bytes.Written.Span));
}
