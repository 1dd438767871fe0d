using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>A response whose headers have come.</summary>
/// <param name="response">The response, which goes with this.</param>
/// <param name="sent">When the request was sent, as a timestamp of the clock.</param>
/// <param name="time">The clock.</param>
/// <param name="shown">The secret that was shown with the request; null without one.</param>
internal sealed class EndpointResponse(HttpResponseMessage response, long sent, TimeProvider time, Secret? shown = null) : IDisposable
{
    private const int LongestReply = 32 << 20;

    /// <summary>What it tells beside its text, as far as it has come.</summary>
    public ResponseFacts Facts { get; private set; } = ResponseFacts.Of(response, time.GetUtcNow()) with { Shown = shown };

    /// <summary>The time by the endpoint's clock, in whole seconds; null where it does not tell.</summary>
    public DateTimeOffset? Date => response.Headers.Date;

    /// <summary>The first piece of text or reasoning came; later ones do not matter.</summary>
    public void FirstTokenCame() => Facts = Facts with { FirstToken = Facts.FirstToken ?? time.GetElapsedTime(sent) };

    /// <summary>All of it came.</summary>
    public void WholeCame() => Facts = Facts with { Whole = time.GetElapsedTime(sent) };

    /// <summary>The data of its events, while they come.</summary>
    /// <exception cref="EndpointException">It is too long.</exception>
    /// <exception cref="HttpRequestException">The connection broke.</exception>
    public async IAsyncEnumerable<byte[]> EventsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var content = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var bounded = new BoundedStream(content, LongestReply, TooLong);
        await using (bounded.ConfigureAwait(false))
        {
            var events = SseParser.Create(bounded, (_, data) => data.ToArray()).EnumerateAsync(cancellationToken);
            await foreach (var item in events.ConfigureAwait(false))
                yield return item.Data;
        }
    }

    /// <summary>What comes behind the last piece of a streamed reply: the tokens used, and what the response tells beside its text.</summary>
    /// <param name="pieces">How many pieces came.</param>
    /// <param name="ended">Whether the reply came to its end.</param>
    /// <param name="usage">The tokens; null where none were told.</param>
    /// <exception cref="EndpointException">The reply is not whole.</exception>
    public ChatResponseUpdate EndOfStream(int pieces, bool ended, UsageDetails? usage)
    {
        WholeCame();
        if (pieces == 0 || !ended)
            throw EndpointException.Malformed(
                Facts,
                new FormatException(pieces == 0 ? "the stream holds no events" : "the stream ends before the reply does")
            );
        return new ChatResponseUpdate(ChatRole.Assistant, usage is null ? [] : [new UsageContent(usage)])
        {
            AdditionalProperties = Facts.AsProperties(),
        };
    }

    /// <summary>The error that it is.</summary>
    public async Task<EndpointException> ErrorAsync(CancellationToken cancellationToken)
    {
        var body = ""; // where it cannot be read, the status says enough
        try
        {
            body = Encoding.UTF8.GetString(await BytesAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or EndpointException) { }
        return EndpointException.Error(Facts, body);
    }

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
            throw TooLong();
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
                Facts = Facts.With(json.RootElement);
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

    private EndpointException TooLong() =>
        EndpointException.Malformed(Facts, new FormatException(FormattableString.Invariant($"it is longer than {LongestReply >> 20} MB")));
}
