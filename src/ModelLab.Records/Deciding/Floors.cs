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

    /// <summary>Whether a model is shown to be better than a built-in on the questions that both answered.</summary>
    public static bool Beats(Run run, RoleComparison comparison, string model, string builtIn)
    {
        var pairs = new ItemScores(run.Scores, comparison.Objective, comparison.Judges).Pair(model, builtIn);
        return IsAbove(
            [.. pairs.Select(p => comparison.Objective.LowerIsBetter ? p.Second - p.First : p.First - p.Second)],
            [.. pairs.Select(p => p.Page)],
            comparison.Objective.Scale
        );
    }

    private static bool IsUnfaithful(Run run, Margins margins, string model) =>
        RoleRanking.Number(run, MetricCatalog.OfMeasure(Tier.Generation, Measures.Of(Core.Roles.Rubric.Faithfulness)), model) is { } number
        && (number.Interval?.Upper ?? number.Value) < margins.FaithfulnessFloor;

    private static bool BeatsConstant(Run run, Objective objective, string model, bool shows)
    {
        var costs = objective.Costs ?? new DecisionCosts(1, 1);
        double Cost(bool shown, bool label) =>
            shown == label ? 0
            : shown ? costs.WrongShow
            : costs.WrongHide;
        var scores = new ItemScores(run.Scores, objective, []);
        var verdicts = scores.Verdicts(model);
        return IsAbove(
            [.. verdicts.Select(v => Cost(shows, v.Label) - Cost(v.Shown, v.Label))],
            [.. verdicts.Select(v => scores.PageOf(v.Item))],
            new Scale(0, Math.Max(costs.WrongShow, costs.WrongHide))
        );
    }

    // The mean of what is gained is surely above 0.
    private static bool IsAbove(double[] gains, string[] pages, Scale scale) =>
        scale.Difference.MeanInterval(gains, ClusterIndex.Of(pages)) is { Lower: > 0 };
}
