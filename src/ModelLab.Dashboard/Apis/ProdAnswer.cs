using System.Text.Json.Nodes;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Prod;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Apis;

/// <summary>Production judges of a run.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="Values">Their numbers, as the run's file has them.</param>
/// <param name="Counts">Each judge's verdicts by label.</param>
/// <param name="Costs">What decisions cost, the cheapest first, constant verdicts included; null where nothing is labelled.</param>
/// <param name="Comparison">The judges against each other by these costs, pairs after Holm, as <c>recommendation</c> in a run's file has
/// it; null where the run does not bear it.</param>
/// <param name="NotRanked">The judges that have no place; those that a race dropped are in nothing else of this answer but the wrong
/// verdicts.</param>
/// <param name="Latencies">How long verdicts took, the fastest median first.</param>
/// <param name="Defects">Bad answers that were shown, by judge and by what is wrong with them.</param>
/// <param name="Wrong">The wrongly judged answers that the filter finds; null without a detail file.</param>
internal sealed record ProdAnswer(
    string Run,
    IReadOnlyList<Aggregate> Values,
    IReadOnlyList<DecisionCounts> Counts,
    CostTable? Costs,
    JsonNode? Comparison,
    IReadOnlyList<UnrankedModel> NotRanked,
    IReadOnlyList<QuantileRow> Latencies,
    IReadOnlyList<DefectCount> Defects,
    WrongPage? Wrong
)
{
    public static ProdAnswer Of(DecisionComparison c, WrongPage? wrong) =>
        new(
            c.Run.Entry.Id,
            [.. c.Run.InTheRunning.Where(v => v.Tier == Tier.JudgePipeline)],
            c.Counts,
            c.Costs,
            ComparisonNode.Of(c.Recommendation),
            c.NotRanked,
            c.Latencies,
            c is { Verdicts: { } verdicts, Defects: { } defects }
                ? [.. verdicts.ByDefect(defects.ByItem, c.Compared).SelectMany(d => d)]
                : [],
            wrong
        );
}
