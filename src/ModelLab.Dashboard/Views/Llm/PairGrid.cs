using ModelLab.Dashboard.Charts;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>
/// Every model of a role against every other as a matrix: row − column, framed where a difference is established after Holm.
/// </summary>
public static class PairGrid
{
    /// <summary>The matrix; colours say which way is better, also where less is.</summary>
    public static HeatGrid Of(RoleComparison comparison, Language language)
    {
        var (objective, words) = (comparison.Objective, new RecommendationText(language));
        List<string> models = [.. comparison.Models.Select(m => m.Model)];
        HeatCell Cell(string row, string column)
        {
            if (row == column)
                return new HeatCell(null, "");
            if (comparison.Between(row, column) is not { Difference: { } difference } between)
                return new HeatCell(null, MetricText.Undefined);
            var pair = comparison.Pairs.First(p => (p.First == row && p.Second == column) || (p.First == column && p.Second == row));
            return new HeatCell(
                objective.LowerIsBetter ? -difference : difference,
                Signed(difference, objective, language),
                Signed(difference, objective, language)
                    + words.Interval(objective, between.Interval)
                    + $", p = {RecommendationReport.PValue(pair.AdjustedPValue, language)}, "
                    + (
                        pair.Better is { } better
                            ? language.Say($"better: {better}", $"лучше: {better}")
                            : language.Say("not established", "не установлено")
                    ),
                pair.Better is not null
            );
        }
        return new HeatGrid(
            models,
            models,
            [.. models.Select(row => (IReadOnlyList<HeatCell>)[.. models.Select(column => Cell(row, column))])]
        );
    }

    /// <summary>A difference with its sign.</summary>
    public static string Signed(double? difference, Objective objective, Language language) =>
        difference is { } d ? (d > 0 ? "+" : "") + objective.Show(d, language).Replace('-', '−') : MetricText.Undefined;
}
