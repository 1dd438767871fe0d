using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.AI;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>What an attempt's reply or exception means.</summary>
/// <param name="scrubber">Cleans what endpoints say of keys.</param>
/// <param name="timeout">The longest an attempt may take, for the message.</param>
internal sealed class AttemptResults(SecretScrubber scrubber, TimeSpan timeout)
{
    /// <summary>A reply, or a refusal.</summary>
    /// <param name="reply">What came.</param>
    /// <param name="took">How long it took until it was read, for clients that do not tell when it came.</param>
    public CallResult Of(ChatResponse reply, TimeSpan took)
    {
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        string? refused = null; // in pieces where it was streamed
        foreach (var content in reply.Messages.SelectMany(m => m.Contents))
        {
            if (content is TextReasoningContent thought)
                reasoning.Append(thought.Text);
            else if (content is TextContent part)
                text.Append(part.Text);
            else if (content is ErrorContent error)
                refused += error.Message;
        }
        var (answer, inline) = ReasoningText.Split(text.ToString());
        reasoning.Append(inline);
        var filtered = reply.FinishReason == ChatFinishReason.ContentFilter ? "stopped by the provider's content filter" : null;
        return Told(ResponseFacts.In(reply.AdditionalProperties), took) with
        {
            Text = answer,
            Reasoning = reasoning.Length == 0 ? null : reasoning.ToString(),
            Refusal = refused is null ? filtered : scrubber.Scrub(refused),
            Tokens = new TokenUsage
            {
                Input = reply.Usage?.InputTokenCount,
                CachedInput = reply.Usage?.CachedInputTokenCount,
                Output = reply.Usage?.OutputTokenCount,
                Reasoning = reply.Usage?.ReasoningTokenCount,
            },
            ReturnedModel = reply.ModelId,
            FinishReason = reply.FinishReason?.Value,
        };
    }

    /// <summary>Vectors.</summary>
    /// <param name="embeddings">What came.</param>
    /// <param name="took">How long it took until it was read, for clients that do not tell when it came.</param>
    public static CallResult Of(GeneratedEmbeddings<Embedding<float>> embeddings, TimeSpan took) =>
        Told(ResponseFacts.In(embeddings.AdditionalProperties), took) with
        {
            Vectors = [.. embeddings.Select(e => e.Vector.ToArray())],
            Tokens = new TokenUsage { Input = embeddings.Usage?.InputTokenCount, Output = 0 },
            ReturnedModel = embeddings[0].ModelId,
        };

    /// <summary>A failure, by its class.</summary>
    /// <param name="failure">What was thrown; a cancellation is the time limit's.</param>
    /// <param name="took">How long it took.</param>
    public CallResult Of(Exception failure, TimeSpan took)
    {
        if (failure is EndpointException { Body: { } body } error)
            return OfStatus(error.Response.Status, body, Told(error.Response, took));
        var told = Told((failure as EndpointException)?.Response, took);
        var message = scrubber.Scrub(failure.GetBaseException().Message);
        return failure switch
        {
            OperationCanceledException => told with
            {
                ErrorClass = CallErrorClass.Timeout,
                Error = FormattableString.Invariant($"no complete reply within {timeout.TotalSeconds:0.###} s"),
            },
            _ when Causes(failure).Any(IsConnectionFault) => told with
            {
                ErrorClass = CallErrorClass.Connection,
                Error = message,
                NeverArrived = Causes(failure).Any(IsUnconnected),
            },
            // Whatever else is thrown while a reply is read (JSON, encoding, missing members) means a malformed one.
            _ => told with { ErrorClass = CallErrorClass.Malformed, Error = "malformed reply: " + message },
        };
    }

    private CallResult OfStatus(int status, string body, CallResult told)
    {
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
        // The bodies of access errors echo keys, in ways that no scrubber can foresee.
        var detail = errorClass == CallErrorClass.Access ? "" : scrubber.Scrub(ErrorBody.MessageOf(body));
        return told with
        {
            ErrorClass = errorClass,
            Error = FormattableString.Invariant($"HTTP {status}") + (detail.Length == 0 ? "" : $": {detail}"),
            HttpStatus = unfunded ? 402 : status,
        };
    }

    private static CallResult Told(ResponseFacts? response, TimeSpan took) =>
        new()
        {
            LatencyMs = (response?.Whole ?? took).TotalMilliseconds,
            FirstTokenMs = response?.FirstToken?.TotalMilliseconds,
            RequestId = response?.RequestId,
            RetryAfter = response?.RetryAfter,
            QuotaReset = response?.QuotaReset,
        };

    private static IEnumerable<Exception> Causes(Exception failure)
    {
        for (Exception? cause = failure; cause is not null; cause = cause.InnerException)
            yield return cause;
    }

    private static bool IsConnectionFault(Exception cause) => cause is HttpRequestException or IOException or SocketException;

    private static bool IsUnconnected(Exception cause) =>
        cause
            is HttpRequestException
            {
                HttpRequestError: HttpRequestError.ConnectionError
                    or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError
            };
}
