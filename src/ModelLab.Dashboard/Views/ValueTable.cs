using ModelLab.Core.Models;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views;

/// <summary>A row of a tier's numbers.</summary>
/// <param name="Metric">The metric's name in files.</param>
/// <param name="Info">What the catalogue knows of it, or null.</param>
/// <param name="Model">The model of the row, where numbers depend on two; else null.</param>
/// <param name="Cells">The numbers by column; null where there is none.</param>
public sealed record ValueRow(string Metric, MetricDefinition? Info, string? Model, IReadOnlyList<Aggregate?> Cells);

/// <summary>Numbers of a tier that depend on the same roles: metrics downwards, models across.</summary>
/// <param name="Tier">The tier's name in files.</param>
/// <param name="RowRole">The role of <see cref="ValueRow.Model"/>, where numbers depend on two.</param>
/// <param name="ColumnRole">The role of the columns; null where numbers depend on no model.</param>
/// <param name="Columns">The models across; one nameless column where numbers depend on none.</param>
/// <param name="Rows">The rows, in the catalogue's order.</param>
public sealed record ValueTable(
    string Tier,
    ModelRole? RowRole,
    ModelRole? ColumnRole,
    IReadOnlyList<string> Columns,
    IReadOnlyList<ValueRow> Rows
)
{
    /// <summary>The tables of a tier: what depends on no model first, then on one, then on two.</summary>
    public static IReadOnlyList<ValueTable> Of(string tier, IEnumerable<Aggregate> values) =>
        [
            .. values
                .Where(v => v.TierName == tier)
                .GroupBy(RolesOf)
                .OrderBy(g => g.Key.Count(c => c == 'x'))
                .ThenBy(g => g.Key, StringComparer.Ordinal)
                .Select(g => Pivot(tier, g.Key, [.. g])),
        ];

    private static string RolesOf(Aggregate v) =>
        $"{(v.GenerationModel is null ? '.' : 'x')}{(v.JudgeModel is null ? '.' : 'x')}{(v.ProductionJudgeModel is null ? '.' : 'x')}";

    private static ValueTable Pivot(string tier, string roles, IReadOnlyList<Aggregate> values)
    {
        var named = Enum.GetValues<ModelRole>().Where(r => roles[(int)r] == 'x').ToList();
        ModelRole? column = named.Count > 0 ? named[^1] : null,
            row = named.Count > 1 ? named[0] : null;
        var columns = values.Select(v => NameOf(v, column) ?? "").Distinct().ToList();
        var lines = values.Select(v => NameOf(v, row)).Distinct().ToList();
        var byPlace = values
            .GroupBy(v => (v.Metric, Row: NameOf(v, row), Column: NameOf(v, column) ?? ""))
            .ToDictionary(g => g.Key, g => g.First());
        var rows =
            from metric in values.Select(v => v.Metric).Distinct().OrderBy(m => OrderOf(tier, m))
            from line in lines
            let cells = columns.Select(c => byPlace.GetValueOrDefault((metric, line, c))).ToList()
            where cells.Any(c => c is not null)
            select new ValueRow(metric, MetricCatalog.TryFind(TierNames.FromFileName(tier), metric), line, cells);
        return new(tier, row, column, columns, [.. rows]);
    }

    private static string? NameOf(Aggregate v, ModelRole? role) =>
        role switch
        {
            ModelRole.Generation => v.GenerationModel,
            ModelRole.BenchmarkJudge => v.JudgeModel,
            ModelRole.ProductionJudge => v.ProductionJudgeModel,
            _ => null,
        };

    private static int OrderOf(string tier, string metric)
    {
        for (var i = 0; i < MetricCatalog.All.Count; i++)
            if (MetricCatalog.All[i].TierName == tier && MetricCatalog.All[i].Name == metric)
                return i;
        return int.MaxValue;
    }
}
