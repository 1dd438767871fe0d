using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views;

/// <summary>The run that a page shows, and those it could show.</summary>
/// <param name="Runs">Runs that have what the page shows, newest first.</param>
/// <param name="Chosen">The run; null when there is none, or none of the name that was asked for. A damaged
/// one is chosen by its name, or where there is no other: whoever opens it is told what is wrong.</param>
public sealed record RunChoice(IReadOnlyList<RunEntry> Runs, RunEntry? Chosen)
{
    /// <summary>
    /// Chooses the run of an address, else the newest that is finished, else the newest: one under way has no numbers yet.
    /// </summary>
    public static RunChoice Of(IReadOnlyList<RunEntry> all, string? wanted, Func<RunEntry, bool> has)
    {
        IReadOnlyList<RunEntry> runs = [.. all.Where(r => r.State != RunState.Damaged && has(r))];
        return new(
            runs,
            wanted is null
                ? runs.FirstOrDefault(r => r.State == RunState.Finished) ?? (runs is [var newest, ..] ? newest : all.FirstOrDefault(has))
                : runs.FirstOrDefault(r => r.Id == wanted) ?? all.FirstOrDefault(r => r.State == RunState.Damaged && r.Id == wanted)
        );
    }
}
