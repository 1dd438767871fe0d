using ModelLab.Core.Datasets;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>An answer on which judges differ, with what they say.</summary>
/// <param name="Disagreement">The answer.</param>
/// <param name="Item">The question.</param>
/// <param name="Votes">Each judge's score with its evidence, the greatest first.</param>
public sealed record DisagreementRow(Disagreement Disagreement, RunItem Item, IReadOnlyList<ItemObservation> Votes)
{
    /// <summary>Looks up an answer; null where its question is not in the file.</summary>
    public static DisagreementRow? Of(RunItems items, Disagreement disagreement, MetricDefinition metric)
    {
        if (items.Find(RunItems.Questions, disagreement.ItemId) is not { } item)
            return null;
        return new(
            disagreement,
            item,
            [
                .. items
                    .Observations(item)
                    .Where(o =>
                        o.Tier == metric.TierName
                        && o.Measure == metric.Measure
                        && o.GenerationModel == disagreement.Generator
                        && o.Repeat == 0
                        && o.JudgeModel is not null
                    )
                    .OrderByDescending(o => o.Value)
                    .ThenBy(o => o.JudgeModel, StringComparer.Ordinal),
            ]
        );
    }

    /// <summary>A generator's answer in the metric's tier with all its scores; null where there is none.</summary>
    public static AnswerResult? Answer(RunItems items, RunItem item, MetricDefinition? metric, string? generator) =>
        ItemResults
            .Of(items.Answers(item), items.Observations(item))
            .Answers.FirstOrDefault(a => a.Tier == metric?.TierName && a.Model == generator && a.Repeat == 0);
}
