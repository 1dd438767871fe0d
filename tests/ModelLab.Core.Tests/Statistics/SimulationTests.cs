using ModelLab.Simulations.Scenarios;
using ModelLab.Testing.Support;

namespace ModelLab.Core.Tests.Statistics;

/// <summary>
/// The promises of the methods, at a quick size; perf/Simulations repeats them 10,000 times. Bounds allow 3 Monte-Carlo standard errors.
/// </summary>
[OneCulture]
public sealed class SimulationTests
{
    private const int Repetitions = 1000;

    [Theory]
    [InlineData(50)]
    [InlineData(200)]
    public void Intervals_hold_the_truth_as_often_as_they_say(int pages)
    {
        Holds(Coverage.Mean(pages, Repetitions, 1));
        Holds(Coverage.PairedDifference(pages, Repetitions, 2));
        Holds(Coverage.Proportion(pages, Repetitions, 3));
        Holds(Coverage.F1(pages, 300, resamples: 500, 4));
        Holds(Coverage.Kappa(pages, 300, resamples: 500, 12));
        Holds(Coverage.Spearman(pages, Repetitions, 13));
    }

    [Theory]
    [InlineData(12)]
    [InlineData(50)]
    [InlineData(200)]
    public void Equal_models_are_rarely_told_apart(int pages) => Holds(FalseClaims.SignFlip(pages, Repetitions, samples: 1000, 5));

    [Fact]
    public void Equal_judges_are_rarely_told_apart() => Holds(FalseClaims.McNemar(200, Repetitions, 6));

    [Fact]
    public void Equal_judges_are_rarely_told_apart_by_F1() => Holds(FalseClaims.PageSwap(50, Repetitions, samples: 1000, 11));

    [Fact]
    public void A_family_of_equal_models_rarely_has_any_claim() => Holds(FalseClaims.Family(50, 300, samples: 1000, 7));

    [Fact]
    public void A_race_rarely_loses_the_best_model()
    {
        Holds(Races.BestOfEqualsDropped(200, 8));
        Holds(Races.BestDropped(200, 9));
    }

    [Fact]
    public void A_race_asks_at_most_half_of_the_questions() => Holds(Races.CallsUsed(200, 10));

    // Methods that ignore pages must fail, or the simulations above would prove nothing.
    [Fact]
    public void Intervals_that_ignore_pages_are_found_out() => Assert.False(Coverage.MeanIgnoringPages(50, Repetitions, 1).Holds);

    private static void Holds(SimulationResult result) => Assert.True(result.Holds, result.ToString());
}
