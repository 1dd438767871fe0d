using System.Globalization;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;

namespace ModelLab.Dashboard.Text;

/// <summary>How numbers are shown on pages: in the reader's culture, undefined as «—».</summary>
public static class Numbers
{
    /// <summary>A count with thin spaces between thousands.</summary>
    public static string Count(long? value, Language language)
    {
        if (value is not { } number)
            return MetricText.Undefined;
        return number.ToString("#,0", Grouped(language));
    }

    /// <summary>A value of a metric with as many digits as its unit bears; a metric that the catalogue does not know gets three.</summary>
    public static string Metric(MetricDefinition? info, double? value, Language language)
    {
        if (value is not { } number)
            return MetricText.Undefined;
        return info?.Unit switch
        {
            "count" => number.ToString("#,0", Grouped(language)),
            "1–5" => number.ToString("0.00", language.Culture),
            "number" => number.ToString("0.###", language.Culture),
            "ms" => number.ToString(number < 10 ? "0.00" : "0", language.Culture),
            _ => number.ToString("0.000", language.Culture),
        };
    }

    /// <summary>A share as per cent with one digit.</summary>
    public static string Percent(double? share, Language language) =>
        share is { } value ? (value * 100).ToString("0.0", language.Culture) + " %" : MetricText.Undefined;

    /// <summary>A moment, local to where it was written.</summary>
    public static string Moment(DateTimeOffset? moment, Language language) =>
        moment is { } at
            ? at.ToString(language.Say("yyyy-MM-dd HH:mm", "dd.MM.yyyy HH:mm"), CultureInfo.InvariantCulture)
            : MetricText.Undefined;

    private static NumberFormatInfo Grouped(Language language)
    {
        var format = (NumberFormatInfo)language.Culture.NumberFormat.Clone();
        format.NumberGroupSeparator = "\u2009";
        return format;
    }
}
