using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>What a production judge's decisions cost.</summary>
/// <param name="Counts">Its verdicts.</param>
/// <param name="Cost">The mean cost of a decision; null without verdicts.</param>
/// <param name="Interval">Its 95 % interval over source pages; null where there is none.</param>
/// <param name="Rank">1 + the number of judges established cheaper; null for baselines, and where the run does not bear a
/// comparison.</param>
/// <param name="IsConstant">Whether it is no judge but one verdict given always.</param>
public sealed record CostRow(DecisionCounts Counts, double? Cost, ConfidenceInterval? Interval, int? Rank, bool IsConstant);

/// <summary>Production judges and constant verdicts, the cheapest first.</summary>
/// <param name="Costs">What wrong decisions cost.</param>
/// <param name="Rows">The rows.</param>
public sealed record CostTable(DecisionCosts Costs, IReadOnlyList<CostRow> Rows)
{
    /// <summary>Prices the verdicts.</summary>
    /// <param name="judges">Verdicts of the judges.</param>
    /// <param name="constants">Constant verdicts.</param>
    /// <param name="costs">What wrong decisions cost.</param>
    /// <param name="recommendation">The comparison by these costs; null where the run does not bear one.</param>
    public static CostTable Of(
        IEnumerable<DecisionCounts> judges,
        IEnumerable<DecisionCounts> constants,
        DecisionCosts costs,
        RoleRecommendation? recommendation
    )
    {
        CostRow Judge(DecisionCounts counts)
        {
            var ranked = recommendation?.Comparison.Models.FirstOrDefault(m => m.Model == counts.Judge);
            var interval = (ranked ?? recommendation?.Comparison.Baselines.FirstOrDefault(m => m.Model == counts.Judge))?.Number.Interval;
            return new(counts, counts.ExpectedCost(costs), interval, ranked?.Rank, IsConstant: false);
        }
        return new(
            costs,
            [
                .. judges
                    .Select(Judge)
                    .Concat(constants.Select(c => new CostRow(c, c.ExpectedCost(costs), null, null, IsConstant: true)))
                    .OrderBy(r => r.Cost is null)
                    .ThenBy(r => r.Cost),
            ]
        );
    }
}
