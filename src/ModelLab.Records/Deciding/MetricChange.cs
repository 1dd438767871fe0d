using ModelLab.Core.Metrics.Agreement;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>Whether a change from one run to another is established.</summary>
public enum ChangeVerdict
{
    /// <summary>Better, at a Holm-adjusted p of at most 0.05.</summary>
    Better,

    /// <summary>Worse, at a Holm-adjusted p of at most 0.05.</summary>
    Worse,

    /// <summary>Neither.</summary>
    NotEstablished,

    /// <summary>Not of the family of ranking measures: its p is not adjusted, and nothing is claimed.</summary>
    Exploratory,
}

/// <summary>One metric of one model, or pair of models, in two runs.</summary>
/// <param name="Run">The later run.</param>
/// <param name="Metric">The metric.</param>
/// <param name="Before">The models in the baseline run.</param>
/// <param name="After">The models in the later run; others than before only where both runs have a single one in the role.</param>
/// <param name="Values">Later − baseline, on the items that both have.</param>
/// <param name="AdjustedPValue">Holm-adjusted over the family of ranking measures; null outside of it and where there is no
/// p-value.</param>
public sealed record MetricChange(
    string Run,
    MetricDefinition Metric,
    ModelNames Before,
    ModelNames After,
    MetricComparison Values,
    double? AdjustedPValue
)
{
    /// <summary>The level at which a change is established, over the whole family.</summary>
    public const double Alpha = 0.05;

    /// <summary>Whether the metric is none of the ranking measures.</summary>
    public bool IsExploratory => !Metric.IsTested;

    /// <summary>Items on which the later run is better.</summary>
    public int Better => Metric.LowerIsBetter ? Values.Paired.Effect.Losses : Values.Paired.Effect.Wins;

    /// <summary>Items on which the later run is worse.</summary>
    public int Worse => Metric.LowerIsBetter ? Values.Paired.Effect.Wins : Values.Paired.Effect.Losses;

    /// <summary>Whether it is established.</summary>
    public ChangeVerdict Verdict
    {
        get
        {
            if (IsExploratory)
                return ChangeVerdict.Exploratory;
            if (AdjustedPValue is not <= Alpha || Values.Paired.Difference is not { } difference || difference == 0)
                return ChangeVerdict.NotEstablished;
            var rises = difference > 0 != Metric.LowerIsBetter;
            return rises ? ChangeVerdict.Better : ChangeVerdict.Worse;
        }
    }
}
