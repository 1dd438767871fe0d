using System.Globalization;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Charts;

/// <summary>A bar of a histogram.</summary>
/// <param name="Name">What it holds: a value or a range.</param>
/// <param name="Count">How many.</param>
public sealed record HistogramBin(string Name, long Count);

/// <summary>Sorts values into bins.</summary>
public static class HistogramBins
{
    /// <summary>Bins of equal width with round borders; a value on a border belongs to the bin above, the greatest to the last.</summary>
    /// <param name="values">The values.</param>
    /// <param name="language">How borders are written.</param>
    /// <param name="bins">About how many bins.</param>
    public static IReadOnlyList<HistogramBin> Of(IReadOnlyCollection<double> values, Language language, int bins = 12)
    {
        if (values.Count == 0)
            return [];
        var scale = LinearScale.Of(values, 0, 1, ticks: bins + 1);
        var counts = new long[Math.Max(1, (int)Math.Round((scale.Most - scale.Least) / scale.Step))];
        foreach (var value in values)
            counts[Math.Clamp((int)Math.Floor((value - scale.Least) / scale.Step + 1e-9), 0, counts.Length - 1)]++;
        return
        [
            .. counts.Select(
                (count, i) =>
                    new HistogramBin(
                        $"{scale.Label(scale.Least + i * scale.Step, language)}–{scale.Label(scale.Least + (i + 1) * scale.Step, language)}",
                        count
                    )
            ),
        ];
    }

    /// <summary>One bin a whole number between bounds; other values count with the nearest.</summary>
    public static IReadOnlyList<HistogramBin> Whole(IEnumerable<double> values, int least, int most)
    {
        var counts = new long[most - least + 1];
        foreach (var value in values)
            counts[Math.Clamp((int)Math.Round(value, MidpointRounding.AwayFromZero), least, most) - least]++;
        return [.. counts.Select((count, i) => new HistogramBin((least + i).ToString(CultureInfo.InvariantCulture), count))];
    }
}
