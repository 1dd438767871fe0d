using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views;

/// <summary>An item and what was observed of it.</summary>
/// <param name="Item">The item.</param>
/// <param name="Results">Answers, verdicts and the rest.</param>
public sealed record ItemWithResults(RunItem Item, ItemResults Results)
{
    /// <summary>An item of a run; null when it is not there, or the run has no detail file.</summary>
    /// <param name="library">The runs.</param>
    /// <param name="entry">The run.</param>
    /// <param name="set"><see cref="RunItems.Questions"/> or <see cref="RunItems.Labelled"/>.</param>
    /// <param name="id">The item's id.</param>
    /// <exception cref="ModelLab.Core.BadInputException">The detail file cannot be read.</exception>
    public static ItemWithResults? Of(RunLibrary library, RunEntry entry, string set, string id)
    {
        if (!entry.HasDatabase)
            return null;
        using var items = library.OpenItems(entry);
        return items.Find(set, id) is { } item
            ? new(item, ItemResults.Of(set == RunItems.Questions ? items.Answers(item) : [], items.Observations(item)))
            : null;
    }
}
