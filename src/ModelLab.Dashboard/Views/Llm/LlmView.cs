using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>
/// What an address asks for of generation models: <c>run</c>, <c>metric</c>, and <c>item</c> or the parameters of
/// <see cref="QuestionFilter"/> and <c>page</c>.
/// </summary>
/// <param name="Choice">The runs to choose from, and the one shown.</param>
/// <param name="Comparison">The comparison; null when there is no such run, or it has no numbers of generation models.</param>
/// <param name="Filter">Which questions are wanted.</param>
/// <param name="List">The questions found; null where they are not known one by one.</param>
/// <param name="Item">The question of <c>item</c>; null when none was asked for, or there is none of that id.</param>
public sealed record LlmView(
    RunChoice Choice,
    GeneratorComparison? Comparison,
    QuestionFilter Filter,
    QuestionPage? List,
    ItemWithResults? Item
)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A file of the run cannot be read.</exception>
    public static LlmView Of(PageContext at, RunLibrary library, RunScores scores, QuestionSets sets, TimeProvider time)
    {
        var choice = RunChoice.Of(at, library.Runs(), GeneratorComparison.Has);
        var filter = QuestionFilter.Of(at);
        if (
            choice.Chosen is not { } entry
            || GeneratorComparison.Of(library.Open(entry), at.Value("metric"), scores, sets, at.Language) is not { } comparison
        )
            return new(choice, null, filter, null, null);
        using var items = entry.HasDatabase ? library.OpenItems(entry) : null;
        Func<IEnumerable<(string, string)>>? written = items is null ? null : () => items.Texts(RunItems.Questions);
        return new(
            choice,
            comparison,
            filter,
            comparison.Questions is { } questions
                ? QuestionPage.Of(questions, filter, at.Number("page", 1, 1, int.MaxValue), time, written, at.Value("item"))
                : null,
            at.Value("item") is { } id ? ItemWithResults.Of(library, entry, RunItems.Questions, id) : null
        );
    }
}
