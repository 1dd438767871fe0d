using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Limits;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>Makes one attempt at a call over an OpenAI-compatible endpoint and tells its outcome by class.</summary>
/// <param name="http">The connection pool; it must not time out by itself or follow redirects.</param>
/// <param name="adaptations">What endpoints are known to refuse.</param>
/// <param name="scrubber">Cleans error messages of keys.</param>
/// <param name="time">Measures latency.</param>
/// <param name="timeout">The longest an attempt may take.</param>
/// <param name="stream">Whether replies are streamed, which makes the time to the first token known.</param>
public sealed class OpenAiCaller(
    HttpMessageInvoker http,
    EndpointAdaptations adaptations,
    SecretScrubber scrubber,
    TimeProvider time,
    TimeSpan timeout,
    bool stream = false
) : IModelCaller
{
    /// <summary>The name of the activity source and meter that follow OpenTelemetry's semantic conventions for generative AI.</summary>
    public const string TelemetryName = "ModelLab.Llm";

    private readonly ConcurrentDictionary<(string Endpoint, string? Key, string Model), IChatClient> _clients = new();
    private readonly ConcurrentDictionary<
        (string Endpoint, string? Key, string Model),
        IEmbeddingGenerator<string, Embedding<float>>
    > _embedders = new();

    /// <inheritdoc />
    public async Task<CallResult> CallAsync(ModelCall call, CancellationToken cancellationToken)
    {
        var attempts = 0;
        long sentAt = 0;
        while (true)
        {
            var adapted = adaptations.For(call.Endpoint);
            attempts++;
            var (result, refusal) = await AttemptAsync(call, adapted, cancellationToken).ConfigureAwait(false);
            if (sentAt == 0)
                sentAt = result.SentAt;
            // Each turn adds at least one adaptation and there are five, so this ends.
            if (refusal is null || adaptations.Learn(call.Endpoint, adapted, call, refusal) is null)
                return WithoutKey(result, call.Endpoint.Key) with { Attempts = attempts, SentAt = sentAt };
        }
    }

    private async Task<(CallResult Result, string? ParameterRefusal)> AttemptAsync(
        ModelCall call,
        Adaptations adapted,
        CancellationToken cancellationToken
    )
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        var sign = ReplyArrival.Begin();
        var start = time.GetTimestamp();
        double Elapsed() =>
            (sign.ArrivedAt is { } arrived ? time.GetElapsedTime(start, arrived) : time.GetElapsedTime(start)).TotalMilliseconds;
        CallResult Signed(CallResult result) => result with { SentAt = start, RetryAfter = sign.RetryAfter, QuotaReset = sign.Exhausted };
        try
        {
            if (call.Inputs is { } inputs)
                return (
                    Signed(
                        Read(await EmbedderFor(call.Endpoint).GenerateAsync(inputs, null, either.Token).ConfigureAwait(false), Elapsed())
                    ),
                    null
                );
            var client = ClientFor(call.Endpoint);
            var messages = call.Messages.Select(ToChatMessage);
            if (!stream || adapted.HasFlag(Adaptations.NoStreaming))
                return (
                    Signed(
                        Read(
                            await client.GetResponseAsync(messages, ToOptions(call, adapted), either.Token).ConfigureAwait(false),
                            Elapsed()
                        )
                    ),
                    null
                );
            double? firstToken = null;
            var updates = new List<ChatResponseUpdate>();
            await foreach (
                var update in client.GetStreamingResponseAsync(messages, ToOptions(call, adapted), either.Token).ConfigureAwait(false)
            )
            {
                if (firstToken is null && update.Contents.Any(c => c is TextContent or TextReasoningContent))
                    firstToken = Elapsed();
                updates.Add(update);
            }
            if (updates.Count == 0)
                return (Signed(Failure(CallErrorClass.Malformed, "malformed reply: the stream holds no events", Elapsed())), null);
            return (Signed(Read(updates.ToChatResponse(), Elapsed()) with { FirstTokenMs = firstToken }), null);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            throw;
        }
        catch (OperationCanceledException)
        {
            return (
                Signed(
                    Failure(
                        CallErrorClass.Timeout,
                        FormattableString.Invariant($"no complete reply within {timeout.TotalSeconds:0.###} s"),
                        Elapsed()
                    )
                ),
                null
            );
        }
        catch (EndpointException e)
        {
            var (failed, refusal) = FromStatus(e, Elapsed());
            return (Signed(failed), refusal);
        }
        catch (Exception e) when (IsConnectionFault(e))
        {
            return (
                Signed(
                    Failure(CallErrorClass.Connection, scrubber.Scrub(Innermost(e).Message), Elapsed()) with
                    {
                        NeverArrived = IsUnconnected(e),
                    }
                ),
                null
            );
        }
        catch (Exception e)
        {
            // Whatever else is thrown while a reply is read (JSON, encoding, missing members) means a malformed one.
            return (Signed(Failure(CallErrorClass.Malformed, "malformed reply: " + scrubber.Scrub(Innermost(e).Message), Elapsed())), null);
        }
    }

    private CallResult Read(ChatResponse response, double latencyMs)
    {
        var text = new System.Text.StringBuilder();
        var reasoning = new System.Text.StringBuilder();
        string? refused = null; // in pieces where it was streamed
        foreach (var content in response.Messages.SelectMany(m => m.Contents))
        {
            if (content is TextReasoningContent thought)
                reasoning.Append(thought.Text);
            else if (content is TextContent part)
                text.Append(part.Text);
            else if (content is ErrorContent error)
                refused += error.Message;
        }
        var (answer, inline) = ReasoningText.Split(text.ToString());
        if (inline is not null)
            reasoning.Append(inline);
        var refusal = refused is null ? null : scrubber.Scrub(refused);
        if (refusal is null && response.FinishReason == ChatFinishReason.ContentFilter)
            refusal = "stopped by the provider's content filter";
        return new CallResult
        {
            Text = answer,
            Reasoning = reasoning.Length == 0 ? null : reasoning.ToString(),
            Refusal = refusal,
            LatencyMs = latencyMs,
            InputTokens = response.Usage?.InputTokenCount,
            CachedInputTokens = response.Usage?.CachedInputTokenCount,
            OutputTokens = response.Usage?.OutputTokenCount,
            ReasoningTokens = response.Usage?.ReasoningTokenCount,
            ReturnedModel = response.ModelId,
            FinishReason = response.FinishReason?.Value,
        };
    }

    private static CallResult Read(GeneratedEmbeddings<Embedding<float>> embeddings, double latencyMs) =>
        new()
        {
            Vectors = [.. embeddings.Select(e => e.Vector.ToArray())],
            LatencyMs = latencyMs,
            InputTokens = embeddings.Usage?.InputTokenCount,
            OutputTokens = 0,
            ReturnedModel = embeddings[0].ModelId,
        };

    private (CallResult, string?) FromStatus(EndpointException e, double latencyMs)
    {
        var (status, body) = (e.Status, e.Body);
        // OpenAI says with 429, and meaning it for good, that the account is empty.
        var unfunded = status == 402 || (status == 429 && body.Contains("insufficient_quota", StringComparison.Ordinal));
        var errorClass = status switch
        {
            _ when unfunded => CallErrorClass.Access,
            401 or 403 => CallErrorClass.Access,
            404 => CallErrorClass.NotFound,
            408 => CallErrorClass.Server,
            429 => CallErrorClass.RateLimited,
            >= 500 => CallErrorClass.Server,
            >= 400 => CallErrorClass.BadRequest,
            _ => CallErrorClass.Malformed,
        };
        var message = ErrorBody.MessageOf(body);
        // The bodies of access errors echo keys, in ways that no scrubber can foresee.
        var detail = errorClass == CallErrorClass.Access ? "" : scrubber.Scrub(message);
        var error = FormattableString.Invariant($"HTTP {status}") + (detail.Length == 0 ? "" : $": {detail}");
        var result = Failure(errorClass, error, latencyMs) with { HttpStatus = unfunded ? 402 : status };
        return (result, status is 400 or 422 ? message : null);
    }

    private static CallResult Failure(CallErrorClass errorClass, string error, double latencyMs) =>
        new()
        {
            ErrorClass = errorClass,
            Error = error,
            LatencyMs = latencyMs,
        };

    private static bool IsConnectionFault(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            if (inner is HttpRequestException or IOException or System.Net.Sockets.SocketException)
                return true;
        return false;
    }

    private static bool IsUnconnected(Exception e)
    {
        for (Exception? inner = e; inner is not null; inner = inner.InnerException)
            if (
                inner is HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError
                        or HttpRequestError.NameResolutionError
                        or HttpRequestError.SecureConnectionError
                }
            )
                return true;
        return false;
    }

    private static Exception Innermost(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e;
    }

    private IChatClient ClientFor(ModelEndpoint endpoint) =>
        _clients.GetOrAdd(
            (endpoint.EndpointId, endpoint.Key?.Reveal(), endpoint.Model.Name),
            _ =>
                new OpenAiChatClient(new EndpointHttp(http, endpoint, "/chat/completions", time), endpoint.BaseUrl, endpoint.Model.Name)
                    .AsBuilder()
                    .UseOpenTelemetry(sourceName: TelemetryName)
                    .Build()
        );

    private IEmbeddingGenerator<string, Embedding<float>> EmbedderFor(ModelEndpoint endpoint) =>
        _embedders.GetOrAdd(
            (endpoint.EndpointId, endpoint.Key?.Reveal(), endpoint.Model.Name),
            _ =>
                new OpenAiEmbeddingClient(new EndpointHttp(http, endpoint, "/embeddings", time), endpoint.BaseUrl, endpoint.Model.Name)
                    .AsBuilder()
                    .UseOpenTelemetry(sourceName: TelemetryName)
                    .Build()
        );

    // Replies are kept and shown, and a proxy that echoes requests would put the key into them.
    private static CallResult WithoutKey(CallResult result, Secret? key) =>
        key is null
            ? result
            : result with
            {
                Text = key.HideIn(result.Text),
                Reasoning = key.HideIn(result.Reasoning),
                ReturnedModel = key.HideIn(result.ReturnedModel),
                FinishReason = key.HideIn(result.FinishReason),
            };

    private static ChatMessage ToChatMessage(PromptMessage message) =>
        new(
            message.Role switch
            {
                PromptRole.System => ChatRole.System,
                PromptRole.Assistant => ChatRole.Assistant,
                _ => ChatRole.User,
            },
            message.Text
        );

    private static ChatOptions ToOptions(ModelCall call, Adaptations adapted)
    {
        var options = new ChatOptions();
        if (call.Sampling.Temperature is { } temperature && !adapted.HasFlag(Adaptations.NoTemperature))
            options.Temperature = (float)temperature;
        if (call.Schema is { } schema && !adapted.HasFlag(Adaptations.NoResponseFormat))
            options.ResponseFormat = ChatResponseFormat.ForJsonSchema(schema.Schema, schema.Name);
        if (call.Sampling.MaxTokens is { } maxTokens && !adapted.HasFlag(Adaptations.NoMaxTokens))
        {
            if (adapted.HasFlag(Adaptations.MaxCompletionTokens))
                options.AdditionalProperties = new() { ["max_completion_tokens"] = maxTokens };
            else
                options.MaxOutputTokens = maxTokens;
        }
        return options;
    }
}
