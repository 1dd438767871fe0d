using ModelLab.Core.Metrics.Agreement;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>
/// What each judge gives each generator on average, and whether the judges put the generators in one order. From the numbers of the run's
/// file.
/// </summary>
/// <param name="Metric">The metric.</param>
/// <param name="Generators">Best first by the mean over judges; those that not every judge scored last.</param>
/// <param name="Judges">The judges, in the order of the run.</param>
/// <param name="Cells">By generator and judge; null where there is no number.</param>
public sealed record GeneratorMeans(
    MetricDefinition Metric,
    IReadOnlyList<string> Generators,
    IReadOnlyList<string> Judges,
    IReadOnlyList<IReadOnlyList<Aggregate?>> Cells
)
{
    /// <summary>Collects a metric that judges give to generators.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="values">The run's numbers.</param>
    /// <param name="order">The judges in the order of the run; others follow by name.</param>
    public static GeneratorMeans Of(MetricDefinition metric, IEnumerable<Aggregate> values, IReadOnlyList<string> order)
    {
        var own = values
            .Where(v =>
                v is { GenerationModel: not null, JudgeModel: not null, Value: not null }
                && v.Tier == metric.Tier
                && v.Metric == metric.Name
            )
            .ToList();
        var judges = JudgeScores.Ordered(own.Select(v => v.JudgeModel!), order);
        var byPlace = own.GroupBy(v => (v.GenerationModel!, v.JudgeModel!)).ToDictionary(g => g.Key, g => g.First());
        var rows = own.Select(v => v.GenerationModel!)
            .Distinct()
            .Select(g => (Name: g, Cells: judges.Select(j => byPlace.GetValueOrDefault((g, j))).ToList()))
            .OrderByDescending(r => r.Cells.TrueForAll(c => c is not null))
            .ThenByDescending(r => r.Cells.Average(c => c?.Value))
            .ToList();
        return new(metric, [.. rows.Select(r => r.Name)], judges, [.. rows.Select(r => r.Cells)]);
    }

    /// <summary>A generator's place under a judge: 1 + the number of generators with a greater mean; null without a number.</summary>
    public int? Rank(int generator, int judge) =>
        Cells[generator][judge]?.Value is { } own ? 1 + Cells.Count(row => row[judge]?.Value > own) : null;

    /// <summary>The generators with the greatest mean under a judge; several when they are equal.</summary>
    public IReadOnlyList<string> Best(int judge) => [.. Generators.Where((_, g) => Rank(g, judge) == 1)];

    /// <summary>
    /// Kendall's τ-b of the generators' means under two judges, over the generators that both scored; null with fewer than two, or where a
    /// judge tells none apart. Built-in baselines take no part
    /// unless nothing else ran: every judge puts them last, which would make any two judges look alike.
    /// </summary>
    public (double? Tau, int Models) Order(int first, int second)
    {
        var models = Enumerable.Range(0, Generators.Count).Where(g => !IsBuiltIn(Generators[g])).ToList();
        if (models.Count == 0)
            models = [.. Enumerable.Range(0, Generators.Count)];
        var both = models
            .Select(g => (First: Cells[g][first]?.Value, Second: Cells[g][second]?.Value))
            .Where(p => p is { First: not null, Second: not null })
            .ToList();
        return (KendallTau.Of([.. both.Select(p => p.First!.Value)], [.. both.Select(p => p.Second!.Value)]), both.Count);
    }

    private static bool IsBuiltIn(string model) => model.StartsWith("builtin:", StringComparison.Ordinal);
}
