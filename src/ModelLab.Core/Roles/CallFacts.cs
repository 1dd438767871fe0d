namespace ModelLab.Core.Roles;

/// <summary>What was measured while a role was asked. Unknown is null, never 0.</summary>
public sealed record CallFacts
{
    /// <summary>Nothing was called.</summary>
    public static CallFacts None { get; } = new();

    /// <summary>
    /// Milliseconds that the first ask's successful attempt itself took: no queueing, no retry waits, no cache reads.
    /// Null when the first ask did not succeed.
    /// </summary>
    public double? LatencyMs { get; init; }

    /// <summary>Milliseconds to the first piece of the first ask's reply; null unless it was streamed.</summary>
    public double? FirstTokenMs { get; init; }

    /// <summary>Calls under way at the endpoint when the first ask was sent, itself included; 0 when unknown.</summary>
    public int InFlight { get; init; }

    /// <summary>How often the model was asked: 1, or 2 with a re-ask; 0 when it was not.</summary>
    public int Asks { get; init; }

    /// <summary>Those asks that were answered from the journal: nothing was sent and nothing paid for them by this run.</summary>
    public int JournalHits { get; init; }

    /// <summary>HTTP attempts over all asks, whichever run made them.</summary>
    public int Attempts { get; init; }

    /// <summary>Tokens over all asks.</summary>
    public TokenUsage Tokens { get; init; }

    /// <summary>Characters of reasoning text that came apart from the answer; 0 when none came.</summary>
    public int ReasoningChars { get; init; }

    /// <summary>The model id that the endpoint says it used.</summary>
    public string? ReturnedModel { get; init; }

    /// <summary>Why the model stopped, as the provider says (<c>stop</c>, <c>length</c>, …).</summary>
    public string? FinishReason { get; init; }

    /// <summary>Why there was no usable reply; null when there was one.</summary>
    public CallErrorClass? ErrorClass { get; init; }
}
