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
        );

    public static MetricDefinition Share(
        Tier tier,
        string name,
        string english,
        string russian,
        MetricDirection direction,
        Wording formula,
        Wording caution,
        double? baseline = null
    ) => new(tier, name, english, russian, "share", 0, 1, direction, formula, caution, baseline);

    public static MetricDefinition Cosine(
        Tier tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        double? baseline = null
    ) => new(tier, name, english, russian, "cosine", -1, 1, Higher, formula, caution, baseline);

    public static MetricDefinition Distance(
        Tier tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        MetricDirection direction = None
    ) => new(tier, name, english, russian, "distance", 0, null, direction, formula, caution);

    public static MetricDefinition Plain(Tier tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "number", 0, null, None, formula, caution);

    public static MetricDefinition Count(
        Tier tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        MetricDirection direction = None
    ) => new(tier, name, english, russian, "count", 0, null, direction, formula, caution);

    public static MetricDefinition Milliseconds(Tier tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "ms", 0, null, Lower, formula, caution);
}
