using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Dataset;

/// <summary>
/// What an address asks for of a run's items: <c>run</c>, <c>set</c> (<c>gold</c> or <c>judge_pipeline</c>), <c>q</c> and <c>page</c>, or
/// one <c>item</c>.
/// </summary>
/// <param name="Choice">The runs with a detail file, and the one shown.</param>
/// <param name="Set">The set.</param>
/// <param name="Page">The items found; null when there is no run, and where one item is asked for.</param>
/// <param name="Item">The item of <c>item</c>; null when none was asked for, or there is none of that id.</param>
public sealed record DatasetView(RunChoice Choice, string Set, ItemPage? Page, ItemWithResults? Item)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">The detail file cannot be read.</exception>
    public static DatasetView Of(PageContext at, RunLibrary library)
    {
        var choice = RunChoice.Of(at, library.Runs(), r => r.HasDatabase);
        var set = at.Value("set") == RunItems.Labelled ? RunItems.Labelled : RunItems.Questions;
        if (choice.Chosen is not { } run)
            return new(choice, set, null, null);
        if (at.Value("item") is { } id)
            return new(choice, set, null, ItemWithResults.Of(library, run, set, id));
        using var items = library.OpenItems(run);
        return new(
            choice,
            set,
            ItemPage.Of(items.All(set), at.Value("q"), at.Number("page", 1, 1, int.MaxValue), () => items.Texts(set)),
            null
        );
    }
}
