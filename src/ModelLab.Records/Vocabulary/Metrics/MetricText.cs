using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>How numbers and names are shown to people. Undefined is «—».</summary>
public static class MetricText
{
    /// <summary>What stands where there is no number.</summary>
    public const string Undefined = "—";

    /// <summary>A metric's short name.</summary>
    public static string Title(MetricDefinition metric, Language language) => language.Say(metric.English, metric.Russian);

    /// <summary>A metric's short name.</summary>
    public static string Title(Tier tier, string metric, Language language) => Title(MetricCatalog.Find(tier, metric), language);

    /// <summary>A value with as many digits as its unit bears.</summary>
    public static string Value(MetricDefinition metric, double? value, Language language) =>
        value is { } number ? number.ToString(Format(metric, number), language.Culture) : Undefined;

    /// <summary>A value with as many digits as its unit bears.</summary>
    public static string Value(Tier tier, string metric, double? value, Language language) =>
        Value(MetricCatalog.Find(tier, metric), value, language);

    /// <summary>A value with its 95 % interval, where there is one: <c>4.12 [3.98, 4.25]</c>.</summary>
    public static string WithInterval(Aggregate? aggregate, Tier tier, string metric, Language language) =>
        aggregate?.Value is not { } value
            ? Undefined
            : Value(tier, metric, value, language)
                + IntervalText.After(
                    aggregate.Interval,
                    end => end.ToString(Format(MetricCatalog.Find(tier, metric), value), language.Culture),
                    language
                );

    /// <summary>A value with its interval; a share with its denominator, a mean with the number of scored items.</summary>
    public static string WithN(Aggregate? aggregate, Tier tier, string metric, Language language)
    {
        if (aggregate is null)
            return Undefined;
        var shown = WithInterval(aggregate, tier, metric, language);
        return MetricCatalog.Find(tier, metric).HasDenominator && aggregate.Value is not null
            ? string.Create(language.Culture, $"{shown} (n={aggregate.N})")
            : shown;
    }

    private static string Format(MetricDefinition metric, double number) =>
        metric.Unit switch
        {
            "count" => "0",
            "1–5" => "0.00",
            "number" => "0.###",
            "ms" => number < 10 ? "0.00" : "0",
            _ => "0.000",
        };
}
