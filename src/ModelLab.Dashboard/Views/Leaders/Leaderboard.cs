using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Leaders;

/// <summary>A column of a leaderboard: a metric of the role, or the cost of a thousand units.</summary>
/// <param name="Key">What names it in an address: a metric's address, or <see cref="Leaderboard.Cost"/>.</param>
/// <param name="Metric">The metric; null for the cost.</param>
/// <param name="Values">The values by model; a model without one is missing.</param>
public sealed record LeaderColumn(string Key, MetricDefinition? Metric, IReadOnlyDictionary<string, IntervalPoint> Values)
{
    /// <summary>Whether less is better.</summary>
    public bool LowerIsBetter => Metric is null || Metric.Direction == MetricDirection.Lower;

    /// <summary>How far a value is on the metric's own scale, 0 to 1; null where the scale has no end.</summary>
    public double? ShareOf(double value) => Metric is { Minimum: { } least, Maximum: { } most } ? (value - least) / (most - least) : null;
}

/// <summary>A model of a leaderboard.</summary>
/// <param name="Model">The model.</param>
/// <param name="Unranked">Why it has no place; null for one that has.</param>
public sealed record LeaderRow(string Model, UnrankedModel? Unranked);

/// <summary>
/// All models of a role, those without a place last, by all that was measured of them: nothing is hidden that was named for the run.
/// </summary>
/// <param name="Role">The role.</param>
/// <param name="Rows">The models in the order asked for.</param>
/// <param name="Columns">The chosen columns.</param>
/// <param name="Offered">All columns that some model has a value of.</param>
/// <param name="Order">The column that orders the rows; null where there is none.</param>
/// <param name="IsDescending">Whether its greatest value stands first.</param>
/// <param name="Currency">The currency of costs; null where there is none, or several that cannot be set against each other.</param>
public sealed record Leaderboard(
    ModelRole Role,
    IReadOnlyList<LeaderRow> Rows,
    IReadOnlyList<LeaderColumn> Columns,
    IReadOnlyList<LeaderColumn> Offered,
    string? Order,
    bool IsDescending,
    string? Currency
)
{
    /// <summary>The key of the cost of 1,000 units.</summary>
    public const string Cost = "cost";

    /// <summary>The parameter of a chosen column; several may be given.</summary>
    public const string ColumnParameter = "col";

    /// <summary>The parameter of the column that orders the rows.</summary>
    public const string OrderParameter = "order";

    /// <summary>The parameter of the direction: <c>asc</c> or <c>desc</c>; best first without.</summary>
    public const string DirectionParameter = "way";

    /// <summary>Reads what an address asks for: <c>col</c> (several), <c>order</c>, <c>way</c>.</summary>
    public static Leaderboard Of(Run run, ModelRole role, PageContext at, IReadOnlyList<string>? judges = null)
    {
        var offered = MetricCatalog
            .All.Where(m => m.Role == role && m.Kind != MetricKind.Count)
            // The whole way from question to answer decides; the ideal context explains.
            .OrderBy(m => m.Tier != Tier.EndToEnd)
            .Select(m => ColumnOf(m, run, at.Language, judges))
            .OfType<LeaderColumn>()
            .ToList();
        var usage = run.Usage.Where(u => u.Role == role && u.CostPerThousand is not null).ToList();
        var currencies = usage.Select(u => u.Currency).Distinct().ToList();
        if (currencies.Count == 1)
            offered.Add(
                new LeaderColumn(
                    Cost,
                    null,
                    usage.ToDictionary(u => u.Model, u => new IntervalPoint(0, (double)u.CostPerThousand!.Value, N: u.Units))
                )
            );
        var wanted = at.Values(ColumnParameter);
        var columns = offered.Where(c => wanted.Contains(c.Key)).ToList();
        if (columns.Count == 0)
            columns = [.. offered.Where(c => c.Metric is not { } m || (m.Tier == offered[0].Metric?.Tier && IsUsual(m)))];
        var order =
            offered.FirstOrDefault(c => c.Key == at.Value(OrderParameter))
            ?? columns.FirstOrDefault(c => c.Metric is { } m && m == MetricCatalog.Leading(m.Tier))
            ?? (columns.Count > 0 ? columns[0] : null);
        var descending = at.Value(DirectionParameter) switch
        {
            "asc" => false,
            "desc" => true,
            _ => order?.LowerIsBetter == false,
        };
        return new(
            role,
            Sorted(RowsOf(run, role, at.Language), order, descending),
            columns,
            offered,
            order?.Key,
            descending,
            currencies is [var only] ? only : null
        );
    }

    private static bool IsUsual(MetricDefinition metric) =>
        metric.Column is not null || metric.Headline is not null || metric == MetricCatalog.Latency(metric.Tier);

    private static LeaderColumn? ColumnOf(MetricDefinition metric, Run run, Language language, IReadOnlyList<string>? judges)
    {
        if (LeadingPlot.Of(metric, run, language, judges) is not { } plot)
            return null;
        var values = new Dictionary<string, IntervalPoint>(StringComparer.Ordinal);
        foreach (var row in plot.Data.Rows)
            if ((row.Points.FirstOrDefault(p => p.IsMean) ?? (row.Points is [var only] ? only : null)) is { Value: not null } point)
                values[row.Name] = point;
        return values.Count == 0 ? null : new LeaderColumn(metric.Address, metric, values);
    }

    private static IEnumerable<LeaderRow> RowsOf(Run run, ModelRole role, Language language)
    {
        var unranked = UnrankedModel.Of(run, role, language);
        var models = role switch
        {
            ModelRole.Generation => run.Entry.Generators,
            ModelRole.BenchmarkJudge => run.Entry.Judges,
            _ => run.Entry.Deciders,
        };
        return models
            .Concat(unranked.Select(u => u.Model))
            .Distinct(StringComparer.Ordinal)
            .Select(m => new LeaderRow(m, unranked.FirstOrDefault(u => u.Model == m)));
    }

    // Models without a place stand last whichever way, and so do those without a value.
    private static IReadOnlyList<LeaderRow> Sorted(IEnumerable<LeaderRow> rows, LeaderColumn? order, bool descending)
    {
        double? KeyOf(LeaderRow row) => order?.Values.GetValueOrDefault(row.Model)?.Value;
        var ordered = rows.OrderBy(r => r.Unranked is not null).ThenBy(r => KeyOf(r) is null);
        return [.. (descending ? ordered.ThenByDescending(KeyOf) : ordered.ThenBy(KeyOf)).ThenBy(r => r.Model, StringComparer.Ordinal)];
    }
}
