using ModelLab.Core.Models;
using ModelLab.Dashboard.Charts;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>The quality of generation models against what it takes.</summary>
/// <param name="Points">The models of which both are known.</param>
/// <param name="Unknown">Models without a known price or latency.</param>
/// <param name="Currency">The currency of costs; null for latencies, and where there is none or more than one.</param>
/// <param name="HasCurrencies">Whether prices are in several currencies, so that they cannot be set against each other.</param>
public sealed record QualityAgainst(
    IReadOnlyList<ScatterPoint> Points,
    IReadOnlyList<string> Unknown,
    string? Currency,
    bool HasCurrencies = false
)
{
    /// <summary>
    /// Against the cost of 1,000 answers. Built-in baselines cost nothing and would be the front; they are left out unless nothing else
    /// ran.
    /// </summary>
    public static QualityAgainst Cost(IntervalRows plot, IReadOnlyList<ModelUsage> usage)
    {
        var currencies = usage
            .Where(u => u is { Role: ModelRole.Generation, Cost: not null, Units: > 0 })
            .Select(u => u.Currency)
            .Distinct()
            .ToList();
        if (currencies.Count > 1)
            return new([], [], null, HasCurrencies: true);
        return Of(
            plot,
            model => (double?)usage.FirstOrDefault(u => u.Role == ModelRole.Generation && u.Model == model)?.CostPerThousand
        ) with
        {
            Currency = currencies.FirstOrDefault(),
        };
    }

    /// <summary>Against the mean latency of a tier's answers, ms.</summary>
    public static QualityAgainst Latency(IntervalRows plot, IReadOnlyList<Aggregate> values, Tier tier) =>
        Of(
            plot,
            model =>
                values
                    .FirstOrDefault(v => v.Tier == tier && v.Metric == MetricCatalog.Latency(tier)?.Name && v.GenerationModel == model)
                    ?.Value
        );

    private static QualityAgainst Of(IntervalRows plot, Func<string, double?> of)
    {
        var rows = plot.Rows.Where(r => !r.IsMuted && r.Shown is not null).ToList();
        return new(
            [
                .. rows.Where(r => of(r.Name) is not null)
                    .Select(r => new ScatterPoint(r.Name, of(r.Name)!.Value, r.Shown!.Value, Interval(r)?.Lower, Interval(r)?.Upper)),
            ],
            [.. rows.Where(r => of(r.Name) is null).Select(r => r.Name)],
            null
        );
    }

    private static IntervalPoint? Interval(IntervalRow row) =>
        row.Points.FirstOrDefault(p => p.IsMean) ?? (row.Points.Count == 1 ? row.Points[0] : null);
}
