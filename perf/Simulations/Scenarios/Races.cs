using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>What <c>--race</c> promises: the best model is lost in at most 5 % of races, and far fewer questions are asked.</summary>
public static class Races
{
    private const int SamplePages = 36;

    private static readonly double[] Spread = [4.3, 4.2, 3.9, 3.6, 3.3, 3.0, 2.7, 2.4];

    /// <summary>How often the first of eight equal models is dropped: the hardest case there is.</summary>
    public static SimulationResult BestOfEqualsDropped(int repetitions, ulong seed) =>
        Dropped("8 equal models", [4, 4, 4, 4, 4, 4, 4, 4], repetitions, seed);

    /// <summary>How often the best is dropped when the next are close behind.</summary>
    public static SimulationResult BestDropped(int repetitions, ulong seed) =>
        Dropped("means 4.3, 4.2, 3.9 … 2.4", Spread, repetitions, seed);

    /// <summary>
    /// How often the best is dropped when only rare disasters of the others make it the best: it has fives and fours, they have fives and,
    /// in 8 of 100 pages, ones; the means are 4.70 and 4.68. The sums of such differences are anything but normal.
    /// </summary>
    public static SimulationResult SteadyBestDropped(int repetitions, ulong seed)
    {
        var (steady, wild) = (ScoreShape.FivesAndFours(0.7), ScoreShape.FivesAndOnes(0.92));
        return SimulationResult.Share(
            "best model dropped, the others better but for rare disasters, 36 pages of one question",
            repetitions,
            0,
            0.05,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var race = new ModelRace(4, 4, 1);
                for (var page = 0; page < SamplePages && race.Survivors.Count > 1; page++)
                    race.Add([.. new[] { steady, wild, wild, wild }.Select(m => new double?[] { m.Draw(random, random.NextNormal()) })]);
                return !race.Survivors.Contains(0);
            }
        );
    }

    /// <summary>How often a model that is 1.2 points worse than three others is dropped within 12 of the sample's 36 pages, asked by fours.</summary>
    public static SimulationResult WorseDroppedInTime(double deviation, double least, int repetitions, ulong seed) =>
        SimulationResult.Share(
            FormattableString.Invariant($"1.2 points worse of 4, dropped within 12 pages, scores deviate by {deviation}"),
            repetitions,
            least,
            1,
            repetition => OnSample(deviation, new SeededRandom(seed, repetition)).DroppedAfter <= 12
        );

    /// <summary>The mean share of calls that the same race saves.</summary>
    public static SimulationResult Saved(double deviation, int repetitions, ulong seed) =>
        MeanOf(
            FormattableString.Invariant($"share of calls saved, 1.2 points worse of 4, 36 pages, scores deviate by {deviation}"),
            repetitions,
            0.15,
            1,
            i => OnSample(deviation, new SeededRandom(seed, i)).Saved
        );

    /// <summary>
    /// The mean share of the full sweep's calls that a race uses: 200 independent questions, differences with a standard deviation of about
    /// 1, half at most.
    /// </summary>
    public static SimulationResult CallsUsed(int repetitions, ulong seed)
    {
        const int Questions = 200;
        var models = Array.ConvertAll(Spread, mean => new Scores(mean, 0, 0.68));
        return MeanOf(
            "share of calls that a race uses, means 4.3, 4.2, 3.9 … 2.4",
            repetitions,
            0,
            0.5,
            i =>
            {
                var random = new SeededRandom(seed, i);
                var race = new ModelRace(models.Length, 4, 1);
                var calls = 0;
                for (var question = 0; question < Questions && race.Survivors.Count > 1; question++)
                {
                    calls += race.Survivors.Count;
                    race.Add([.. models.Select(m => new double?[] { m.Score(random, 0) })]);
                }
                return (double)calls / (Questions * models.Length);
            }
        );
    }

    // After how many pages the worst is asked no more, and the share of all calls that nobody makes.
    private static (int DroppedAfter, double Saved) OnSample(double deviation, SeededRandom random)
    {
        const int Batch = 4;
        var models = Array.ConvertAll(new[] { 4.2, 4.2, 4.2, 3.0 }, mean => new Scores(mean, 0, deviation));
        var race = new ModelRace(models.Length, 4, 1);
        var (droppedAfter, calls) = (int.MaxValue, 0);
        for (var page = 0; page < SamplePages && race.Survivors.Count > 1; page += Batch)
        {
            calls += Batch * race.Survivors.Count;
            for (var i = 0; i < Batch; i++)
                race.Add([.. models.Select(m => new double?[] { m.Score(random, 0) })]);
            if (!race.Survivors.Contains(3))
                droppedAfter = Math.Min(droppedAfter, page + Batch);
        }
        return (droppedAfter, 1 - (double)calls / (SamplePages * models.Length));
    }

    private static SimulationResult MeanOf(string name, int repetitions, double lower, double upper, Func<ulong, double> value)
    {
        var values = new double[repetitions];
        Parallel.For(0, repetitions, i => values[i] = value((ulong)i));
        var mean = values.Average();
        return new(name, mean, Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (repetitions - 1) / repetitions), lower, upper);
    }

    // Effects of the page on each model and on all of them, and up to eight questions a page.
    private static SimulationResult Dropped(string name, double[] means, int repetitions, ulong seed)
    {
        const int LargestPage = 8;
        var models = Array.ConvertAll(means, mean => new Scores(mean, pageDeviation: 0.9, questionDeviation: 0.5));
        return SimulationResult.Share(
            $"best model dropped, {name}, strong page effects, 200 pages",
            repetitions,
            0,
            0.05,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var race = new ModelRace(models.Length, 4, (1 + LargestPage) / 2.0);
                for (var page = 0; page < 200 && race.Survivors.Count > 1; page++)
                {
                    var (size, shared) = (1 + random.Next(LargestPage), random.NextNormal());
                    race.Add([
                        .. models.Select(m =>
                        {
                            // The shared half of a page's effect and the model's own together have the variance that the means were made
                            // for.
                            var effect = 0.9 * (shared + random.NextNormal()) / Math.Sqrt(2);
                            return Enumerable.Range(0, size).Select(_ => (double?)m.Score(random, effect)).ToArray();
                        }),
                    ]);
                }
                return !race.Survivors.Contains(0);
            }
        );
    }
}
