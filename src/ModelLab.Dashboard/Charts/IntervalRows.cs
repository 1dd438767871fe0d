using System.Globalization;
using System.Text.Json.Serialization;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Text;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Charts;

/// <summary>A value with its interval.</summary>
/// <param name="Series">Its place in <see cref="IntervalRows.Series"/>.</param>
/// <param name="Value">The value; null is not drawn.</param>
/// <param name="Lower">The interval's lower end, or null.</param>
/// <param name="Upper">Its upper end, or null.</param>
/// <param name="N">What the value is taken over, or null.</param>
/// <param name="IsMean">Whether it is the mean over the others of its row.</param>
public sealed record IntervalPoint(
    int Series,
    double? Value,
    double? Lower = null,
    double? Upper = null,
    long? N = null,
    bool IsMean = false
);

/// <summary>A row of an interval plot.</summary>
/// <param name="Name">The model.</param>
/// <param name="Points">Its values.</param>
/// <param name="IsMuted">Whether it is set back: a baseline, or a model without a rank.</param>
/// <param name="Shown">The value that stands for the row where there are several series; null where none does.</param>
/// <param name="Mark">What must be known of the model wherever it is drawn: that it has no place. Null where nothing.</param>
public sealed record IntervalRow(
    string Name,
    IReadOnlyList<IntervalPoint> Points,
    bool IsMuted = false,
    double? Shown = null,
    string? Mark = null
);

/// <summary>A line that values are held against.</summary>
/// <param name="Value">Where.</param>
/// <param name="Name">What it is.</param>
public sealed record ReferenceLine(double Value, string Name);

/// <summary>The data of an interval plot.</summary>
/// <param name="Series">Names of the series.</param>
/// <param name="Rows">The rows, best first.</param>
/// <param name="References">Lines across all rows.</param>
public sealed record IntervalRows(IReadOnlyList<string> Series, IReadOnlyList<IntervalRow> Rows, IReadOnlyList<ReferenceLine> References)
{
    /// <summary>All values that must be seen.</summary>
    [JsonIgnore]
    public IEnumerable<double> Extent =>
        Rows.SelectMany(r => r.Points)
            .SelectMany(p => new[] { p.Value, p.Lower, p.Upper })
            .OfType<double>()
            .Concat(References.Select(r => r.Value));

    /// <summary>The value that stands for a row: with one series its only one.</summary>
    public double? ShownOf(IntervalRow row) => row.Shown ?? (Series.Count == 1 && row.Points.Count == 1 ? row.Points[0].Value : null);

    /// <summary>A point in words: <c>4.31 [4.10; 4.52], n = 181</c>.</summary>
    public static string Words(IntervalPoint point, Func<double, string> words)
    {
        if (point.Value is not { } value)
            return MetricText.Undefined;
        var interval = point is { Lower: { } lower, Upper: { } upper } ? $" [{words(lower)}; {words(upper)}]" : "";
        return words(value) + interval + (point.N is { } n ? ", n = " + n.ToString(CultureInfo.InvariantCulture) : "");
    }

    internal ChartTable Table(Func<double, string> words, Language language)
    {
        List<string> columns =
        [
            language.Say("Model", "Модель"),
            .. Series.Count > 1 ? [language.Say("Series", "Ряд")] : Array.Empty<string>(),
            language.Say("Value", "Значение"),
            language.Say("95 % interval", "95 % интервал"),
            "n",
        ];
        var rows =
            from row in Rows
            from point in row.Points
            select (IReadOnlyList<string>)
                [
                    row.Name,
                    .. Series.Count > 1 ? [Series[point.Series]] : Array.Empty<string>(),
                    point.Value is { } v ? words(v) : MetricText.Undefined,
                    point is { Lower: { } lower, Upper: { } upper } ? $"{words(lower)} – {words(upper)}" : MetricText.Undefined,
                    point.N?.ToString(CultureInfo.InvariantCulture) ?? MetricText.Undefined,
                ];
        return new ChartTable(columns, [.. rows]);
    }
}
