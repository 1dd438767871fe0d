using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>One model behind an OpenAI-compatible <c>/chat/completions</c>. It makes one request a call and tries nothing again.</summary>
/// <remarks>
/// In place of the SDK's client, which knows OpenAI's own form of replies alone, hands on no headers, and writes the token limit under a
/// name that most compatible endpoints refuse.
/// </remarks>
internal sealed class OpenAiChatClient(EndpointHttp http, Uri baseUrl, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", baseUrl, model);

    /// <exception cref="EndpointException">The endpoint answered with an error, or with no completion.</exception>
    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        var request = ChatRequestJson.Of(model, messages, options, stream: false);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var reply = response.Read(await response.BytesAsync(cancellationToken).ConfigureAwait(false), ChatReplyJson.Read);
        reply.AdditionalProperties = response.Facts.AsProperties();
        return reply;
    }

    /// <exception cref="EndpointException">
    /// The endpoint answered with an error, an event is no piece of a completion, or the stream ends before the reply does.
    /// </exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var request = ChatRequestJson.Of(model, messages, options, stream: true);
        using var response = await http.SendAsync(request, cancellationToken).ConfigureAwait(false);
        var (ended, pieces) = (false, 0);
        UsageDetails? usage = null;
        await foreach (var data in response.EventsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (data.AsSpan().SequenceEqual("[DONE]"u8))
            {
                ended = true;
                break;
            }
            var (update, soFar) = response.Read(data, piece => (ChatReplyJson.ReadPiece(piece), ChatReplyJson.Usage(piece)));
            if (update.Contents.Any(c => c is TextContent or TextReasoningContent))
                response.FirstTokenCame();
            pieces++;
            ended |= update.FinishReason is not null;
            usage = soFar ?? usage; // where each piece has it, it grows
            yield return update;
        }
        yield return response.EndOfStream(pieces, ended, usage);
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }
}
