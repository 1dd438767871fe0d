using ModelLab.Core.Roles;

namespace ModelLab.Llm.Calls;

/// <summary>How a call ended: a reply, a refusal, or an error of a class.</summary>
public sealed record CallResult
{
    /// <summary>The reply's text without reasoning; null when there is none.</summary>
    public string? Text { get; init; }

    /// <summary>The vectors of the call's inputs, in their order, finite and of one length; null for a conversation or an error.</summary>
    public IReadOnlyList<float[]>? Vectors { get; init; }

    /// <summary>Reasoning that came in a field of its own or between think tags; null when none came.</summary>
    public string? Reasoning { get; init; }

    /// <summary>The refusal's text, when the provider or model declined; null otherwise.</summary>
    public string? Refusal { get; init; }

    /// <summary>The class of the error; null when a reply or a refusal came.</summary>
    public CallErrorClass? ErrorClass { get; init; }

    /// <summary>What went wrong in one line without secrets; null when nothing did.</summary>
    public string? Error { get; init; }

    /// <summary>The HTTP status, where one came with the error.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>Whether no connection could be made, so that the endpoint never saw the request.</summary>
    public bool NeverArrived { get; init; }

    /// <summary>Whether the endpoint says that too much is asked of it at once.</summary>
    public bool IsCongestion { get; init; }

    /// <summary>How long the endpoint asks to wait before the next try, where it said so.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>How long until a used-up quota is filled again, where the headers said that nothing is left.</summary>
    public TimeSpan? QuotaReset { get; init; }

    /// <summary>Milliseconds the last attempt took from sending to the whole reply.</summary>
    public double LatencyMs { get; init; }

    /// <summary>Milliseconds to the first piece of the reply; null unless the reply was streamed.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Calls under way at the endpoint when the last attempt was sent, itself included; 0 when unknown.</summary>
    public int InFlight { get; init; }

    /// <summary>When the first attempt was sent, as a timestamp of the run's clock; what a retry budget counts from.</summary>
    public long SentAt { get; init; }

    /// <summary>HTTP attempts made for this call.</summary>
    public int Attempts { get; init; } = 1;

    /// <summary>The tokens of the reply.</summary>
    public TokenUsage Tokens { get; init; }

    /// <summary>The model id the endpoint says it used.</summary>
    public string? ReturnedModel { get; init; }

    /// <summary>Who answered behind the endpoint, where it hands requests on and says so.</summary>
    public string? ServedBy { get; init; }

    /// <summary>What an assistant says it used: addresses of pages or ids of chunks, in its order; null where it does not say.</summary>
    public IReadOnlyList<string>? Sources { get; init; }

    /// <summary>Why the model stopped.</summary>
    public string? FinishReason { get; init; }

    /// <summary>The name that the endpoint's support knows the request by, where it told one.</summary>
    public string? RequestId { get; init; }

    /// <summary>Whether this was read from the journal, so that nothing was sent and nothing paid now.</summary>
    public bool FromJournal { get; init; }

    /// <summary>Whether a reply or a refusal came.</summary>
    public bool Succeeded => ErrorClass is null;
}
