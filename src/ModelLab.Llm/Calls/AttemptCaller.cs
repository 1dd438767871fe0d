using Microsoft.Extensions.AI;
using ModelLab.Core;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>
/// Makes one attempt at a call, whatever protocol its endpoint speaks: within a time limit, without the parameters that the endpoint
/// refuses, and with a class for every outcome.
/// </summary>
/// <param name="clients">The clients of models.</param>
/// <param name="adaptations">What endpoints are known to refuse.</param>
/// <param name="scrubber">Cleans error messages of keys.</param>
/// <param name="time">Measures latency.</param>
/// <param name="timeout">The longest an attempt may take.</param>
/// <param name="stream">Whether replies are streamed, which makes the time to the first token known.</param>
public sealed class AttemptCaller(
    ModelClients clients,
    EndpointAdaptations adaptations,
    SecretScrubber scrubber,
    TimeProvider time,
    TimeSpan timeout,
    bool stream = false
) : IModelCaller
{
    private readonly AttemptResults _results = new(scrubber, time, timeout);

    /// <inheritdoc />
    /// <exception cref="BadInputException">A file of the connection's certificates is not what it should be.</exception>
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var first = time.GetTimestamp();
        var (guessed, refused) = (Adaptations.None, (CallResult?)null);
        for (var attempts = 1; ; attempts++)
        {
            var adapted = adaptations.For(call.Endpoint) | guessed;
            var (result, refusal, shown) = await AttemptAsync(call, adapted, cancellationToken).ConfigureAwait(false);
            // Each turn adds at least one adaptation and there are ten, so this ends.
            if (refusal is not null && adaptations.Learn(call.Endpoint, adapted & ~guessed, call, refusal) is not null)
                continue;
            if (refusal is not null && adaptations.NotAdapted(adapted, call, refusal) is { } why)
                result = result with { Error = $"{result.Error}: {why}" };
            else if (
                refusal is not null
                && result.ErrorClass == CallErrorClass.BadRequest
                && adaptations.Guess(call.Endpoint, adapted, call, refusal) is { } guess
            )
            {
                (guessed, refused) = (guessed | guess, refused ?? result);
                continue;
            }
            if (call.Schema is not null && (result.Succeeded || refused is not null))
                adaptations.Settle(call.Endpoint);
            if (guessed != Adaptations.None && result.Succeeded)
                adaptations.Keep(call.Endpoint, guessed);
            // Where no guess helped, what was said first is the reason.
            else if (refused is not null && result.ErrorClass == CallErrorClass.BadRequest)
                result = refused;
            return WithoutSecrets(result, call.Endpoint, shown) with { Attempts = attempts, SentAt = first };
        }
    }

    private async Task<(CallResult Result, string? Refusal, Secret? Shown)> AttemptAsync(
        ModelCall call,
        Adaptations adapted,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var start = time.GetTimestamp();
        try
        {
            if (call.Inputs is { } inputs)
            {
                var embedder = clients.EmbedderOf(call.Endpoint);
                var embeddings = await embedder
                    .GenerateAsync(inputs, ChatRequest.EmbeddingOptionsOf(call), either.Token)
                    .ConfigureAwait(false);
                return (AttemptResults.Of(embeddings, time.GetElapsedTime(start)), null, null);
            }
            var reply = await ChatAsync(call, adapted, either.Token).ConfigureAwait(false);
            var shown = ResponseFacts.In(reply.AdditionalProperties)?.Shown;
            return (_results.Of(reply, time.GetElapsedTime(start)), null, shown);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception e) when (e is not BadInputException)
        {
            var error = e as EndpointException;
            // An assistant is asked in its own form, of which nothing can be left out.
            var refusal = call.Endpoint.Assistant is null ? error?.Refusal : null;
            return (_results.Of(e, time.GetElapsedTime(start)), refusal, error?.Response.Shown);
        }
    }

    private Task<ChatResponse> ChatAsync(ModelCall call, Adaptations adapted, CancellationToken cancellationToken)
    {
        var client = clients.ChatOf(call.Endpoint);
        var messages = ChatRequest.MessagesOf(call, adapted);
        var options = ChatRequest.OptionsOf(call, adapted);
        return (stream && !adapted.HasFlag(Adaptations.NoStreaming)) || adapted.HasFlag(Adaptations.Streaming)
            ? client.GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken)
            : client.GetResponseAsync(messages, options, cancellationToken);
    }

    // Replies and errors are kept and shown, and a proxy that echoes requests would put what was sent into them.
    private static CallResult WithoutSecrets(CallResult result, ModelEndpoint endpoint, Secret? shown)
    {
        foreach (var secret in endpoint.Secrets.Append(shown).OfType<Secret>())
            result = result with
            {
                Text = secret.HideIn(result.Text),
                Reasoning = secret.HideIn(result.Reasoning),
                Refusal = secret.HidePiecesIn(result.Refusal),
                Error = secret.HidePiecesIn(result.Error),
                Sources = result.Sources is null ? null : [.. result.Sources.Select(s => secret.HideIn(s)!)],
                ReturnedModel = secret.HideIn(result.ReturnedModel),
                FinishReason = secret.HideIn(result.FinishReason),
                ServedBy = secret.HideIn(result.ServedBy),
                RequestId = secret.HideIn(result.RequestId),
            };
        return result;
    }
}
