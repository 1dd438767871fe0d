using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class RaceTests
{
    [Fact]
    public void Wealth_is_the_one_derived_by_hand()
    {
        var process = new PairedEProcess();
        Assert.Equal((1, 0), (process.Wealth, process.Stake));
        process.Add(0.5); // nothing was known: nothing was staked
        Assert.Equal(1, process.Wealth);
        // Mean 0.25, mean square (1/16 + 1/4) / 2 = 0.15625: 1.6, so the most.
        Assert.Equal(0.9, process.Stake);
        process.Add(0.5);
        Assert.Equal(1.45, process.Wealth, 1e-12);
        process.Add(-1);
        Assert.Equal(0.145, process.Wealth, 1e-12);
        Assert.Equal(1.45, process.LargestWealth, 1e-12);
        // Mean 0/4: nothing speaks for the model.
        Assert.Equal(0, process.Stake);
        // Mean 0.1/5, mean square (1/16 + 1/4 + 1/4 + 1 + 0.01) / 5.
        process.Add(0.1);
        Assert.Equal(0.1 / 1.5725, process.Stake, 1e-12);
        Assert.Equal(4, process.Pages);
    }

    [Theory]
    [InlineData(1.0001)]
    [InlineData(-1.0001)]
    [InlineData(double.NaN)]
    public void A_difference_outside_its_range_is_refused(double difference) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairedEProcess().Add(difference));

    [Fact]
    public void Stakes_are_bounded_and_depend_on_earlier_pages_alone() =>
        Gen.Double[-1, 1]
            .Array[1, 40]
            .Sample(differences =>
            {
                var (process, other, wealth) = (new PairedEProcess(), new PairedEProcess(), 1.0);
                foreach (var d in differences)
                {
                    Assert.InRange(process.Stake, 0, PairedEProcess.MaximumStake);
                    Assert.Equal(process.Stake, other.Stake);
                    wealth *= 1 + process.Stake * d;
                    process.Add(d);
                    other.Add(d);
                    Assert.Equal(wealth, process.Wealth, 1e-9 * Math.Max(1, wealth));
                    Assert.True(process.Wealth > 0 && process.LargestWealth >= process.Wealth);
                }
                // A page without a difference changes no wealth.
                other.Add(0);
                Assert.Equal(process.Wealth, other.Wealth);
            });

    // All sequences of fair ±1/2 pages: the mean wealth must be exactly 1, whatever the stakes.
    [Fact]
    public void A_fair_game_gains_nothing_on_average()
    {
        const int Pages = 12;
        var mean = Enumerable
            .Range(0, 1 << Pages)
            .Average(pattern =>
            {
                var process = new PairedEProcess();
                for (var page = 0; page < Pages; page++)
                    process.Add((pattern >> page & 1) == 0 ? 0.5 : -0.5);
                return process.Wealth;
            });
        Assert.Equal(1, mean, 1e-9);
    }

    [Fact]
    public void A_clearly_worse_model_is_dropped_by_the_first_page_that_reaches_the_threshold()
    {
        // d = 3/4 each page; from the second on 0.9 is staked: (1 + 0.675)^n ≥ (2 − 1) / 0.05 = 20 for n = 6 (1.675⁵ = 13.2, 1.675⁶ =
        // 22.1): on the seventh page.
        var race = new ModelRace(2, range: 4, largestPage: 1);
        Assert.Equal(20, race.Threshold, 1e-12);
        for (var page = 1; page <= 6; page++)
            Assert.Empty(
                race.Add([
                    [5],
                    [2],
                ])
            );
        Assert.Equal(
            [(1, 0)],
            race.Add([
                [5],
                [2],
            ])
        );
        Assert.Equal([0], race.Survivors);
        Assert.Empty(
            race.Add([
                [5],
                [],
            ])
        ); // a dropped model answers no more
        Assert.Equal(7, race.Evidence(0, 1).Pages);
    }

    [Fact]
    public void A_page_is_one_bet_and_missing_scores_add_nothing()
    {
        var race = new ModelRace(2, range: 4, largestPage: 4);
        race.Add([
            [5, 5, null],
            [1, null, 1],
        ]); // 4 / 16
        race.Add([
            [5, 5, null],
            [1, null, 1],
        ]);
        // Stake: mean 0.125, mean square (1/16 + 1/16) / 2 = 0.0625: 2, so 0.9. W = 1 + 0.9/4.
        Assert.Equal(1.225, race.Evidence(0, 1).Wealth, 1e-12);
        Assert.Equal(1, race.Evidence(1, 0).Wealth, 1e-12);
    }

    [Fact]
    public void Someone_always_remains() =>
        Gen.Int[1, 5]
            .Array[4]
            .Array[1, 60]
            .Sample(pages =>
            {
                var race = new ModelRace(4, 4, 1, alpha: 0.9);
                foreach (var page in pages)
                {
                    race.Add([.. page.Select(s => new double?[] { s })]);
                    Assert.NotEmpty(race.Survivors);
                }
            });

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelRace(1, 4, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelRace(2, 4, 1, 0));
        var race = new ModelRace(2, 4, 1);
        Assert.Throws<ArgumentException>(() =>
            race.Add([
                [5],
            ])
        );
        Assert.Throws<ArgumentException>(() =>
            race.Add([
                [5],
                [5, 4],
            ])
        );
        // Two questions where the largest page was said to have one.
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            race.Add([
                [5, 5],
                [1, 1],
            ])
        );
    }
}
