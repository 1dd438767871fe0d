using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.AI;
using ModelLab.Core.Roles;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;

namespace ModelLab.Llm.Calls;

/// <summary>What an attempt's reply or exception means.</summary>
/// <param name="scrubber">Cleans what endpoints say of keys.</param>
/// <param name="time">The clock, for waits that are told as moments.</param>
/// <param name="timeout">The longest an attempt may take, for the message.</param>
internal sealed class AttemptResults(SecretScrubber scrubber, TimeProvider time, TimeSpan timeout)
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
        var facts = ResponseFacts.In(reply.AdditionalProperties);
        return Told(facts, took) with
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
                ToldCost = facts?.ToldCost,
            },
            ServedBy = facts?.ServedBy,
            Sources = facts?.Sources,
            ReturnedModel = reply.ModelId,
            FinishReason = reply.FinishReason?.Value,
        };
    }

    /// <summary>Vectors.</summary>
    /// <param name="embeddings">What came.</param>
    /// <param name="took">How long it took until it was read, for clients that do not tell when it came.</param>
    public static CallResult Of(GeneratedEmbeddings<Embedding<float>> embeddings, TimeSpan took)
    {
        var facts = ResponseFacts.In(embeddings.AdditionalProperties);
        return Told(facts, took) with
        {
            Vectors = [.. embeddings.Select(e => e.Vector.ToArray())],
            Tokens = new TokenUsage
            {
                Input = embeddings.Usage?.InputTokenCount,
                Output = 0,
                ToldCost = facts?.ToldCost,
            },
            ReturnedModel = embeddings[0].ModelId,
            ServedBy = facts?.ServedBy,
        };
    }

    /// <summary>A failure, by its class.</summary>
    /// <param name="failure">What was thrown; a cancellation is the time limit's.</param>
    /// <param name="took">How long it took.</param>
    public CallResult Of(Exception failure, TimeSpan took)
    {
        if (failure is EndpointException { Body: { } body } error)
            return OfError(
                EndpointError.Read(error.Response.Status, body, time.GetUtcNow()),
                error.Response.Location,
                Told(error.Response, took)
            );
        if (failure is TokenException token)
            return OfToken(token, Of(token.Why, took));
        var told = Told((failure as EndpointException)?.Response, took);
        var message = scrubber.Scrub(failure.GetBaseException().Message);
        return failure switch
        {
            TimeoutException => told with { ErrorClass = CallErrorClass.Timeout, Error = message },
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
            EndpointException { IsJson: false } => told with
            {
                ErrorClass = CallErrorClass.Malformed,
                Error = "malformed reply: " + message,
                HttpStatus = 200,
            },
            // Whatever else is thrown while a reply is read (JSON, encoding, missing members) means a malformed one.
            _ => told with { ErrorClass = CallErrorClass.Malformed, Error = "malformed reply: " + message },
        };
    }

    // Nothing was sent to the model, and what was sent for the token is the same for every call: refused is a key or a scope.
    private static CallResult OfToken(TokenException token, CallResult why) =>
        why with
        {
            Text = null,
            Refusal = null,
            ErrorClass = why.ErrorClass is CallErrorClass.BadRequest ? CallErrorClass.Access : why.ErrorClass ?? CallErrorClass.Malformed,
            Error = $"{token.Message}: {why.Error ?? why.Refusal}",
            NeverArrived = true,
            IsCongestion = false,
        };

    private CallResult OfError(EndpointError error, string? movedTo, CallResult told)
    {
        told = told with { RetryAfter = told.RetryAfter ?? error.Wait };
        // A filter declines one request: that is no fault of the endpoint, and asking again costs the same again.
        if (error.Kind == ErrorKind.Filtered)
            return told with { Refusal = Said(error) };
        if (error is { Kind: ErrorKind.InvalidJson, FailedGeneration: { Length: > 0 } text })
            return told with { Text = ReasoningText.Split(text).Answer, FinishReason = "json_validate_failed" };
        var errorClass = ClassOf(error);
        return told with
        {
            ErrorClass = errorClass,
            Error = MessageOf(error, errorClass, movedTo),
            HttpStatus = error.Status,
            IsCongestion = error.Status is 429 or 503 or 529 && error.Kind == ErrorKind.AsStatus,
        };
    }

    private static CallErrorClass ClassOf(EndpointError error) =>
        error switch
        {
            { Kind: ErrorKind.NoFunds } => CallErrorClass.NoFunds,
            { Kind: ErrorKind.QuotaOfTheDay } => CallErrorClass.QuotaOfTheDay,
            { Kind: ErrorKind.TooLarge } => CallErrorClass.TooLarge,
            { Kind: ErrorKind.Region } => CallErrorClass.Region,
            { Status: 401 or 403 } => CallErrorClass.Access,
            { Status: 404 or (>= 300 and < 400) } => CallErrorClass.NotFound,
            { Status: 408 or >= 500 } => CallErrorClass.Server,
            { Status: 429 } => CallErrorClass.RateLimited,
            { Status: >= 400 } => CallErrorClass.BadRequest,
            _ => CallErrorClass.Malformed,
        };

    private string MessageOf(EndpointError error, CallErrorClass errorClass, string? movedTo)
    {
        var status = error.Name;
        return error.Kind switch
        {
            ErrorKind.Region => $"{status}: this country or network is not served: name a proxy by HTTPS_PROXY, or another endpoint",
            ErrorKind.NoFunds => $"{status}: no funds, or the spending limit of the account was reached",
            ErrorKind.QuotaOfTheDay => $"{Said(error)}",
            ErrorKind.TooLarge => $"{Said(error)}: shorten what is asked, as by --context-top-k",
            _ when error.Status is >= 300 and < 400 && movedTo is not null =>
                $"{status}: moved to {scrubber.Scrub(movedTo)}: set the address to it",
            // The bodies of access errors echo keys, in ways that no scrubber can foresee.
            _ when errorClass == CallErrorClass.Access => status,
            _ => Said(error),
        };
    }

    private string Said(EndpointError error)
    {
        if (error.Message.Length == 0)
            return error.Name;
        var page = error.Message.StartsWith('<') ? UnreadText.Describe(Encoding.UTF8.GetBytes(error.Message)) : null;
        return $"{error.Name}: {page ?? scrubber.Scrub(error.Message)}";
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
