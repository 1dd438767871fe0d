using ModelLab.Core.Roles;

namespace ModelLab.Core.Money;

/// <summary>What a model costs. A price without a date and a source is none.</summary>
/// <param name="Model">The model as flags name it.</param>
/// <param name="InputPerMillion">Money per million input tokens; 0 or more.</param>
/// <param name="CachedInputPerMillion">Money per million input tokens read from the provider's prompt cache; null for the full
/// price.</param>
/// <param name="OutputPerMillion">Money per million output tokens, reasoning included; 0 or more.</param>
/// <param name="Currency">ISO 4217 code, e.g. <c>USD</c>.</param>
/// <param name="AsOf">The day the price was read.</param>
/// <param name="Source">Where it was read.</param>
public sealed record Price(
    string Model,
    decimal InputPerMillion,
    decimal? CachedInputPerMillion,
    decimal OutputPerMillion,
    string Currency,
    DateOnly AsOf,
    Uri Source
)
{
    /// <summary>The price of what runs on the user's own machine: nothing, whatever it uses.</summary>
    public static Price Free(string model, string currency) =>
        new(model, 0, null, 0, currency, DateOnly.MinValue, new Uri("about:this-machine"));

    /// <summary>The most that a million tokens may cost: times all tokens that a file can hold it is still a sum of money.</summary>
    public const decimal Most = 1_000_000_000;

    /// <summary>Whether it costs nothing.</summary>
    public bool IsFree => (InputPerMillion, CachedInputPerMillion ?? 0, OutputPerMillion) == (0, 0, 0);

    /// <summary>The money for these tokens; null where input or output is unknown and they cost something.</summary>
    public decimal? Cost(TokenUsage tokens) =>
        IsFree ? 0
        : tokens is { Input: { } input, Output: { } output } ? Cost(input, tokens.CachedInput ?? 0, output)
        : null;

    /// <summary>The money for these tokens. Cached tokens are part of the input.</summary>
    public decimal Cost(long inputTokens, long cachedInputTokens, long outputTokens)
    {
        var cached = Math.Min(cachedInputTokens, inputTokens);
        return (
                (inputTokens - cached) * InputPerMillion
                + cached * (CachedInputPerMillion ?? InputPerMillion)
                + outputTokens * OutputPerMillion
            ) / 1_000_000;
    }
}
