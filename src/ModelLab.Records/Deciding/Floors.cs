using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>What a model of a role must be above before it is named.</summary>
internal static class Floors
{
    /// <summary>
    /// The floor that a model is not above; null where it is above all. A generator must not surely lie below the floor of faithfulness,
    /// and must be shown to beat the best built-in that took part; a production judge must be shown to cost less than each constant verdict,
    /// at the costs that were chosen, else at equal ones: F1 is high for a rule that shows everything where most answers are good.
    /// </summary>
    public static Floor? Below(Run run, RoleComparison comparison, Margins margins, string model) =>
        comparison.Objective.Role switch
        {
            ModelRole.Generation => IsUnfaithful(run, margins, model) ? new Floor(FloorKind.Faithfulness)
            : BestBuiltIn(comparison) is { } builtIn && !Beats(run, comparison, model, builtIn) ? new Floor(FloorKind.BuiltIn, builtIn)
            : null,
            ModelRole.ProductionJudge => !BeatsConstant(run, comparison.Objective, model, shows: true) ? new Floor(FloorKind.AlwaysShow)
            : !BeatsConstant(run, comparison.Objective, model, shows: false) ? new Floor(FloorKind.AlwaysHide)
            : null,
            _ => null,
        };

    /// <summary>The best of the built-ins that stand aside; null where there is none.</summary>
    public static string? BestBuiltIn(RoleComparison comparison) =>
        comparison
            .Baselines.Where(b => b.Number.Value is not null)
            .OrderBy(b => comparison.Objective.LowerIsBetter ? b.Number.Value : -b.Number.Value)
            .FirstOrDefault()
            ?.Model;

    private static bool Beats(Run run, RoleComparison comparison, string model, string builtIn)
    {
        var pairs = new ItemScores(run.Scores, comparison.Objective, comparison.Judges).Pair(model, builtIn);
        return IsAbove(
            run,
            comparison.Objective,
            model,
            [.. pairs.Select(p => comparison.Objective.LowerIsBetter ? p.Second - p.First : p.First - p.Second)],
            [.. pairs.Select(p => p.Page)],
            comparison.Objective.Scale.Difference
        );
    }

    // Without an interval, in a race, the scores themselves must show it.
    private static bool IsUnfaithful(Run run, Margins margins, string model)
    {
        var objective = Objective.Of(MetricCatalog.OfMeasure(Tier.Generation, Measures.Of(Core.Roles.Rubric.Faithfulness)), margins);
        if (RoleRanking.Number(run, objective.Metric, model) is not { } number)
            return false;
        if (number.Interval is { } interval)
            return interval.Upper < margins.FaithfulnessFloor;
        var scores = new ItemScores(run.Scores, objective, RoleComparison.Of(run, objective).Judges).Pair(model, model);
        return IsAbove(
            run,
            objective,
            model,
            [.. scores.Select(s => margins.FaithfulnessFloor - s.First)],
            [.. scores.Select(s => s.Page)],
            new Scale(margins.FaithfulnessFloor - objective.Scale.High, margins.FaithfulnessFloor - objective.Scale.Low)
        );
    }

    private static bool BeatsConstant(Run run, Objective objective, string model, bool shows)
    {
        var costs = objective.Costs ?? new DecisionCosts(1, 1);
        double Cost(bool shown, bool label) =>
            shown == label ? 0
            : shown ? costs.WrongShow
            : costs.WrongHide;
        var scores = new ItemScores(run.Scores, objective, []);
        var verdicts = scores.Verdicts(model);
        var worst = Math.Max(costs.WrongShow, costs.WrongHide);
        return IsAbove(
            run,
            objective,
            model,
            [.. verdicts.Select(v => Cost(shows, v.Label) - Cost(v.Shown, v.Label))],
            [.. verdicts.Select(v => scores.PageOf(v.Item))],
            new Scale(-worst, worst)
        );
    }

    // The mean of what is gained is surely above 0. Where scores decided how many there are, evidence that may be looked at at any time
    // says it, else the interval.
    private static bool IsAbove(Run run, Objective objective, string model, double[] gains, string[] pages, Scale scale)
    {
        var clusters = ClusterIndex.Of(pages);
        if (run.RaceOf(objective.Role) is not { } race || !race.Governs(objective.Tier) || race.HasFixedSample(model))
            return scale.MeanInterval(gains, clusters) is { Lower: > 0 };
        var unit = (scale.High - scale.Low) / 8 * gains.Length / Math.Max(1, clusters.Count);
        var evidence = new PairedEProcess();
        foreach (var sum in clusters.Sums(gains))
            evidence.Add(sum / unit);
        return evidence.Wealth >= 1 / race.Alpha;
    }
}
