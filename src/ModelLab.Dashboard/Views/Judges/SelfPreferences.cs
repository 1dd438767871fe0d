using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>How much more a judge likes answers of itself or a relative than others make one expect.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Generator">The generator that it is related to.</param>
/// <param name="Kinship">How.</param>
/// <param name="Excess">In points of the score; null where there is no other judge or no other generator to hold it against.</param>
/// <param name="Interval">Its 95 % interval over source pages; null where undefined.</param>
/// <param name="N">Questions.</param>
public sealed record SelfPreference(string Judge, string Generator, Kinship Kinship, double? Excess, ConfidenceInterval? Interval, int N);

/// <summary>All pairs of a judge and a generator that are related.</summary>
/// <param name="Pairs">The pairs, by judge, then generator.</param>
public sealed record SelfPreferences(IReadOnlyList<SelfPreference> Pairs)
{
    /// <summary>
    /// A difference of differences, question by question: (own score − mean of the other judges' scores) for the judge's own generator,
    /// minus the mean of the same difference over the generators that
    /// the judge is not related to. Other judges are those not related to the generator. A judge that is strict or lenient to all alike
    /// gets 0.
    /// </summary>
    /// <param name="scores">The scores.</param>
    /// <param name="race">
    /// The race of the generators; null where there was none. Dropped ones take no part, and where scores decided how many questions were
    /// asked there is no interval.
    /// </param>
    public static SelfPreferences Of(JudgeScores scores, RaceRecord? race = null)
    {
        int[] generators =
        [
            .. Enumerable.Range(0, scores.Generators.Count).Where(g => race?.Drops.Any(d => d.Model == scores.Generators[g]) != true),
        ];
        var related =
            from judge in Enumerable.Range(0, scores.Judges.Count)
            from generator in generators
            let kinship = Kinships.Of(scores.Generators[generator], scores.Judges[judge])
            where kinship != Kinship.None
            select Of(scores, judge, generator, kinship, generators) is var pair && race?.HasFixedSample(pair.Generator) != false
                ? pair
                : pair with
                {
                    Interval = null,
                };
        return new([.. related]);
    }

    private static SelfPreference Of(JudgeScores scores, int judge, int generator, Kinship kinship, int[] generators)
    {
        int[] others =
        [
            .. Enumerable
                .Range(0, scores.Judges.Count)
                .Where(j => j != judge && Kinships.Of(scores.Judges[j], scores.Generators[generator]) == Kinship.None),
        ];
        int[] strangers = [.. generators.Where(g => Kinships.Of(scores.Generators[g], scores.Judges[judge]) == Kinship.None)];
        var (mean, interval, n) = scores.MeanOver(
            item =>
                Lift(scores, judge, others, generator, item) is { } lift
                && Mean(strangers.Select(g => Lift(scores, judge, others, g, item))) is { } usual
                    ? lift - usual
                    : null,
            Scale.Score.Difference.Difference
        );
        return new(scores.Judges[judge], scores.Generators[generator], kinship, mean, interval, n);
    }

    private static double? Lift(JudgeScores scores, int judge, int[] others, int generator, int item) =>
        scores.Score(judge, generator, item) is { } own && Mean(others.Select(j => scores.Score(j, generator, item))) is { } usual
            ? own - usual
            : null;

    private static double? Mean(IEnumerable<double?> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (value is not { } number)
                continue;
            sum += number;
            count++;
        }
        return count == 0 ? null : sum / count;
    }
}
