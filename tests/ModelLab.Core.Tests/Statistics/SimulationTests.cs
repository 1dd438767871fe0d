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
        Holds(Coverage.Mean(ScoreShape.Normal, pages, Repetitions, 1));
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

    [Theory]
    [InlineData(10)]
    [InlineData(20)]
    [InlineData(50)]
    [InlineData(200)]
    public void Intervals_near_the_end_of_the_scale_hold_the_truth_and_do_not_flatter(int pages)
    {
        foreach (var share in new[] { 0.8, 0.9, 0.95 })
        {
            Holds(Coverage.Mean(ScoreShape.Fives(share), pages, Repetitions, 14));
            Holds(Coverage.Flattering(ScoreShape.Fives(share), pages, Repetitions, 14));
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(50)]
    public void Models_of_one_mean_and_another_spread_are_rarely_told_apart(int pages) =>
        Holds(FalseClaims.Skewed(ScoreShape.FivesAndOnes(0.95), ScoreShape.FivesAndFours(0.8), pages, Repetitions, samples: 1000, 15));

    [Fact]
    public void Intervals_of_scores_that_are_not_skewed_are_no_wider_than_Students() => Holds(Coverage.Width(200, 200, 16));

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

    [Fact]
    public void A_race_drops_a_clearly_worse_model_soon_and_saves_calls()
    {
        Holds(Races.WorseDroppedInTime(0.5, 0.9, Repetitions, 17));
        Holds(Races.Saved(0.5, Repetitions, 17));
        Holds(Races.SteadyBestDropped(Repetitions, 18));
    }

    [Fact]
    public void What_recommend_names_is_rarely_wrong() => Assert.All(Recommendations.Behind(0.21, 60, 60, 19), Holds);

    // Methods that ignore pages must fail, or the simulations above would prove nothing.
    [Fact]
    public void Intervals_that_ignore_pages_are_found_out() => Assert.False(Coverage.MeanIgnoringPages(50, Repetitions, 1).Holds);

    private static void Holds(SimulationResult result) => Assert.True(result.Holds, result.ToString());
}
