using ModelLab.Core.Metrics;
using ModelLab.Core.Statistics;

namespace ModelLab.Dashboard.Views;

/// <summary>How a value stands to the value a good system reaches.</summary>
public enum BaselineStatus
{
    /// <summary>There is no baseline or no value.</summary>
    None,

    /// <summary>Reached, and the interval with it.</summary>
    Reached,

    /// <summary>The interval holds the baseline: the data do not decide.</summary>
    Open,

    /// <summary>Missed, and the interval with it.</summary>
    Missed,
}

/// <summary>Holds values against baselines.</summary>
public static class Baselines
{
    /// <summary>The status of a value; without an interval the value alone decides.</summary>
    public static BaselineStatus Of(MetricInfo? metric, double? value, ConfidenceInterval? interval)
    {
        if (metric is not { Baseline: { } baseline, Direction: not MetricDirection.None } || value is not { } number) return BaselineStatus.None;
        if (interval is { } i && i.Lower < baseline && baseline < i.Upper) return BaselineStatus.Open;
        return (metric.Direction == MetricDirection.Higher ? number >= baseline : number <= baseline) ? BaselineStatus.Reached : BaselineStatus.Missed;
    }
}
