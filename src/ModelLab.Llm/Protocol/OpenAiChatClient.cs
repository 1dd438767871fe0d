using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace ModelLab.Llm.Protocol;

/// <summary>One model behind an OpenAI-compatible <c>/chat/completions</c>. It makes one request a call and tries nothing again.</summary>
/// <remarks>
/// In place of the SDK's client, which knows OpenAI's own form of replies alone, writes the token limit under a name that most compatible
/// endpoints refuse, and takes a third of what a call costs in processor time (docs/performance.md).
/// </remarks>
internal sealed class OpenAiChatClient(EndpointHttp http, Uri baseUrl, string model) : IChatClient
{
    private readonly ChatClientMetadata _metadata = new("openai", baseUrl, model);

    /// <exception cref="EndpointException">The endpoint answered with an error.</exception>
    /// <exception cref="FormatException">The reply is no completion.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        CancellationToken cancellationToken = default
    ) => http.PostAsync(Body(messages, options, stream: false), ChatReplyJson.Read, cancellationToken);

    /// <exception cref="EndpointException">The endpoint answered with an error.</exception>
    /// <exception cref="FormatException">An event is no piece of a completion, or the stream ends before the reply does.</exception>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        using var response = await http.OpenAsync(Body(messages, options, stream: true), cancellationToken).ConfigureAwait(false);
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var ended = false;
            UsageDetails? usage = null;
            await foreach (var piece in SseParser.Create(stream).EnumerateAsync(cancellationToken).ConfigureAwait(false))
            {
                if (piece.Data == "[DONE]")
                {
                    ended = true;
                    break;
                }
                using var json = JsonDocument.Parse(piece.Data);
                var update = ChatReplyJson.ReadPiece(json.RootElement);
                ended |= update.FinishReason is not null;
                usage = ChatReplyJson.Usage(json.RootElement) ?? usage; // where each piece has it, it grows
                yield return update;
            }
            if (usage is not null)
                yield return new ChatResponseUpdate(ChatRole.Assistant, [new UsageContent(usage)]);
            if (!ended)
                throw new FormatException("the stream ends before the reply does");
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is not null ? null
        : serviceType == typeof(ChatClientMetadata) ? _metadata
        : serviceType.IsInstanceOfType(this) ? this
        : null;

    public void Dispose() { }

    private JsonBody Body(IEnumerable<ChatMessage> messages, ChatOptions? options, bool stream) =>
        JsonBody.Of(new ChatRequestJson(options?.ModelId ?? model, messages, options, stream), ChatRequestJson.Write);
}
