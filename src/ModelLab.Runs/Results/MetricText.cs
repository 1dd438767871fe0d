using ModelLab.Core.Metrics;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results;

/// <summary>How numbers and names are shown to people. Undefined is «—».</summary>
public static class MetricText
{
    /// <summary>What stands where there is no number.</summary>
    public const string Undefined = "—";

    /// <summary>A metric's short name.</summary>
    public static string Title(Tier tier, string metric, Language language)
    {
        var info = MetricCatalog.Find(tier.FileName(), metric);
        return language.Say(info.English, info.Russian);
    }

    /// <summary>A value with as many digits as its unit bears.</summary>
    public static string Value(Tier tier, string metric, double? value, Language language)
    {
        if (value is not { } number) return Undefined;
        return MetricCatalog.Find(tier.FileName(), metric).Unit switch
        {
            "count" => number.ToString("0", language.Culture),
            "1–5" => number.ToString("0.00", language.Culture),
            "number" => number.ToString("0.###", language.Culture),
            "ms" => number.ToString(number < 10 ? "0.00" : "0", language.Culture),
            _ => number.ToString("0.000", language.Culture),
        };
    }

    /// <summary>A share with its denominator, a mean with the number of scored items.</summary>
    public static string WithN(Aggregates.Aggregate? aggregate, Tier tier, string metric, Language language)
    {
        if (aggregate is null) return Undefined;
        var shown = Value(tier, metric, aggregate.Value, language);
        return MetricCatalog.Find(tier.FileName(), metric).HasDenominator && aggregate.Value is not null
            ? string.Create(language.Culture, $"{shown} (n={aggregate.N})")
            : shown;
    }
}
