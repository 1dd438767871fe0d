using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Numbers;

/// <summary>How a metric comes out of single questions.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Tier">Its tier.</param>
/// <param name="Measure">The column of a <see cref="ScoreTable"/> whose values it is the mean of; for verdicts <see cref="Measures.Show"/>,
/// which is held against the labels.</param>
/// <param name="Roles">The roles whose models tell its columns apart; empty for what is retrieved.</param>
public sealed record MetricColumn(MetricDefinition Metric, Tier Tier, string Measure, IReadOnlyList<ModelRole> Roles)
{
    /// <summary>
    /// Whether it is a mean of values that single questions have. F1 and precision are not: they are of all verdicts together.
    /// </summary>
    public bool IsMean => Tier != Tier.JudgePipeline || Metric.Name is "accuracy" or "recall";

    /// <summary>Whether less is better.</summary>
    public bool LowerIsBetter => Metric.Direction == MetricDirection.Lower;
}

/// <summary>
/// The one place where metrics and values question by question meet: what two models, or two runs, can be compared by. Counts, quantiles,
/// latencies, and what takes several repeats of a question have no
/// such values.
/// </summary>
public static class MetricColumns
{
    private static readonly Dictionary<string, MetricColumn> Known = Mapped().ToDictionary(c => c.Metric.Address, StringComparer.Ordinal);

    /// <summary>The metrics that have values question by question, in the order of the catalogue.</summary>
    public static IReadOnlyList<MetricColumn> All { get; } =
    [.. MetricCatalog.All.Where(m => Known.ContainsKey(m.Address)).Select(m => Known[m.Address])];

    /// <summary>How a metric comes out of single questions; null where it does not.</summary>
    public static MetricColumn? Find(Tier tier, string metric) => Known.GetValueOrDefault($"{tier.FileName()}.{metric}");

    /// <summary>The values that a metric is the mean of, by item; null for F1 and precision.</summary>
    /// <param name="table">The observations, turned over.</param>
    /// <param name="column">The metric.</param>
    /// <param name="models">Whose values. Where the metric takes a benchmark judge and none is named, the judges given are
    /// averaged.</param>
    /// <param name="judges">These judges; only items that all of them scored have a value then.</param>
    public static IReadOnlyDictionary<string, double>? Values(
        IScores table,
        MetricColumn column,
        ModelNames models,
        IReadOnlyList<string>? judges = null
    )
    {
        if (column.Tier == Tier.JudgePipeline)
        {
            var verdicts = column.IsMean ? Verdicts(table, models.ProductionJudgeModel!) : null;
            return column.Metric.Name switch
            {
                "accuracy" => verdicts!.ToDictionary(v => v.Item, v => v.Shown == v.Label ? 1.0 : 0, StringComparer.Ordinal),
                // Recall is the mean verdict on the items that should be shown.
                "recall" => verdicts!.Where(v => v.Label).ToDictionary(v => v.Item, v => v.Shown ? 1.0 : 0, StringComparer.Ordinal),
                _ => null,
            };
        }
        ScoreColumn Of(string? judge) =>
            new(column.Tier, column.Measure, column.Roles.Contains(ModelRole.Generation) ? models.GenerationModel : null, judge);
        if (!column.Roles.Contains(ModelRole.BenchmarkJudge))
            return table.Values(Of(null));
        if (models.JudgeModel is { } one)
            return table.Values(Of(one));
        var each = (judges ?? []).Select(j => table.Values(Of(j))).ToList();
        return each.Count == 0
            ? new Dictionary<string, double>()
            : each[0]
                .Keys.Where(item => each.All(v => v.ContainsKey(item)))
                .ToDictionary(item => item, item => each.Average(v => v[item]), StringComparer.Ordinal);
    }

    /// <summary>A production judge's verdicts with their labels, in the order of the items' ids.</summary>
    public static IReadOnlyList<(string Item, bool Shown, bool Label)> Verdicts(IScores table, string productionJudge)
    {
        var labels = table.Values(new ScoreColumn(Tier.JudgePipeline, ScoreTable.Label));
        return
        [
            .. table
                .Values(new ScoreColumn(Tier.JudgePipeline, Measures.Show, ProductionJudgeModel: productionJudge))
                .Where(v => labels.ContainsKey(v.Key))
                .OrderBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => (v.Key, v.Value == 1, labels[v.Key] == 1)),
        ];
    }

    private static IEnumerable<MetricColumn> Mapped()
    {
        static MetricColumn Of(Tier tier, string metric, string measure, params ModelRole[] roles) =>
            new(MetricCatalog.Find(tier, metric), tier, measure, roles);
        foreach (var (name, _) in RankingMetrics.All)
        {
            yield return Of(Tier.Retrieval, name, name);
            yield return Of(Tier.Retrieval, "url_" + name, "url_" + name);
        }
        foreach (var rubric in Measures.Tier2Rubrics)
            yield return Of(
                Tier.Generation,
                Measures.MetricOf(rubric),
                Measures.Of(rubric),
                ModelRole.Generation,
                ModelRole.BenchmarkJudge
            );
        yield return Of(
            Tier.EndToEnd,
            Measures.MetricOf(Rubric.E2eQuality),
            Measures.Of(Rubric.E2eQuality),
            ModelRole.Generation,
            ModelRole.BenchmarkJudge
        );
        foreach (var tier in new[] { Tier.Generation, Tier.EndToEnd })
        {
            yield return Of(tier, "abstention_rate", ScoreTable.DueAbstention, ModelRole.Generation);
            yield return Of(tier, "false_refusal_rate", ScoreTable.FalseRefusal, ModelRole.Generation);
            foreach (var text in Measures.Texts)
                yield return Of(tier, "avg_" + text, text, ModelRole.Generation);
        }
        foreach (var similarity in Measures.Similarities)
            yield return Of(Tier.EndToEnd, "avg_" + similarity, similarity, ModelRole.Generation);
        yield return Of(Tier.JudgeTrial, "consistency_score", ScoreTable.Consistent, ModelRole.BenchmarkJudge);
        yield return Of(Tier.JudgeTrial, "error_rate", ScoreTable.TrialError, ModelRole.BenchmarkJudge);
        yield return Of(
            Tier.JudgeTrial,
            Measures.MetricOf(Rubric.Faithfulness),
            Measures.Of(Rubric.Faithfulness),
            ModelRole.BenchmarkJudge
        );
        foreach (var metric in new[] { "accuracy", "precision", "recall", "f1_score" })
            yield return Of(Tier.JudgePipeline, metric, Measures.Show, ModelRole.ProductionJudge);
        yield return Of(Tier.Ux, "cache_hit_rate", Measures.CacheHit);
        yield return Of(Tier.Ux, "context_preservation", Measures.ContextPreserved);
        yield return Of(Tier.Ux, "multi_turn_consistency", Measures.TurnSimilarity, ModelRole.Generation);
    }
}
