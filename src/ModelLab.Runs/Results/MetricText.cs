using ModelLab.Core.Metrics;
using ModelLab.Core.Statistics;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results.Aggregates;

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

    /// <summary>What marks an interval over fewer than 20 source pages.</summary>
    public const string UnreliableMark = "*";

    /// <summary>A value with as many digits as its unit bears.</summary>
    public static string Value(Tier tier, string metric, double? value, Language language) =>
        value is { } number ? number.ToString(Format(tier, metric, number), language.Culture) : Undefined;

    /// <summary>A value with its 95 % interval, where there is one: <c>4.12 [3.98, 4.25]</c>, with the decimal comma <c>4,12 [3,98; 4,25]</c>; and the mark where that is unreliable.</summary>
    public static string WithInterval(Aggregate? aggregate, Tier tier, string metric, Language language)
    {
        var shown = Value(tier, metric, aggregate?.Value, language);
        if (aggregate is not { Value: { } value, Interval: { } interval }) return shown;
        var format = Format(tier, metric, value);
        string End(double end) => end.ToString(format, language.Culture);
        var separator = language.Culture.NumberFormat.NumberDecimalSeparator == "," ? "; " : ", ";
        return $"{shown} [{End(interval.Lower)}{separator}{End(interval.Upper)}]{(interval.IsReliable ? "" : UnreliableMark)}";
    }

    /// <summary>What the mark means, after the mark itself; null where none of the numbers bears it.</summary>
    public static string? UnreliableNote(IEnumerable<Aggregate?> numbers, Language language) =>
        !numbers.Any(n => n is { Value: not null, Interval.IsReliable: false }) ? null : language.Say(
            $"fewer than {ConfidenceInterval.FewestClusters} source pages: the interval is unreliable", $"меньше {ConfidenceInterval.FewestClusters} страниц-источников: интервал ненадёжен");

    /// <summary>A value with its interval; a share with its denominator, a mean with the number of scored items.</summary>
    public static string WithN(Aggregate? aggregate, Tier tier, string metric, Language language)
    {
        if (aggregate is null) return Undefined;
        var shown = WithInterval(aggregate, tier, metric, language);
        return MetricCatalog.Find(tier.FileName(), metric).HasDenominator && aggregate.Value is not null
            ? string.Create(language.Culture, $"{shown} (n={aggregate.N})")
            : shown;
    }

    private static string Format(Tier tier, string metric, double number) => MetricCatalog.Find(tier.FileName(), metric).Unit switch
    {
        "count" => "0",
        "1–5" => "0.00",
        "number" => "0.###",
        "ms" => number < 10 ? "0.00" : "0",
        _ => "0.000",
    };
}
