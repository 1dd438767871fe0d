using CsCheck;
using ModelLab.Core.Roles;
using Xunit;

namespace ModelLab.Core.Tests.Roles;

public sealed class TokenUsageTests
{
    private static readonly Gen<long?> Count = Gen.Long[0, 1_000_000].Nullable();

    private static readonly Gen<TokenUsage> Usage = Gen.Select(
        Count,
        Count,
        Count,
        Count,
        Gen.Bool,
        (input, cached, output, reasoning, estimated) =>
            new TokenUsage
            {
                Input = input,
                CachedInput = cached,
                Output = output,
                Reasoning = reasoning,
                IsEstimated = estimated,
            }
    );

    [Fact]
    public void A_count_that_one_call_reports_is_kept_and_one_that_none_reports_stays_unknown() =>
        Assert.Equal(
            new TokenUsage
            {
                Input = 12, // 10 + 2
                CachedInput = 4,
                Output = 0, // reported as nothing, which is not unknown
                Reasoning = null,
                IsEstimated = true,
            },
            new TokenUsage
            {
                Input = 10,
                CachedInput = 4,
                Output = 0,
            } + new TokenUsage { Input = 2, IsEstimated = true }
        );

    [Fact]
    public void Nothing_reported_adds_nothing_and_the_order_does_not_matter() =>
        Gen.Select(Usage, Usage, Usage)
            .Sample(
                (a, b, c) =>
                {
                    Assert.Equal(a, a + default(TokenUsage));
                    Assert.Equal(a + b, b + a);
                    Assert.Equal(a + b + c, a + (b + c));
                    Assert.Equal(a.Output is null && b.Output is null, (a + b).Output is null);
                }
            );
}
