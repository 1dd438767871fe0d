using ModelLab.Core.Metrics;
using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Charts;
using ModelLab.Runs.Recommendation;
using ModelLab.Runs.Results;

namespace ModelLab.Dashboard.Views;

/// <summary>A role's models with their intervals, as its recommendation compares them.</summary>
public static class RolePlot
{
    /// <summary>The plot: ranked models best first, then built-in baselines set back; the catalogue's baseline and the better constant verdict as lines.</summary>
    public static IntervalRows Of(RoleRecommendation recommendation, Language language)
    {
        var comparison = recommendation.Comparison;
        var objective = comparison.Objective;
        IntervalRow Row(ComparedModel m, bool muted) => new(m.Model, [new IntervalPoint(0, m.Number.Value, IntervalOf(m)?.Lower, IntervalOf(m)?.Upper, m.Number.N)], muted);
        var lines = new List<ReferenceLine>();
        if (MetricCatalog.TryFind(ModelLab.Runs.Planning.TierNames.FileName(objective.Tier), objective.Metric)?.Baseline is { } baseline) lines.Add(new ReferenceLine(baseline, language.Say("baseline", "ориентир")));
        if (recommendation.Constants.Where(c => c.Value is not null).OrderBy(c => objective.LowerIsBetter ? c.Value : -c.Value).FirstOrDefault() is { } constant)
            lines.Add(new ReferenceLine(constant.Value!.Value, constant.Shows ? language.Say("always show", "всегда показывать") : language.Say("always hide", "всегда скрывать")));
        return new IntervalRows([objective.Title(language)], [.. comparison.Models.Select(m => Row(m, false)), .. comparison.Baselines.Select(m => Row(m, true))], lines);
    }

    /// <summary>The interval of a model's number; null where it has none, or where it is of something else than the number, as one judge's interval is beside the mean over judges.</summary>
    public static ConfidenceInterval? IntervalOf(ComparedModel model) =>
        model.Number is { Value: { } value, Interval: { } interval } && Math.Abs(interval.Estimate - value) < 1e-9 && interval.Contains(value) ? interval : null;

    /// <summary>About how many more questions, on how many more pages, would tell all tied models apart by the margin; null where there is nothing to tell apart or the variance is unknown.</summary>
    public static (long Questions, long Pages)? More(RoleComparison comparison)
    {
        var tied = comparison.TiedBest.Select(m => m.Model).ToHashSet(StringComparer.Ordinal);
        var open = comparison.Pairs.Where(p => p is { Better: null, MoreQuestions: > 0, MorePages: not null } && tied.Contains(p.First) && tied.Contains(p.Second)).ToList();
        return open.Count == 0 ? null : (open.Max(p => p.MoreQuestions!.Value), open.Max(p => p.MorePages!.Value));
    }
}
