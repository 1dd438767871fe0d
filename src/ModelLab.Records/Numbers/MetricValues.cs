using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Numbers;

/// <summary>Where metrics and values question by question meet: what two models, or two runs, are compared by.</summary>
public static class MetricValues
{
    /// <summary>Under this score an end-to-end answer is a failure, which is laid at the door of retrieval or of generation.</summary>
    public const double GoodAnswer = 4;

    /// <summary>
    /// The values that a metric is the mean or share of, by item; empty for a metric of all verdicts together, and where nothing was scored.
    /// </summary>
    /// <param name="metric">The metric.</param>
    /// <param name="scores">A run's values.</param>
    /// <param name="models">Whose values. Where the metric takes a benchmark judge and none is named, the judges given are
    /// averaged.</param>
    /// <param name="judges">These judges; only items that all of them scored have a value then.</param>
    public static IReadOnlyDictionary<string, double> Values(
        this MetricDefinition metric,
        IScores scores,
        ModelNames models,
        IReadOnlyList<string>? judges = null
    )
    {
        if (!metric.IsMean || metric.Measure is null)
            return None;
        if (!metric.Roles.Contains(ModelRole.BenchmarkJudge))
            return Of(metric, scores, models with { JudgeModel = null });
        if (models.JudgeModel is not null)
            return Of(metric, scores, models);
        var each = (judges ?? []).Select(j => Of(metric, scores, models with { JudgeModel = j })).ToList();
        return each.Count == 0
            ? None
            : each[0]
                .Keys.Where(item => each.All(v => v.ContainsKey(item)))
                .ToDictionary(item => item, item => each.Average(v => v[item]), StringComparer.Ordinal);
    }

    /// <summary>The column of a metric's values for models.</summary>
    /// <exception cref="ArgumentException">The metric is of no measure.</exception>
    public static ScoreColumn ColumnOf(this MetricDefinition metric, ModelNames models) =>
        new(
            metric.Tier,
            metric.Measure ?? throw new ArgumentException($"{metric.Address} is of no measure", nameof(metric)),
            metric.Roles.Contains(ModelRole.Generation) ? models.GenerationModel : null,
            metric.Roles.Contains(ModelRole.BenchmarkJudge) ? models.JudgeModel : null,
            metric.Roles.Contains(ModelRole.ProductionJudge) ? models.ProductionJudgeModel : null
        );

    /// <summary>A production judge's verdicts with their labels, in the order of the items' ids.</summary>
    public static IReadOnlyList<(string Item, bool Shown, bool Label)> Verdicts(this IScores scores, string productionJudge)
    {
        var labels = scores.Values(new ScoreColumn(Tier.JudgePipeline, Measures.Label));
        return
        [
            .. scores
                .Values(new ScoreColumn(Tier.JudgePipeline, Measures.Show, ProductionJudgeModel: productionJudge))
                .Where(v => labels.ContainsKey(v.Key))
                .OrderBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => (v.Key, v.Value == 1, labels[v.Key] == 1)),
        ];
    }

    /// <summary>Whether an answer failed for a reason: 1 where it did, 0 where not; null where the measure is no reason.</summary>
    /// <param name="measure">The reason: <see cref="Measures.RetrievalMissed"/>, <see cref="Measures.GenerationWrong"/> or
    /// <see cref="Measures.JudgeFailed"/>.</param>
    /// <param name="score">The answer's score, null where it has none.</param>
    /// <param name="contextHit">Whether its context held a relevant chunk; null where no chunk is known to be relevant.</param>
    internal static double? Failure(string measure, double? score, bool? contextHit)
    {
        bool? failed = measure switch
        {
            Measures.RetrievalMissed => score < GoodAnswer && contextHit == false,
            Measures.GenerationWrong => score < GoodAnswer && contextHit != false,
            Measures.JudgeFailed => score is null,
            _ => null,
        };
        return failed is { } is1 ? (is1 ? 1 : 0) : null;
    }

    private static IReadOnlyDictionary<string, double> None { get; } = new Dictionary<string, double>();

    private static IReadOnlyDictionary<string, double> Of(MetricDefinition metric, IScores scores, ModelNames models)
    {
        if (Failure(metric.Measure!, null, null) is null)
            return scores.Values(metric.ColumnOf(models));
        ScoreColumn Column(string measure) => new(metric.Tier, measure, models.GenerationModel, models.JudgeModel);
        var hits = scores.Values(new ScoreColumn(metric.Tier, Measures.ContextHit, models.GenerationModel));
        double Value(string item, double? score) =>
            Failure(metric.Measure!, score, hits.TryGetValue(item, out var hit) ? hit == 1 : null)!.Value;
        return scores
            .Values(Column(Measures.Of(Rubric.E2eQuality)))
            .Select(s => (s.Key, Value: Value(s.Key, s.Value)))
            .Concat(scores.Values(Column(Measures.Unscored)).Select(s => (s.Key, Value: Value(s.Key, null))))
            .ToDictionary(s => s.Key, s => s.Value, StringComparer.Ordinal);
    }
}
