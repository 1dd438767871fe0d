using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Overview;

/// <summary>What an address asks for of the overview: <c>run</c>.</summary>
/// <param name="Problem">Why the registry cannot be read, or null.</param>
/// <param name="All">All runs, newest first.</param>
/// <param name="Choice">The finished runs, and the one shown.</param>
/// <param name="UnderWay">The newest run that a process works on, or null.</param>
/// <param name="Overview">The run shown; null when there is none.</param>
public sealed record OverviewView(string? Problem, IReadOnlyList<RunEntry> All, RunChoice Choice, RunEntry? UnderWay, RunOverview? Overview)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A run's file cannot be read.</exception>
    public static OverviewView Of(PageContext at, RunLibrary library, RunScores scores)
    {
        var all = library.Runs();
        var choice = RunChoice.Of(at, all, r => r.State == RunState.Finished);
        return new(
            library.Problem,
            all,
            choice,
            all.FirstOrDefault(r => r.State == RunState.Running),
            choice.Chosen is { } entry ? RunOverview.Of(entry, choice.Runs, library, scores, at.Language) : null
        );
    }
}
