using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Simulations.Scenarios;

/// <summary>
/// How often what <c>recommend</c> names is wrong, from observations to the verdict: eight models whose true means differ at random, one
/// question a page.
/// </summary>
public static class Recommendations
{
    private const int Models = 8;

    // Models of a role are answered by one judge.
    private static readonly ModelLineup Lineup = new([.. Enumerable.Range(0, Models).Select(m => $"lab:m{m}")], ["lab:j"], []);

    /// <summary>Models with whole-point scores in the middle of the scale, whose means deviate by so much.</summary>
    public static IEnumerable<SimulationResult> Middle(double spread, int pages, int repetitions, ulong seed) =>
        Of(
            FormattableString.Invariant($"means deviate by {spread}, {pages} pages"),
            pages,
            repetitions,
            seed,
            (random, _) => new Middling(Math.Clamp(3.9 + spread * random.NextNormal(), 2, 4.8))
        );

    /// <summary>All but the first worse by so much: the hardest cases lie just above 0 and just above the margin.</summary>
    public static IEnumerable<SimulationResult> Behind(double shortfall, int pages, int repetitions, ulong seed)
    {
        var (best, others) = (new Middling(3.9), new Middling(3.9 - shortfall));
        return Of(
            FormattableString.Invariant($"seven {shortfall} behind, {pages} pages"),
            pages,
            repetitions,
            seed,
            (_, m) => m == 0 ? best : others
        );
    }

    /// <summary>Models with 75 to 97 of 100 fives, the others ones, or any score below five.</summary>
    public static IEnumerable<SimulationResult> Fives(int pages, int repetitions, ulong seed) =>
        Of(
            FormattableString.Invariant($"75–97 % fives, {pages} pages"),
            pages,
            repetitions,
            seed,
            (random, _) =>
            {
                var share = 0.75 + 0.22 * random.NextDouble();
                return random.Next(2) == 0 ? new Shaped(ScoreShape.Fives(share)) : new Shaped(ScoreShape.FivesAndOnes(share));
            }
        );

    private static IEnumerable<SimulationResult> Of(
        string name,
        int pages,
        int repetitions,
        ulong seed,
        Func<SeededRandom, int, IMade> model
    )
    {
        var margin = new Margins().Score;
        var (clear, enough, named) = (0, 0, 0);
        Parallel.For(
            0,
            repetitions,
            i =>
            {
                var random = new SeededRandom(seed, (ulong)i);
                var models = Enumerable.Range(0, Models).Select(m => model(random, m)).ToArray();
                var recommendation = RoleRecommendation.Of(Run(models, pages, random), new Margins())[0];
                if (recommendation.Pick is not { } pick)
                    return;
                Interlocked.Increment(ref named);
                var shortfall = models.Max(m => m.Mean) - models[pick[^1] - '0'].Mean;
                if (recommendation.Verdict == Verdict.Clear && shortfall > 0)
                    Interlocked.Increment(ref clear);
                if (recommendation.Verdict == Verdict.Enough && shortfall > margin)
                    Interlocked.Increment(ref enough);
            }
        );
        // Who names nobody is never wrong.
        yield return SimulationResult.Counted($"a model is named, 8 models, {name}", named, repetitions, 0, 1);
        yield return SimulationResult.Counted($"'clear' is not the best, 8 models, {name}", clear, repetitions, 0, 0.025);
        yield return SimulationResult.Counted($"'enough' is worse by more than the margin, 8 models, {name}", enough, repetitions, 0, 0.05);
    }

    private static Run Run(IMade[] models, int pages, SeededRandom random)
    {
        var rows = new List<Observation>();
        for (var page = 0; page < pages; page++)
        {
            // Hard pages are hard for all.
            var effect = random.NextNormal();
            for (var m = 0; m < Models; m++)
            {
                rows.Add(Answer(m, page));
                rows.Add(Score(m, page, Rubric.AnswerCorrectness, models[m].Score(random, effect)));
                rows.Add(Score(m, page, Rubric.Faithfulness, 5));
            }
        }
        var spec = new SweepSpec
        {
            Tiers = [Tier.Generation],
            Models = Lineup,
            PromptsSha256 = "",
        };
        return new Run
        {
            Entry = new RunEntry { Id = "made" },
            Spec = spec,
            Numbers = Aggregation.Of(rows),
            Usage = UsageTally.Of(rows, PriceList.Empty),
            Scores = ScoreTable.Of(rows, ItemPages.Unknown),
        };
    }

    private static Observation Answer(int model, int page) =>
        new()
        {
            Tier = Tier.Generation,
            ItemId = Item(page),
            Measure = Measures.Abstention,
            GenerationModel = Lineup.Generators[model],
            Outcome = Outcome.Scored,
            Value = 0,
            Expected = 0,
        };

    private static Observation Score(int model, int page, Rubric rubric, double score) =>
        new()
        {
            Tier = Tier.Generation,
            ItemId = Item(page),
            Measure = Measures.Of(rubric),
            GenerationModel = Lineup.Generators[model],
            JudgeModel = Lineup.Judges[0],
            Outcome = Outcome.Scored,
            Value = score,
        };

    private static string Item(int page) => FormattableString.Invariant($"q{page:000}");

    private interface IMade
    {
        double Mean { get; }

        double Score(SeededRandom random, double effect);
    }

    private sealed class Middling(double mean) : IMade
    {
        private readonly Scores _scores = new(mean, 0.6, 0.8);

        public double Mean => mean;

        public double Score(SeededRandom random, double effect) => _scores.Score(random, 0.6 * effect);
    }

    private sealed class Shaped(ScoreShape shape) : IMade
    {
        public double Mean => shape.Truth;

        public double Score(SeededRandom random, double effect) => shape.Draw(random, effect);
    }
}
