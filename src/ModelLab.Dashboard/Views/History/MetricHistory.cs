using ModelLab.Dashboard.Charts;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.History;

/// <summary>A model's values over runs.</summary>
/// <param name="Model">The model; empty for a metric that depends on none.</param>
/// <param name="Values">One for each run; null where the run did not measure it.</param>
public sealed record HistoryLine(string Model, IReadOnlyList<Aggregate?> Values);

/// <summary>One metric over the runs of a ground.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Runs">The runs, oldest first within each data set.</param>
/// <param name="DataChanges">The places of <paramref name="Runs"/> before which the data set changed: values on both sides are not
/// comparable.</param>
/// <param name="Baselines">What each run was held against; null where it has no baseline of the metric.</param>
/// <param name="Judge">The judges to choose from where the metric depends on one.</param>
/// <param name="Lines">One line a model; those of the newest run first, best first.</param>
public sealed record MetricHistory(
    MetricDefinition Metric,
    IReadOnlyList<RunEntry> Runs,
    IReadOnlyList<int> DataChanges,
    IReadOnlyList<RunBaseline?> Baselines,
    JudgeChoice Judge,
    IReadOnlyList<HistoryLine> Lines
)
{
    /// <summary>More lines than colours cannot be told apart.</summary>
    public const int MostDrawn = 8;

    /// <summary>Follows a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="runs">Runs of one ground with their numbers, in the order they are shown.</param>
    /// <param name="judge">The judge asked for, or null.</param>
    /// <param name="model">A part of the names of models that are wanted, or null for all.</param>
    public static MetricHistory Of(MetricDefinition metric, IReadOnlyList<Run> runs, string? judge, string? model)
    {
        var all = runs.Select(r => r.Numbers.Where(v => v.Tier == metric.Tier && v.Metric == metric.Name && v.Value is not null).ToList())
            .ToList();
        var own = all.Select((values, i) => values.Where(v => runs[i].Races.All(r => r.HasFixedSample(v))).ToList()).ToList();
        var choice = JudgeChoice.Of(own.AsEnumerable().Reverse().SelectMany(v => v), judge);
        var byModel = own.Select(values =>
                values.Where(choice.Takes).GroupBy(NameOf).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal)
            )
            .ToList();
        var lines =
            from name in byModel.SelectMany(r => r.Keys).Distinct()
            where model is null || name.Contains(model, StringComparison.OrdinalIgnoreCase)
            let values = byModel.Select(r => r.GetValueOrDefault(name)).ToList()
            let last = values.FindLastIndex(v => v is not null)
            orderby last descending, (metric.Direction == MetricDirection.Lower ? 1 : -1) * values[last]!.Value
            select new HistoryLine(name, values);
        return new(
            metric,
            [.. runs.Select(r => r.Entry)],
            [.. Enumerable.Range(1, Math.Max(0, runs.Count - 1)).Where(i => runs[i].Entry.Fingerprint != runs[i - 1].Entry.Fingerprint)],
            [.. runs.Select(r => r.Baselines.Of(metric))],
            choice,
            [.. lines]
        )
        {
            Raced = [.. all.SelectMany((values, i) => values.Except(own[i])).Select(NameOf).Distinct()],
        };
    }

    /// <summary>Models that have runs without a value because a race decided there, by scores, how much they were asked.</summary>
    public IReadOnlyList<string> Raced { get; init; } = [];

    /// <summary>The lines that are drawn.</summary>
    public IReadOnlyList<LineSeries> Series(Language language) =>
        [
            .. Lines
                .Take(MostDrawn)
                .Select(l => new LineSeries(
                    l.Model.Length > 0 ? l.Model : language.Say("all questions", "все вопросы"),
                    [.. l.Values.Select(v => v?.Value is { } value ? new LinePoint(value, v.Interval?.Lower, v.Interval?.Upper) : null)]
                )),
        ];

    private static string NameOf(Aggregate v) => v.GenerationModel ?? v.JudgeModel ?? v.ProductionJudgeModel ?? "";
}
