using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using static ModelLab.Records.Vocabulary.Metrics.MetricDirection;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>Entries of the catalogue by their unit, which fixes the range.</summary>
internal static class Entry
{
    public static MetricDefinition Score(Tier tier, string name, string english, string russian, double? baseline, Wording caution) =>
        new(
            tier,
            name,
            english,
            russian,
            "1–5",
            1,
            5,
            Higher,
            new("mean of the judge's scores over scored items", "среднее оценок судьи по оценённым элементам"),
            caution,
            baseline
        )
        {
            Kind = MetricKind.Mean,
            Roles = Asked(tier),
        };

    public static MetricDefinition Share(
        Tier tier,
        string name,
        string english,
        string russian,
        MetricDirection direction,
        Wording formula,
        Wording caution,
        double? baseline = null
    ) =>
        new(tier, name, english, russian, "share", 0, 1, direction, formula, caution, baseline)
        {
            Kind = MetricKind.Share,
            Roles = Asked(tier),
        };

    public static MetricDefinition Cosine(
        Tier tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        double? baseline = null
    ) =>
        new(tier, name, english, russian, "cosine", -1, 1, Higher, formula, caution, baseline)
        {
            Kind = MetricKind.Mean,
            Roles = Asked(tier),
        };

    public static MetricDefinition Distance(
        Tier tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        MetricDirection direction = None
    ) =>
        new(tier, name, english, russian, "distance", 0, null, direction, formula, caution)
        {
            Kind = tier == Tier.Intrinsic ? MetricKind.RunLevel : MetricKind.Mean,
            Roles = Asked(tier),
        };

    public static MetricDefinition Product(Tier tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "number", null, null, Higher, formula, caution) { Kind = MetricKind.Mean, Roles = Asked(tier) };

    public static MetricDefinition Plain(Tier tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "number", 0, null, None, formula, caution)
        {
            Kind = tier == Tier.Intrinsic ? MetricKind.RunLevel : MetricKind.Mean,
            Roles = Asked(tier),
        };

    public static MetricDefinition Count(
        Tier tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        MetricDirection direction = None
    ) => new(tier, name, english, russian, "count", 0, null, direction, formula, caution) { Kind = MetricKind.Count, Roles = Asked(tier) };

    public static MetricDefinition Milliseconds(Tier tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "ms", 0, null, Lower, formula, caution) { Kind = MetricKind.Quantile, Roles = Asked(tier) };

    /// <summary>Made of a measure that single questions have.</summary>
    public static MetricDefinition From(this MetricDefinition metric, string measure) =>
        metric with
        {
            Measure = measure,
            IsByQuestion = true,
        };

    /// <summary>Made of a rubric's scores; those of answers are averaged over judges.</summary>
    public static MetricDefinition From(this MetricDefinition metric, Rubric rubric)
    {
        var scored = metric.From(Measures.Of(rubric));
        return metric.Tier == Tier.JudgeTrial ? scored : scored.Judged();
    }

    /// <summary>Made of a measure that single questions do not have, or that is not kept by question.</summary>
    public static MetricDefinition Tallied(this MetricDefinition metric, string measure) => metric with { Measure = measure };

    /// <summary>Given by a benchmark judge to a generator.</summary>
    public static MetricDefinition Judged(this MetricDefinition metric) =>
        metric with
        {
            Roles = [ModelRole.Generation, ModelRole.BenchmarkJudge],
        };

    /// <summary>The mean of a ranking's values, which are observed under the metric's own name.</summary>
    public static MetricDefinition OfRankings(this MetricDefinition metric, Func<Ranking, double?> value) =>
        metric.From(metric.Name) with
        {
            Kind = MetricKind.Mean,
            OfRanking = value,
        };

    // What depends on a judge as well says so.
    private static IReadOnlyList<ModelRole> Asked(Tier tier) => tier.Roles() is [var first, ..] ? [first] : [];
}
