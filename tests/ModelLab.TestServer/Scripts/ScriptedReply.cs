namespace ModelLab.Testing;

/// <summary>What the server does with one request. Made by <see cref="Scripted"/>.</summary>
public abstract record ScriptedReply;

/// <summary>A well-formed completion; for an embeddings request it stands for «answer normally» and vectors are sent.</summary>
/// <param name="Content">The message's content, or null.</param>
/// <param name="Reasoning">What goes into <c>reasoning_content</c>, or null to leave the field out.</param>
/// <param name="FinishReason"><c>stop</c>, <c>length</c>, <c>content_filter</c> …, in OpenAI's words whatever the protocol.</param>
/// <param name="Refusal">What goes into <c>refusal</c>, or null to leave the field out.</param>
public sealed record Completion(string? Content, string? Reasoning = null, string FinishReason = "stop", string? Refusal = null)
    : ScriptedReply
{
    /// <summary>The usage to report for this reply; null for the script's.</summary>
    public ReportedUsage? Usage { get; init; }
}

/// <summary>A response sent byte for byte, whatever the request asked for.</summary>
/// <param name="StatusCode">The HTTP status.</param>
/// <param name="ContentType">The content type.</param>
/// <param name="Bytes">The whole body.</param>
/// <param name="Headers">Further headers.</param>
public sealed record RawReply(
    int StatusCode,
    string ContentType,
    ReadOnlyMemory<byte> Bytes,
    IReadOnlyDictionary<string, string>? Headers = null
) : ScriptedReply
{
    /// <summary>The message of an error in the protocol's own shape, whichever it is; null for a body that is sent as it is.</summary>
    internal string? Error { get; init; }
}

/// <summary>No answer, until the client goes away or the server stops.</summary>
public sealed record HangReply : ScriptedReply;

/// <summary>The first half of a reply, then the connection ends although more was announced.</summary>
/// <param name="Whole">The reply that would have been sent.</param>
public sealed record CutReply(Completion Whole) : ScriptedReply;

/// <summary>A reply that comes later than the model's latency.</summary>
/// <param name="Delay">The additional wait.</param>
/// <param name="Then">The reply after it.</param>
public sealed record SlowReply(TimeSpan Delay, ScriptedReply Then) : ScriptedReply;
