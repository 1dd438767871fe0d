using System.Text.Json;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>A value that a good system reaches, as a run took it.</summary>
/// <param name="Metric">The metric's address.</param>
/// <param name="Baseline">The value, in the metric's unit.</param>
/// <param name="IsCatalogued">Whether the run's file does not tell, so that the catalogue's stands in.</param>
/// <param name="Value">What the run's first usable combination reached; null where the file does not say.</param>
/// <param name="N">What that is taken over.</param>
/// <param name="Interval">Its interval.</param>
/// <param name="Verdict">What the file says of it; null where it does not.</param>
public sealed record RunBaseline(
    string Metric,
    double Baseline,
    bool IsCatalogued,
    double? Value = null,
    long? N = null,
    ConfidenceInterval? Interval = null,
    BaselineVerdict? Verdict = null
)
{
    /// <summary>Those of the catalogue, for a run whose file tells none.</summary>
    public static IReadOnlyList<RunBaseline> Catalogued { get; } =
    [.. Baselines.Catalogued.All.Select(b => new RunBaseline(b.Metric.Address, b.Baseline, IsCatalogued: true))];

    /// <summary>Those that a run takes, its own file of baselines considered.</summary>
    public static IReadOnlyList<RunBaseline> Of(Baselines baselines) =>
        [.. baselines.All.Select(b => new RunBaseline(b.Metric.Address, b.Baseline, IsCatalogued: false))];

    /// <summary>
    /// How a number of the run stands: the file's own verdict where it gave one of this very number; without an interval nothing else is
    /// decided.
    /// </summary>
    public BaselineVerdict StatusOf(MetricDefinition metric, Aggregate number) =>
        Verdict is { } own && number.Value == Value && number.N == N && number.Interval == Interval ? own
        : number.Interval is { } interval ? BaselineCheck.VerdictOf(metric, Baseline, interval)
        : BaselineVerdict.Inconclusive;

    /// <summary>
    /// The baselines of a run's JSON. <c>baseline_values</c> is all of them: what is missing there has none. A file that lists verdicts
    /// alone tells those that it lists; one of schema 2.0 tells none.
    /// </summary>
    internal static IReadOnlyList<RunBaseline> Read(JsonElement run)
    {
        var judged = run.List("baselines")
            .Where(b => b.Text("metric") is not null && b.Number("baseline") is not null)
            .Select(b => new RunBaseline(
                b.Text("metric")!,
                b.Number("baseline")!.Value,
                IsCatalogued: false,
                b.Number("value"),
                b.Whole("n"),
                RunReader.Interval(b),
                Enum.GetValues<BaselineVerdict>().Cast<BaselineVerdict?>().FirstOrDefault(v => Names.Of(v!.Value) == b.Text("verdict"))
            ))
            .GroupBy(b => b.Metric, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        if (run.Field("baseline_values") is { ValueKind: JsonValueKind.Object })
            return
            [
                .. run.Map("baseline_values")
                    .Where(p => p.Value.ValueKind == JsonValueKind.Number && double.IsFinite(p.Value.GetDouble()))
                    .Select(p => judged.GetValueOrDefault(p.Name) ?? new RunBaseline(p.Name, p.Value.GetDouble(), IsCatalogued: false)),
            ];
        return [.. judged.Values, .. Catalogued.Where(c => !judged.ContainsKey(c.Metric))];
    }
}

/// <summary>Looking up baselines.</summary>
public static class RunBaselines
{
    /// <summary>The baseline of a metric; null where it has none.</summary>
    public static RunBaseline? Of(this IReadOnlyList<RunBaseline> baselines, MetricDefinition metric) =>
        baselines.FirstOrDefault(b => b.Metric == metric.Address);
}
