using System.Globalization;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Text;

/// <summary>What the catalogue says of a metric, in words.</summary>
public static class MetricWords
{
    /// <summary>How the line of a baseline is called.</summary>
    /// <param name="isCatalogued">Whether the run's file tells none.</param>
    /// <param name="language">Whose words.</param>
    public static string BaselineName(bool isCatalogued, Language language) =>
        isCatalogued ? language.Say("catalogue's baseline", "ориентир каталога") : language.Say("baseline", "ориентир");

    /// <summary>Unit and range: <c>share, 0 to 1</c>.</summary>
    public static string UnitAndRange(MetricDefinition metric, Language language)
    {
        var unit = metric.Unit switch
        {
            "share" => language.Say("share", "доля"),
            "1–5" => language.Say("score", "оценка"),
            "0–100" => language.Say("points", "баллы"),
            "cosine" => language.Say("cosine", "косинус"),
            "ms" => language.Say("milliseconds", "миллисекунды"),
            "count" => language.Say("count", "количество"),
            "distance" => language.Say("distance", "расстояние"),
            "number" => language.Say("number", "число"),
            _ => metric.Unit,
        };
        static string Bound(double value) => value.ToString("0.##", CultureInfo.InvariantCulture).Replace('-', '−');
        return (metric.Minimum, metric.Maximum) switch
        {
            ({ } least, { } most) => language.Say(
                $"{unit}, {Bound(least)} to {Bound(most)}",
                $"{unit}, от {Bound(least)} до {Bound(most)}"
            ),
            ({ } least, null) => language.Say($"{unit}, from {Bound(least)}", $"{unit}, от {Bound(least)}"),
            _ => unit,
        };
    }
}
