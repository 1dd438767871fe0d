using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>A question that separates the models, with all that was observed of it.</summary>
/// <param name="Row">The question and the models' values.</param>
/// <param name="Item">Its texts.</param>
/// <param name="Results">Answers, scores and evidence.</param>
public sealed record SeparatingQuestion(QuestionRow Row, RunItem Item, ItemResults Results)
{
    /// <summary>The questions on which two compared models differ most; those on which all are alike are not among them.</summary>
    /// <param name="set">The questions; null gives none.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="items">The run's items.</param>
    public static IReadOnlyList<SeparatingQuestion> Of(QuestionSet? set, int most, RunItems items)
    {
        if (set is null)
            return [];
        var rows = set.Rows.Where(r => r.Spread > 0).OrderByDescending(r => r.Spread).ThenBy(r => r.Text.Place).Take(most);
        return
        [
            .. rows.Select(row =>
                    items.Find(RunItems.Questions, row.Text.ItemId) is { } item
                        ? new SeparatingQuestion(row, item, ItemResults.Of(items.Answers(item), items.Observations(item)))
                        : null
                )
                .OfType<SeparatingQuestion>(),
        ];
    }
}
