using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;
using Xunit;

namespace ModelLab.Records.Tests.Vocabulary;

public sealed class ToldCostTests
{
    private static readonly Price Known = new("m", 1, null, 2, "EUR", new DateOnly(2026, 11, 30), new Uri("https://lab.example/prices"));

    private static readonly ModelUsage Usage = new()
    {
        Role = ModelRole.Generation,
        Model = "m",
        Units = 4,
        Outcomes = new Dictionary<string, long> { ["scored"] = 4 },
        Tokens = new TokenUsage
        {
            Input = 1_000_000,
            Output = 500_000,
            ToldCost = 0.5m,
        },
    };

    [Fact]
    public void A_price_comes_before_what_the_provider_says()
    {
        // 1 EUR for the million of input and 1 EUR for half a million of output at 2.
        var priced = Usage.PricedBy(Known);
        Assert.Equal((2m, "EUR", false), (priced.Cost!.Value, priced.Currency, priced.CostIsTold));
    }

    [Fact]
    public void Without_a_price_counts_what_the_provider_says_and_is_marked()
    {
        var told = Usage.PricedBy(null);
        Assert.Equal((0.5m, "USD", true, 125m), (told.Cost!.Value, told.Currency, told.CostIsTold, told.CostPerThousand!.Value));
        // And a price that is learnt later replaces it.
        Assert.Equal((2m, false), (told.PricedBy(Known).Cost!.Value, told.PricedBy(Known).CostIsTold));
    }

    [Fact]
    public void Without_both_the_cost_is_unknown()
    {
        var unknown = (Usage with { Tokens = Usage.Tokens with { ToldCost = null } }).PricedBy(null);
        Assert.Equal((null, null, false), (unknown.Cost, unknown.Currency, unknown.CostIsTold));
    }
}
