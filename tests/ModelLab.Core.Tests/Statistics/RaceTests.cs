using CsCheck;
using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class RaceTests
{
    // Three pages of d = 1: sums 3, squares 0.5 + 3 = 3.5, less 3²/4: 1.25. W = 2·√(1/4)·(3.5/1.25)^1.5·T₃(3/√(1.25·4/3)) with T₃(x) = 1/2 +
    // (x/√3/(1 + x²/3) + atan(x/√3))/π: 2.8^1.5 = 4.68530, x/√3 = 1.34164, T₃ = 1/2 + (0.47916 + 0.93027)/π = 0.94864.
    [Fact]
    public void Wealth_is_the_one_derived_by_hand()
    {
        var process = new PairedEProcess();
        process.Add(1);
        process.Add(1);
        Assert.Equal(0, process.Wealth);
        process.Add(1);
        Assert.Equal(4.4446, process.Wealth, 1e-4);
        Assert.Equal(3, process.Pages);
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NaN)]
    public void A_difference_that_is_no_number_is_refused(double difference) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new PairedEProcess().Add(difference));

    // T lies between 1/2 and 1 where a model does better.
    [Fact]
    public void Only_the_better_of_two_has_evidence_and_it_lies_within_its_bounds() =>
        Gen.Int[-16, 16]
            .Select(quarters => quarters / 4.0)
            .Array[3, 40]
            .Sample(differences =>
            {
                var (one, other) = (new PairedEProcess(), new PairedEProcess());
                foreach (var d in differences)
                {
                    one.Add(d);
                    other.Add(-d);
                }
                if (differences.Sum() == 0)
                    return;
                var (n, sum, squares) = (differences.Length, differences.Sum(), differences.Sum(d => d * d) + 0.5);
                var factor = Math.Pow(squares / (squares - sum * sum / (n + 1)), n / 2.0) / Math.Sqrt(n + 1);
                Assert.Equal(0, sum > 0 ? other.Wealth : one.Wealth);
                Assert.InRange(sum > 0 ? one.Wealth : other.Wealth, factor * (1 - 1e-9), 2 * factor * (1 + 1e-9));
            });

    // All sequences of fair ±1 pages: of all of them at most one in twenty may ever reach 20.
    [Fact]
    public void A_fair_game_reaches_the_threshold_no_more_often_than_promised()
    {
        const int Pages = 14;
        var reached = Enumerable
            .Range(0, 1 << Pages)
            .Count(pattern =>
            {
                var process = new PairedEProcess();
                return Enumerable
                    .Range(0, Pages)
                    .Any(page =>
                    {
                        process.Add((pattern >> page & 1) == 0 ? 1 : -1);
                        return process.Wealth >= 20;
                    });
            });
        Assert.InRange(reached / Math.Pow(2, Pages), 0.0001, 0.05);
    }

    // d = 3 points less the allowance each page: 2.9. After four pages (34.14/7.228)²·2·√(1/5)·T₄(3.859) = 19.954·0.99093 = 19.77 < 20, after
    // five more.
    [Fact]
    public void A_clearly_worse_model_is_dropped_by_the_first_page_that_reaches_the_threshold()
    {
        var race = new ModelRace(2, range: 4, averagePage: 1);
        Assert.Equal(20, race.Threshold, 1e-12);
        for (var page = 1; page <= 4; page++)
            Assert.Empty(
                race.Add([
                    [5],
                    [2],
                ])
            );
        Assert.Equal(19.77, race.EvidenceAgainst(1), 0.01);
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
        Assert.Equal(5, race.Evidence(0, 1).Pages);
    }

    // Two pairs of a page of three questions: (4 − 0.1)/2 for the pair that both answered.
    [Fact]
    public void A_page_is_one_piece_of_evidence_and_missing_scores_add_nothing()
    {
        var race = new ModelRace(2, range: 4, averagePage: 2);
        var expected = new PairedEProcess();
        for (var page = 0; page < 3; page++)
        {
            race.Add([
                [5, 5, null],
                [1, null, 1],
            ]);
            race.Add([
                [5, null],
                [null, 1],
            ]);
            expected.Add(3.9 / 2);
        }
        Assert.Equal(expected.Wealth, race.Evidence(0, 1).Wealth, 1e-12);
        Assert.Equal(3, race.Evidence(1, 0).Pages);
    }

    // Against one of three: no single other reaches (3 − 1)/0.05 = 40, both together do.
    [Fact]
    public void All_others_speak_together()
    {
        var race = new ModelRace(3, range: 4, averagePage: 1);
        var dropped = new List<(int, int)>();
        while (dropped.Count == 0)
            dropped.AddRange(
                race.Add([
                    [3],
                    [3],
                    [2],
                ])
            );
        Assert.Equal(2, Assert.Single(dropped).Item1);
        Assert.InRange(race.EvidenceAgainst(2), 40, 79);
        Assert.Equal(race.EvidenceAgainst(2) / 2, race.Evidence(0, 2).Wealth, 1e-9);
    }

    // Worse by 0.05 points on every question, and by no more: within the allowance for ever.
    [Fact]
    public void A_model_that_is_hardly_worse_stays()
    {
        var race = new ModelRace(2, range: 4, averagePage: 1);
        for (var page = 0; page < 1000; page++)
            race.Add([
                [4],
                [3.95],
            ]);
        Assert.Equal([0, 1], race.Survivors);
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
        Assert.Throws<ArgumentOutOfRangeException>(() => new ModelRace(2, 4, 0.5));
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
    }
}
