using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Compare;

/// <summary>An item's answer in two runs, side by side.</summary>
/// <param name="Item">The item.</param>
/// <param name="Before">The answer in the run that the other is held against; null where it has none.</param>
/// <param name="After">The answer in the later run; null where it has none.</param>
public sealed record AnswerChange(RunItem Item, AnswerResult? Before, AnswerResult? After)
{
    /// <summary>
    /// The answers of a change's generator to the item of an address (<c>item</c>); null when none is asked for, the item is in one run
    /// alone, or no generator answered.
    /// </summary>
    /// <exception cref="ModelLab.Core.BadInputException">A detail file cannot be read.</exception>
    public static AnswerChange? Of(MetricChange change, RunsAgainst against, PageContext at, RunLibrary library)
    {
        if (
            at.Value("item") is not { } id
            || change is not { Before.GenerationModel: { } before, After.GenerationModel: { } after }
            || against.Runs.FirstOrDefault(r => r.Id == change.Run) is not { } run
            || ItemWithResults.Of(library, against.Runs[0], RunItems.Questions, id) is not { } first
            || ItemWithResults.Of(library, run, RunItems.Questions, id) is not { } second
        )
            return null;
        AnswerResult? Answer(ItemWithResults of, string model) =>
            of.Results.Answers.FirstOrDefault(a => a.Tier == change.Metric.TierName && a.Model == model && a.Repeat == 0);
        return new(first.Item, Answer(first, before), Answer(second, after));
    }
}
