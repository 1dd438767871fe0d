using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>One model behind Anthropic's <c>/v1/messages</c>. It makes one request a call and tries nothing again.</summary>
/// <remarks>
/// In place of the official package's client, whose replies and errors come without their headers (request id, limits, Retry-After), which
/// leaves the temperature out, and which cannot say when the first piece came.
/// </remarks>
internal sealed class AnthropicChatClient(EndpointHttp http, Uri baseUrl, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("anthropic", baseUrl, model);

    /// <summary>Where messages go, by the base URL as people paste it: with or without the version, or whole.</summary>
    public static Uri AddressOf(Uri baseUrl)
    {
        var path = baseUrl.AbsolutePath.TrimEnd('/');
        path =
            path.EndsWith("/messages", StringComparison.Ordinal) ? path
            : path.EndsWith("/v1", StringComparison.Ordinal) ? path + "/messages"
            : path + "/v1/messages";
        return new UriBuilder(baseUrl) { Path = path }.Uri;
    }

    /// <exception cref="EndpointException">The endpoint answered with an error, or with no message.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = AnthropicRequestJson.Of(model, messages, options, stream: false);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = response.Read(await response.BytesAsync(cancellationToken).ConfigureAwait(false), AnthropicReplyJson.Read);
        reply.AdditionalProperties = response.Facts.AsProperties();
        return reply;
    }

    /// <exception cref="EndpointException">
    /// The endpoint answered with an error, an event is none of a message, or the stream ends before the reply does.
    /// </exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var request = AnthropicRequestJson.Of(model, messages, options, stream: true);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var (ended, pieces) = (false, 0);
        AnthropicUsage? usage = null;
        await foreach (var data in response.EventsAsync(cancellationToken).ConfigureAwait(false))
        {
            var came = response.Read(data, AnthropicReplyJson.ReadEvent);
            if (came.Update.Contents.Any(c => c is TextContent or TextReasoningContent))
                response.FirstTokenCame();
            pieces++;
            ended |= came.Update.FinishReason is not null;
            usage = usage?.Then(came.Usage) ?? came.Usage;
            yield return came.Update;
            if (came.IsLast)
                break;
        }
        yield return response.EndOfStream(pieces, ended, usage?.AsDetails());
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }
}
