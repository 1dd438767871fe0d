using System.Text.Json;

namespace ModelLab.Llm.Protocol;

/// <summary>A response whose headers have come.</summary>
/// <param name="response">The response, which goes with this.</param>
/// <param name="sent">When the request was sent, as a timestamp of the clock.</param>
/// <param name="time">The clock.</param>
internal sealed class EndpointResponse(HttpResponseMessage response, long sent, TimeProvider time) : IDisposable
{
    private const int LongestReply = 32 << 20;

    /// <summary>What it tells beside its text, as far as it has come.</summary>
    public ResponseFacts Facts { get; private set; } = ResponseFacts.Of(response, time.GetUtcNow());

    /// <summary>The first piece of text or reasoning came; later ones do not matter.</summary>
    public void FirstTokenCame() => Facts = Facts with { FirstToken = Facts.FirstToken ?? time.GetElapsedTime(sent) };

    /// <summary>All of it came.</summary>
    public void WholeCame() => Facts = Facts with { Whole = time.GetElapsedTime(sent) };

    /// <summary>Its text, to be read while it comes.</summary>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    public Task<Stream> StreamAsync(CancellationToken cancellationToken) => response.Content.ReadAsStreamAsync(cancellationToken);

    /// <summary>Its whole text.</summary>
    /// <exception cref="EndpointException">It is too long.</exception>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    /// <exception cref="IOException">The connection broke.</exception>
    public async Task<byte[]> BytesAsync(CancellationToken cancellationToken)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestReply, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e) when (e.HttpRequestError == HttpRequestError.ConfigurationLimitExceeded)
        {
            var tooLong = FormattableString.Invariant($"it is longer than {LongestReply >> 20} MB");
            throw EndpointException.Malformed(Facts, new FormatException(tooLong));
        }
        WholeCame();
        return await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads JSON of it: the whole, or a piece of a stream.</summary>
    /// <exception cref="EndpointException">It is an error, or nothing that <paramref name="read"/> can read.</exception>
    public T Read<T>(ReadOnlyMemory<byte> utf8Json, Func<JsonElement, T> read)
    {
        JsonDocument json;
        try
        {
            json = JsonDocument.Parse(utf8Json);
        }
        catch (JsonException e)
        {
            throw UnreadText.Describe(utf8Json.Span) is { } what
                ? EndpointException.NotJson(Facts, what)
                : EndpointException.Malformed(Facts, e);
        }
        using (json)
        {
            try
            {
                return read(json.RootElement);
            }
            catch (FailedChoiceException e)
            {
                throw EndpointException.Error(Facts, ErrorBody.IsError(json.RootElement) ? json.RootElement.GetRawText() : e.Body);
            }
            catch (Exception e)
            {
                // OpenRouter reports what went wrong behind it under status 200.
                throw ErrorBody.IsError(json.RootElement)
                    ? EndpointException.Error(Facts, json.RootElement.GetRawText())
                    : EndpointException.Malformed(Facts, e);
            }
        }
    }

    public void Dispose() => response.Dispose();
}
