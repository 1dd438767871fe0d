using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Writing;

/// <summary>Values, changes and their intervals as people read them.</summary>
public static class ChangeText
{
    /// <summary>A value in the digits of its metric.</summary>
    public static string Value(MetricDefinition metric, double? value, Language language) => MetricText.Value(metric, value, language);

    /// <summary>A change with its sign and interval: <c>+0.12 [−0.03, 0.27]</c>.</summary>
    public static string Change(MetricDefinition metric, double? change, ConfidenceInterval? interval, Language language) =>
        (change > 0 ? "+" : "") + Value(metric, change, language) + IntervalText.After(interval, v => Value(metric, v, language), language);
}
