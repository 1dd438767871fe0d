using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>How intervals are shown to people.</summary>
public static class IntervalText
{
    /// <summary>What marks an interval over fewer than 20 source pages.</summary>
    public const string UnreliableMark = "*";

    /// <summary>
    /// An interval after its estimate: <c> [3.98, 4.25]</c>, with the decimal comma <c> [3,98; 4,25]</c>, and the mark where it is
    /// unreliable; empty without one.
    /// </summary>
    /// <param name="interval">The interval.</param>
    /// <param name="end">Shows an end with as many digits as the estimate has.</param>
    /// <param name="language">The language.</param>
    public static string After(ConfidenceInterval? interval, Func<double, string> end, Language language)
    {
        if (interval is null)
            return "";
        var separator = language.Culture.NumberFormat.NumberDecimalSeparator == "," ? ";" : ",";
        return $" [{end(interval.Lower)}{separator} {end(interval.Upper)}]{(interval.IsReliable ? "" : UnreliableMark)}";
    }

    /// <summary>What the mark means, to stand after the mark itself; null where no interval bears it.</summary>
    public static string? Note(IEnumerable<ConfidenceInterval?> intervals, Language language) =>
        !intervals.Any(i => i is { IsReliable: false })
            ? null
            : language.Say(
                $"fewer than {ConfidenceInterval.FewestClusters} source pages: the interval is unreliable",
                $"меньше {ConfidenceInterval.FewestClusters} страниц-источников: интервал ненадёжен"
            );

    /// <summary>
    /// The note as a paragraph of Markdown, which would take a bare mark at the start of a line for a list; empty where it is not needed.
    /// </summary>
    internal static string Paragraph(IEnumerable<ConfidenceInterval?> intervals, Language language) =>
        Note(intervals, language) is { } note ? $"\\{UnreliableMark} {note}.\n\n" : "";
}
