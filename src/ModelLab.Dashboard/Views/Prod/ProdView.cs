using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>
/// What an address asks for of production judges: <c>run</c>, the costs of <see cref="CostChoice"/>, the filter of
/// <see cref="WrongFilter"/> and <c>page</c>, or one <c>item</c>.
/// </summary>
/// <param name="Choice">The runs to choose from, and the one shown.</param>
/// <param name="Comparison">The comparison; null when there is no such run, and where one item is asked for.</param>
/// <param name="Wrong">The wrong verdicts that the filter finds; null without a detail file.</param>
/// <param name="Item">The item of <c>item</c>; null when none was asked for, or there is none of that id.</param>
public sealed record ProdView(RunChoice Choice, DecisionComparison? Comparison, WrongPage? Wrong, ItemWithResults? Item)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A file of the run cannot be read.</exception>
    public static ProdView Of(PageContext at, RunLibrary library, RunScores scores, ViewCache cache)
    {
        var choice = RunChoice.Of(at, library.Runs(), DecisionComparison.Has);
        if (choice.Chosen is not { } entry)
            return new(choice, null, null, null);
        if (at.Value("item") is { } id)
            return new(choice, null, null, ItemWithResults.Of(library, entry, RunItems.Labelled, id));
        var comparison = DecisionComparison.Of(library.Open(entry), CostChoice.Of(at), library, scores, cache, at.Language);
        if (comparison is not { Verdicts: { } verdicts, Defects: { } defects })
            return new(choice, comparison, null, null);
        using var items = library.OpenItems(entry);
        return new(
            choice,
            comparison,
            WrongPage.Of(verdicts, defects, WrongFilter.Of(at), at.Number("page", 1, 1, int.MaxValue), items),
            null
        );
    }
}
