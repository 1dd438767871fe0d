using System.Globalization;
using CsCheck;
using ModelLab.Llm.Protocol;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

public sealed class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 0, 0, TimeSpan.Zero); // 1 795 514 400 s after 1970

    [Theory]
    [InlineData("7", 7000)]
    [InlineData("0", 0)]
    [InlineData("1.5", 1500)]
    [InlineData("Tue, 24 Nov 2026 10:01:30 GMT", 90_000)]
    [InlineData("Tue, 24 Nov 2026 09:00:00 GMT", 0)]
    [InlineData("999999999999", 86_400_000)]
    [InlineData("soon", null)]
    [InlineData("-5", null)]
    [InlineData("", null)]
    [InlineData("NaN", null)]
    [InlineData("Infinity", null)]
    [InlineData("1,5", null)]
    public void Retry_After_is_seconds_or_a_date(string value, int? milliseconds) =>
        Assert.Equal(Milliseconds(milliseconds), RateLimitHeaders.RetryAfter(Headers(("Retry-After", value)), Now));

    [Fact]
    public void Milliseconds_come_before_seconds_where_they_are_readable()
    {
        Assert.Equal(
            TimeSpan.FromMilliseconds(250),
            RateLimitHeaders.RetryAfter(Headers(("retry-after-ms", "250"), ("Retry-After", "1")), Now)
        );
        foreach (var nonsense in new[] { "NaN", "-1", "x", "1e999" })
            Assert.Equal(
                TimeSpan.FromSeconds(1),
                RateLimitHeaders.RetryAfter(Headers(("retry-after-ms", nonsense), ("Retry-After", "1")), Now)
            );
    }

    [Theory]
    [InlineData("1s", 1000)]
    [InlineData("6m0s", 360_000)]
    [InlineData("20ms", 20)]
    [InlineData("1h2m3s", 3_723_000)]
    [InlineData("1m30.5s", 90_500)]
    [InlineData("1d", 86_400_000)]
    [InlineData("3d", 86_400_000)]
    [InlineData("12", 12_000)]
    [InlineData("0.5", 500)]
    [InlineData("1795514430", 30_000)]
    [InlineData("1795514430000", 30_000)]
    [InlineData("1795514000", 0)]
    [InlineData("later", null)]
    [InlineData("s", null)]
    [InlineData("", null)]
    [InlineData("NaN", null)]
    [InlineData("-3", null)]
    [InlineData("5s6m", null)]
    public void A_reset_is_a_duration_seconds_or_a_moment(string value, int? milliseconds) =>
        Assert.Equal(
            Milliseconds(milliseconds),
            RateLimitHeaders.Exhausted(Headers(("x-ratelimit-remaining-requests", "0"), ("x-ratelimit-reset-requests", value)), Now)
        );

    [Theory]
    [InlineData("1")]
    [InlineData("0.5")]
    [InlineData("-1")]
    [InlineData("many")]
    [InlineData("NaN")]
    public void While_something_is_left_nothing_is_exhausted(string remaining) =>
        Assert.Null(
            RateLimitHeaders.Exhausted(Headers(("x-ratelimit-remaining-requests", remaining), ("x-ratelimit-reset-requests", "30s")), Now)
        );

    [Fact]
    public void The_longest_wait_of_all_used_up_quotas_counts() =>
        Assert.Equal(
            TimeSpan.FromSeconds(40),
            RateLimitHeaders.Exhausted(
                Headers(
                    ("x-ratelimit-remaining-requests", "0"),
                    ("x-ratelimit-reset-requests", "10s"),
                    ("x-ratelimit-remaining-tokens", "0"),
                    ("x-ratelimit-reset-tokens", "40s"),
                    ("x-ratelimit-remaining", "5"),
                    ("x-ratelimit-reset", "90")
                ),
                Now
            )
        );

    [Fact]
    public void No_header_no_wait()
    {
        Assert.Null(RateLimitHeaders.RetryAfter(Headers(), Now));
        Assert.Null(RateLimitHeaders.Exhausted(Headers(), Now));
        Assert.Null(RateLimitHeaders.Exhausted(Headers(("x-ratelimit-remaining-requests", "0")), Now));
    }

    [Fact]
    public void Any_text_gives_no_wait_or_one_within_a_day()
    {
        var texts = Gen.OneOf(
            Gen.String,
            Gen.String[Gen.Char["0123456789.dhms-+eE NaI"], 0, 14],
            Gen.Double.Select(d => d.ToString("R", CultureInfo.InvariantCulture))
        );
        texts.Sample(text =>
        {
            var headers = Headers(
                ("retry-after-ms", text),
                ("Retry-After", text),
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", text)
            );
            return new[] { RateLimitHeaders.RetryAfter(headers, Now), RateLimitHeaders.Exhausted(headers, Now) }.All(wait =>
                wait is null || (wait >= TimeSpan.Zero && wait <= TimeSpan.FromDays(1))
            );
        });
    }

    private static TimeSpan? Milliseconds(int? ms) => ms is { } value ? TimeSpan.FromMilliseconds(value) : null;

    private static Func<string, string?> Headers(params (string Name, string Value)[] headers) =>
        name => headers.Where(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(h => h.Value).FirstOrDefault();
}
