using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>
/// What an address asks for of benchmark judges: <c>run</c>, <c>metric</c>, <c>by</c> (whose answers), <c>page</c>, or one answer by
/// <c>item</c> and <c>gen</c>.
/// </summary>
/// <param name="Choice">The runs to choose from, and the one shown.</param>
/// <param name="Run">The run; null when there is none.</param>
/// <param name="Judges">Its judges; null without <paramref name="Run"/>.</param>
/// <param name="Disagreements">Answers on which they differ; null without a detail file, and where one answer is asked for.</param>
/// <param name="Item">The question of the answer that was asked for.</param>
/// <param name="Answer">That answer; null when none was asked for, or it is not there.</param>
public sealed record JudgesView(
    RunChoice Choice,
    Run? Run,
    JudgeComparison? Judges,
    DisagreementPage? Disagreements,
    RunItem? Item,
    AnswerResult? Answer
)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A file of the run cannot be read.</exception>
    public static JudgesView Of(PageContext at, RunLibrary library, RunScores scores, ViewCache cache)
    {
        var choice = RunChoice.Of(at, library.Runs(), JudgeComparison.Has);
        if (choice.Chosen is not { } entry)
            return new(choice, null, null, null, null, null);
        var run = library.Open(entry);
        var judges = JudgeComparison.Of(run, at.Value("metric"), library, scores, cache);
        if (!entry.HasDatabase)
            return new(choice, run, judges, null, null, null);
        using var items = library.OpenItems(entry);
        if (at.Value("item") is { } id)
        {
            var item = items.Find(RunItems.Questions, id);
            return new(
                choice,
                run,
                judges,
                null,
                item,
                item is null ? null : DisagreementRow.Answer(items, item, judges.Metric, at.Value("gen"))
            );
        }
        return new(
            choice,
            run,
            judges,
            DisagreementPage.Of(judges, at.Value("by"), at.Number("page", 1, 1, int.MaxValue), items),
            null,
            null
        );
    }
}
