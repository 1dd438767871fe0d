using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views;

/// <summary>The run that a page shows, and those it could show.</summary>
/// <param name="Runs">Runs that have what the page shows, newest first.</param>
/// <param name="Chosen">The run; null when there is none, or none of the name that was asked for. A damaged one is chosen by its name, or
/// where there is no other: whoever opens it is told what is wrong.</param>
/// <param name="Lacking">The run that was asked for, or is the default, where it has nothing of what the page shows.</param>
public sealed record RunChoice(IReadOnlyList<RunEntry> Runs, RunEntry? Chosen, RunEntry? Lacking = null)
{
    /// <summary>
    /// Chooses the run of an address, else the default, which is the same on all pages: the newest that is finished, else the newest. A
    /// page that shows another run than the one before would be taken for it.
    /// </summary>
    /// <param name="at">The address; it is told which run is followed.</param>
    /// <param name="all">All runs, newest first.</param>
    /// <param name="has">Whether a run has what the page shows.</param>
    public static RunChoice Of(PageContext at, IReadOnlyList<RunEntry> all, Func<RunEntry, bool> has)
    {
        IReadOnlyList<RunEntry> runs = [.. all.Where(r => r.State != RunState.Damaged && has(r))];
        var run = at.Value(PageContext.RunParameter) is { } wanted ? all.FirstOrDefault(r => r.Id == wanted) : Default(all);
        if (run is null)
            return new(runs, null);
        at.Follows(run.Id);
        return run.State == RunState.Damaged || has(run) ? new(runs, run) : new(runs, null, run);
    }

    /// <summary>The run of an address that names none; null where there is no run.</summary>
    /// <param name="all">All runs, newest first.</param>
    public static RunEntry? Default(IReadOnlyList<RunEntry> all) =>
        all.FirstOrDefault(r => r.State == RunState.Finished)
        ?? all.FirstOrDefault(r => r.State != RunState.Damaged)
        ?? (all.Count > 0 ? all[0] : null);
}
