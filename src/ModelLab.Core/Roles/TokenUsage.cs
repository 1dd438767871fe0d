namespace ModelLab.Core.Roles;

/// <summary>The tokens of one call, or of many. What no provider reported is null, never 0.</summary>
public readonly record struct TokenUsage
{
    /// <summary>Input tokens, the cached ones included.</summary>
    public long? Input { get; init; }

    /// <summary>Those input tokens that the provider read from its own prompt cache.</summary>
    public long? CachedInput { get; init; }

    /// <summary>Output tokens, the reasoning included.</summary>
    public long? Output { get; init; }

    /// <summary>Those output tokens that were reasoning.</summary>
    public long? Reasoning { get; init; }

    /// <summary>Whether some of them were counted here because the provider did not report them.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>What the provider says that they cost, in US dollars; null where it does not say.</summary>
    public decimal? ToldCost { get; init; }

    /// <summary>
    /// The tokens of both: a count is unknown where neither knows it. A told cost is that of all, and unknown where a part's is.
    /// </summary>
    public static TokenUsage operator +(TokenUsage a, TokenUsage b) =>
        new()
        {
            Input = Sum(a.Input, b.Input),
            CachedInput = Sum(a.CachedInput, b.CachedInput),
            Output = Sum(a.Output, b.Output),
            Reasoning = Sum(a.Reasoning, b.Reasoning),
            IsEstimated = a.IsEstimated || b.IsEstimated,
            ToldCost =
                a.Output is null ? b.ToldCost
                : b.Output is null ? a.ToldCost
                : a.ToldCost + b.ToldCost,
        };

    /// <summary>A cost as files keep it; null where it cannot be one.</summary>
    public static decimal? Dollars(double? told) => told is >= 0 and < 1e9 ? (decimal)told : null;

    private static long? Sum(long? a, long? b) => a is null ? b : a + (b ?? 0);
}
