using System.Globalization;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Reads how long an endpoint asks to be left alone: <c>Retry-After</c>, <c>x-ratelimit-*</c> and <c>anthropic-ratelimit-*</c>. Headers are
/// looked up by name, whatever their case.
/// </summary>
public static partial class RateLimitHeaders
{
    // What is left of a quota, and when it is whole again.
    private static readonly (string Remaining, string Reset)[] Quotas =
    [
        .. new[] { "-requests", "-tokens", "" }.Select(kind => ("x-ratelimit-remaining" + kind, "x-ratelimit-reset" + kind)),
        .. new[] { "requests", "tokens", "input-tokens", "output-tokens" }.Select(kind =>
            ($"anthropic-ratelimit-{kind}-remaining", $"anthropic-ratelimit-{kind}-reset")
        ),
    ];

    // A reset further away than this is an hourly or daily quota: the retry budget ends first and says so.
    private static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The wait that <c>Retry-After</c> names, in seconds or as a date; null without a readable one.</summary>
    public static TimeSpan? RetryAfter(Func<string, string?> headers, DateTimeOffset now)
    {
        if (headers("retry-after-ms") is { } ms && Number(ms) is { } number)
            return Bound(TimeSpan.FromMilliseconds(Math.Min(number, Longest.TotalMilliseconds)));
        if (headers("Retry-After") is not { } value)
            return null;
        if (Number(value) is { } seconds)
            return Bound(TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds)));
        return RetryConditionHeaderValue.TryParse(value, out var parsed) && parsed.Date is { } date ? Bound(date - now) : null;
    }

    /// <summary>The latest of the resets that are told, whatever is left; null without one.</summary>
    public static TimeSpan? ResetIn(Func<string, string?> headers, DateTimeOffset now) =>
        Quotas.Select(quota => headers(quota.Reset) is { } reset ? Reset(reset, now) : null).Max();

    /// <summary>The wait until the next request is allowed, where the headers say that none is left; otherwise null.</summary>
    public static TimeSpan? Exhausted(Func<string, string?> headers, DateTimeOffset now)
    {
        TimeSpan? longest = null;
        foreach (var quota in Quotas)
        {
            if (headers(quota.Remaining) is not { } remaining || Number(remaining) is not 0)
                continue;
            if (headers(quota.Reset) is { } reset && Reset(reset, now) is { } wait && (longest is null || wait > longest))
                longest = wait;
        }
        return longest;
    }

    /// <summary>
    /// A reset: a duration such as <c>6m0s</c> or <c>20ms</c>, seconds, or a moment in Unix seconds, milliseconds or by RFC 3339.
    /// </summary>
    private static TimeSpan? Reset(string text, DateTimeOffset now)
    {
        if (Number(text) is { } number)
        {
            if (number > 1e11)
                return Bound(TimeSpan.FromMilliseconds(Math.Min(number - now.ToUnixTimeMilliseconds(), Longest.TotalMilliseconds)));
            return Bound(TimeSpan.FromSeconds(Math.Min(number > 1e9 ? number - now.ToUnixTimeSeconds() : number, Longest.TotalSeconds)));
        }
        if (
            text.Contains('T', StringComparison.OrdinalIgnoreCase)
            && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
        )
            return Bound(moment - now);
        var match = Duration().Match(text);
        if (!match.Success || match.Length == 0)
            return null;
        double Part(int group) => match.Groups[group].Success ? double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : 0;
        return Bound(
            TimeSpan.FromMilliseconds(
                Math.Min(Longest.TotalMilliseconds, ((Part(1) * 24 + Part(2)) * 60 + Part(3)) * 60_000 + Part(4) * 1000 + Part(5))
            )
        );
    }

    // Also "NaN" and "Infinity" parse as numbers.
    private static double? Number(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number)
        && number >= 0
            ? number
            : null;

    private static TimeSpan Bound(TimeSpan wait) =>
        wait < TimeSpan.Zero ? TimeSpan.Zero
        : wait > Longest ? Longest
        : wait;

    [GeneratedRegex(
        @"\A(?:([0-9]{1,6})d)?(?:([0-9]{1,6})h)?(?:([0-9]{1,6})m(?!s))?(?:([0-9]{1,9}(?:\.[0-9]+)?)s)?(?:([0-9]{1,12}(?:\.[0-9]+)?)ms)?\z",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Duration();
}
