using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>The verdicts of a production judge by label.</summary>
/// <param name="Judge">The judge.</param>
/// <param name="Matrix">Verdicts against labels.</param>
/// <param name="NoVerdict">Items without a verdict, which are in no cell; null when the file does not say.</param>
public sealed record DecisionCounts(string Judge, ConfusionMatrix Matrix, long? NoVerdict)
{
    /// <summary>Answers that should be shown.</summary>
    public long Good => Matrix.TruePositives + Matrix.FalseNegatives;

    /// <summary>Answers that should be hidden.</summary>
    public long Bad => Matrix.FalsePositives + Matrix.TrueNegatives;

    /// <summary>(FP × cost of a wrong show + FN × cost of a wrong hide) / verdicts; null without verdicts.</summary>
    public double? ExpectedCost(DecisionCosts costs) =>
        Matrix.Total == 0 ? null : (Matrix.FalsePositives * costs.WrongShow + Matrix.FalseNegatives * costs.WrongHide) / Matrix.Total;

    /// <summary>The counts of every judge whose file has all four cells.</summary>
    public static IReadOnlyList<DecisionCounts> Of(IEnumerable<Aggregate> values)
    {
        var counts = new List<DecisionCounts>();
        foreach (
            var judge in values
                .Where(v => v.Tier == Tier.JudgePipeline && v.ProductionJudgeModel is not null)
                .GroupBy(v => v.ProductionJudgeModel!)
        )
        {
            long? Count(MetricDefinition metric) =>
                judge.FirstOrDefault(v => v.Metric == metric.Name)?.Value is { } value ? (long)value : null;
            if (
                (Count(JudgePipelineMetrics.TruePositives), Count(JudgePipelineMetrics.FalsePositives)) is ({ } tp, { } fp)
                && (Count(JudgePipelineMetrics.FalseNegatives), Count(JudgePipelineMetrics.TrueNegatives)) is ({ } fn, { } tn)
            )
                counts.Add(new(judge.Key, new ConfusionMatrix(tp, fp, fn, tn), Count(JudgePipelineMetrics.NoVerdict)));
        }
        return counts;
    }

    /// <summary>What always giving one verdict comes to on so many good and bad answers.</summary>
    public static DecisionCounts Constant(string name, bool shows, long good, long bad) =>
        new(name, shows ? new ConfusionMatrix(good, bad, 0, 0) : new ConfusionMatrix(0, 0, good, bad), 0);
}
