using ModelLab.Dashboard.Charts;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Overview;

/// <summary>A role's models with their intervals, as its recommendation compares them.</summary>
public static class RolePlot
{
    /// <summary>
    /// The plot: ranked models best first, then built-in baselines set back; the run's baseline and the better constant verdict as lines.
    /// </summary>
    public static IntervalRows Of(RoleRecommendation recommendation, IReadOnlyList<RunBaseline> baselines, Language language)
    {
        var comparison = recommendation.Comparison;
        var objective = comparison.Objective;
        IntervalRow Row(ComparedModel m, bool muted) =>
            new(
                m.Model,
                [new IntervalPoint(0, m.Number.Value, m.Number.Interval?.Lower, m.Number.Interval?.Upper, m.Number.N)],
                muted,
                m.Number.Value,
                recommendation.BelowFloor.ContainsKey(m.Model) ? language.Say("below floor", "ниже порога") : null
            );
        var lines = new List<ReferenceLine>();
        lines.AddRange(LeadingPlot.BaselineOf(objective.Metric, baselines, language));
        if (
            recommendation
                .Constants.Where(c => c.Value is not null)
                .OrderBy(c => objective.LowerIsBetter ? c.Value : -c.Value)
                .FirstOrDefault() is
            { } constant
        )
            lines.Add(
                new ReferenceLine(
                    constant.Value!.Value,
                    constant.Shows ? language.Say("always show", "всегда показывать") : language.Say("always hide", "всегда скрывать")
                )
            );
        return new IntervalRows(
            [objective.Title(language)],
            [.. comparison.Models.Select(m => Row(m, false)), .. comparison.Baselines.Select(m => Row(m, true))],
            lines
        );
    }

    /// <summary>
    /// About how many more questions, on how many more pages, would tell all tied models apart by the margin; null where there is nothing
    /// to tell apart or the variance is unknown.
    /// </summary>
    public static (long Questions, long Pages)? More(RoleComparison comparison)
    {
        var tied = comparison.TiedBest.Select(m => m.Model).ToHashSet(StringComparer.Ordinal);
        var open = comparison
            .Pairs.Where(p =>
                p is { Better: null, MoreQuestions: > 0, MorePages: not null } && tied.Contains(p.First) && tied.Contains(p.Second)
            )
            .ToList();
        return open.Count == 0 ? null : (open.Max(p => p.MoreQuestions!.Value), open.Max(p => p.MorePages!.Value));
    }
}
