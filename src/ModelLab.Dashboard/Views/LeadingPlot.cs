using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views;

/// <summary>The interval plot of the metric that ranks a tier's models: best first, judges as series, the baseline as a line.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Data">The rows.</param>
public sealed record LeadingPlot(MetricDefinition Metric, IntervalRows Data)
{
    /// <summary>The plot of a tier of a run; null where the tier ranks no models or nothing was measured.</summary>
    public static LeadingPlot? Of(Tier tier, Run run, Language language) =>
        MetricCatalog.Leading(tier) is { } metric ? Of(metric, run, language) : null;

    /// <summary>
    /// The plot of any metric of a run that depends on models; null where nothing was measured. Models that a race dropped are left out,
    /// others without a place are set back.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="run">The run.</param>
    /// <param name="language">Whose words.</param>
    /// <param name="judges">The judges that the mean is taken over; null for all that are no built-in baselines.</param>
    /// <param name="meanInterval">The interval of a model's mean over judges; null where it is not known.</param>
    public static LeadingPlot? Of(
        MetricDefinition metric,
        Run run,
        Language language,
        IReadOnlyList<string>? judges = null,
        Func<string, ConfidenceInterval?>? meanInterval = null
    ) =>
        Of(metric, run.InTheRunning, run.Baselines, language, judges, meanInterval) is not { } plot ? null
        : metric.Tier.Roles() is not [var role, ..] ? plot
        : plot.SetBack(RoleRanking.LeftOut(run, role), language);

    private LeadingPlot SetBack(IReadOnlyList<LeftOutModel> unranked, Language language)
    {
        // Where others started and lost, built-ins are the baselines that they always are.
        var othersStarted = unranked.Any(m => m.Drop is not null && !IsBuiltIn(m.Model));
        return this with
        {
            Data = Data with
            {
                Rows =
                [
                    .. Data.Rows.Select(r =>
                        r with
                        {
                            IsMuted = r.IsMuted || (othersStarted && IsBuiltIn(r.Name)) || unranked.Any(m => m.Model == r.Name),
                            Mark = unranked.Any(m => m.Model == r.Name) ? language.Say("not ranked", "без места") : null,
                        }
                    ),
                ],
            },
        };
    }

    /// <summary>The plot of any metric that depends on models; null where nothing was measured.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="values">The run's numbers.</param>
    /// <param name="baselines">The run's baselines.</param>
    /// <param name="language">Whose words.</param>
    /// <param name="judges">The judges that the mean is taken over; null for all that are no built-in baselines.</param>
    /// <param name="meanInterval">The interval of a model's mean over judges; null where it is not known.</param>
    public static LeadingPlot? Of(
        MetricDefinition metric,
        IReadOnlyList<Aggregate> values,
        IReadOnlyList<RunBaseline> baselines,
        Language language,
        IReadOnlyList<string>? judges = null,
        Func<string, ConfidenceInterval?>? meanInterval = null
    )
    {
        var own = values.Where(v => v.Tier == metric.Tier && v.Metric == metric.Name && v.Value is not null).ToList();
        if (own.Count == 0 || own.All(v => v.GenerationModel is null && v.JudgeModel is null && v.ProductionJudgeModel is null))
            return null;
        // Where numbers depend on a generator and a judge, the generator is the row and judges are the series.
        var twice = own.Any(v => v.GenerationModel is not null && v.JudgeModel is not null);
        string RowOf(Aggregate v) => v.GenerationModel ?? v.JudgeModel ?? v.ProductionJudgeModel ?? "";
        List<string> series = twice ? [.. own.Select(v => v.JudgeModel ?? "").Distinct()] : [language.Say(metric.English, metric.Russian)];
        // As in the rankings: built-in judges count only when nothing else judged.
        var averaged =
            judges is { Count: > 0 } && series.Any(judges.Contains) ? series.Where(judges.Contains).ToList()
            : series.Any(s => !IsBuiltIn(s)) ? series.Where(s => !IsBuiltIn(s)).ToList()
            : [.. series];
        var hasMean = twice && averaged.Count > 1;
        var rows = own.GroupBy(RowOf)
            .Select(g =>
            {
                List<IntervalPoint> points =
                [
                    .. g.Select(v => new IntervalPoint(
                            twice ? series.IndexOf(v.JudgeModel ?? "") : 0,
                            v.Value,
                            v.Interval?.Lower,
                            v.Interval?.Upper,
                            v.N
                        ))
                        .OrderBy(p => p.Series),
                ];
                var counted = twice ? points.Where(p => averaged.Contains(series[p.Series])).ToList() : points;
                // A mean over the judges that happen to have scored would compare models under different judges.
                double? mean = counted.Count == (twice ? averaged.Count : 1) ? counted.Average(p => p.Value!.Value) : null;
                if (hasMean && mean is not null)
                    points.Add(
                        new IntervalPoint(
                            series.Count,
                            mean,
                            meanInterval?.Invoke(g.Key)?.Lower,
                            meanInterval?.Invoke(g.Key)?.Upper,
                            counted.Min(p => p.N),
                            IsMean: true
                        )
                    );
                return (Name: g.Key, Mean: mean, Points: points);
            })
            .ToList();
        if (hasMean)
            series.Add(language.Say("mean over judges", "среднее по судьям"));
        var someAreModels = rows.Any(r => !IsBuiltIn(r.Name));
        var ordered = rows.OrderBy(r => r.Mean is null).ThenBy(r => metric.Direction == MetricDirection.Lower ? r.Mean : -r.Mean);
        return new(
            metric,
            new IntervalRows(
                series,
                [.. ordered.Select(r => new IntervalRow(r.Name, r.Points, someAreModels && IsBuiltIn(r.Name), r.Mean))],
                [
                    .. BaselineOf(metric, baselines, language),
                    .. BestBuiltIn(
                        metric,
                        someAreModels ? [.. rows.Where(r => IsBuiltIn(r.Name) && r.Mean is not null).Select(r => r.Mean!.Value)] : [],
                        language
                    ),
                ]
            )
        );
    }

    /// <summary>What a good system reaches, as the run took it; one of the catalogue is called so.</summary>
    public static IEnumerable<ReferenceLine> BaselineOf(MetricDefinition metric, IReadOnlyList<RunBaseline> baselines, Language language)
    {
        if (baselines.Of(metric) is { } baseline)
            yield return new ReferenceLine(baseline.Baseline, MetricWords.BaselineName(baseline.IsCatalogued, language));
    }

    // What takes no model at all.
    private static IEnumerable<ReferenceLine> BestBuiltIn(MetricDefinition metric, List<double> builtIns, Language language)
    {
        if (builtIns.Count > 0 && metric.Direction != MetricDirection.None)
            yield return new ReferenceLine(
                metric.Direction == MetricDirection.Lower ? builtIns.Min() : builtIns.Max(),
                language.Say("best built-in", "лучший встроенный")
            );
    }

    private static bool IsBuiltIn(string model) => model.StartsWith("builtin:", StringComparison.Ordinal);
}
