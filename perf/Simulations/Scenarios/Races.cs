using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>What <c>--race</c> promises: the best model is lost in at most 5 % of races, and far fewer questions are asked.</summary>
public static class Races
{
    private static readonly double[] Spread = [4.3, 4.2, 3.9, 3.6, 3.3, 3.0, 2.7, 2.4];

    /// <summary>How often the first of eight equal models is dropped: the hardest case there is.</summary>
    public static SimulationResult BestOfEqualsDropped(int repetitions, ulong seed) =>
        Dropped("8 equal models", [4, 4, 4, 4, 4, 4, 4, 4], repetitions, seed);

    /// <summary>How often the best is dropped when the next are close behind.</summary>
    public static SimulationResult BestDropped(int repetitions, ulong seed) =>
        Dropped("means 4.3, 4.2, 3.9 … 2.4", Spread, repetitions, seed);

    /// <summary>
    /// The mean share of the full sweep's calls that a race uses: 200 independent questions, differences with a standard deviation of about
    /// 1, half at most.
    /// </summary>
    public static SimulationResult CallsUsed(int repetitions, ulong seed)
    {
        const int Questions = 200;
        var models = Array.ConvertAll(Spread, mean => new Scores(mean, 0, 0.68));
        var shares = new double[repetitions];
        Parallel.For(
            0,
            repetitions,
            i =>
            {
                var random = new SeededRandom(seed, (ulong)i);
                var race = new ModelRace(models.Length, 4, 1);
                var calls = 0;
                for (var question = 0; question < Questions && race.Survivors.Count > 1; question++)
                {
                    calls += race.Survivors.Count;
                    race.Add([.. models.Select(m => new double?[] { m.Score(random, 0) })]);
                }
                shares[i] = (double)calls / (Questions * models.Length);
            }
        );
        var mean = shares.Average();
        var error = Math.Sqrt(shares.Sum(s => (s - mean) * (s - mean)) / (repetitions - 1) / repetitions);
        return new("share of calls that a race uses, means 4.3, 4.2, 3.9 … 2.4", mean, error, 0, 0.5);
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
                var race = new ModelRace(models.Length, 4, LargestPage);
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
