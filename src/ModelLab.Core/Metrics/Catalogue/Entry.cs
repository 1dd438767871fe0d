using static ModelLab.Core.Metrics.MetricDirection;

namespace ModelLab.Core.Metrics.Catalogue;

/// <summary>Entries of the catalogue by their unit, which fixes the range.</summary>
internal static class Entry
{
    public static MetricInfo Score(string tier, string name, string english, string russian, double? baseline, Wording caution) =>
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

    public static MetricInfo Share(
        string tier,
        string name,
        string english,
        string russian,
        MetricDirection direction,
        Wording formula,
        Wording caution,
        double? baseline = null
    ) => new(tier, name, english, russian, "share", 0, 1, direction, formula, caution, baseline);

    public static MetricInfo Cosine(
        string tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        double? baseline = null
    ) => new(tier, name, english, russian, "cosine", -1, 1, Higher, formula, caution, baseline);

    public static MetricInfo Distance(
        string tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        MetricDirection direction = None
    ) => new(tier, name, english, russian, "distance", 0, null, direction, formula, caution);

    public static MetricInfo Plain(string tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "number", 0, null, None, formula, caution);

    public static MetricInfo Count(
        string tier,
        string name,
        string english,
        string russian,
        Wording formula,
        Wording caution,
        MetricDirection direction = None
    ) => new(tier, name, english, russian, "count", 0, null, direction, formula, caution);

    public static MetricInfo Milliseconds(string tier, string name, string english, string russian, Wording formula, Wording caution) =>
        new(tier, name, english, russian, "ms", 0, null, Lower, formula, caution);
}
