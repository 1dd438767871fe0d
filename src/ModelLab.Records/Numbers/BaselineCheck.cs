using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Numbers;

/// <summary>Whether a value that a good system reaches was reached.</summary>
public enum BaselineVerdict
{
    /// <summary>The whole interval lies at the baseline or on its good side.</summary>
    Met,

    /// <summary>The whole interval lies on the bad side of the baseline.</summary>
    Missed,

    /// <summary>The interval holds the baseline, or there are fewer than 20 source pages.</summary>
    Inconclusive,
}

/// <summary>A number held against its baseline.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Baseline">The value that a good system reaches.</param>
/// <param name="Number">What was measured; it has a value.</param>
/// <param name="Verdict">What that says.</param>
/// <param name="IsReliable">Whether there are pages enough for a verdict.</param>
public sealed record BaselineCheck(MetricDefinition Metric, double Baseline, Aggregate Number, BaselineVerdict Verdict, bool IsReliable)
{
    /// <summary>Holds a number against a baseline. Where nothing varies over 20 pages or more, the value stands for its interval.</summary>
    public static BaselineCheck Of(MetricDefinition metric, double baseline, Aggregate number)
    {
        var value = number.Value ?? throw new ArgumentException($"{metric.Address} has no value", nameof(number));
        if (number.Interval is { } interval)
            return new BaselineCheck(metric, baseline, number, VerdictOf(metric, baseline, interval), interval.IsReliable);
        var point = new ConfidenceInterval(value, value, value, number.PagesAlike ?? 0);
        return new BaselineCheck(metric, baseline, number, VerdictOf(metric, baseline, point), point.IsReliable);
    }

    /// <summary>What an interval says of a baseline.</summary>
    public static BaselineVerdict VerdictOf(MetricDefinition metric, double baseline, ConfidenceInterval interval)
    {
        var (worst, best) =
            metric.Direction == MetricDirection.Lower ? (-interval.Upper, -interval.Lower) : (interval.Lower, interval.Upper);
        var wanted = metric.Direction == MetricDirection.Lower ? -baseline : baseline;
        return !interval.IsReliable ? BaselineVerdict.Inconclusive
            : worst >= wanted ? BaselineVerdict.Met
            : best < wanted ? BaselineVerdict.Missed
            : BaselineVerdict.Inconclusive;
    }
}
