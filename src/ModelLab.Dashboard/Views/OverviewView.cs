using ModelLab.Core.Models;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Text;
using ModelLab.Runs.Library;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Recommendation;
using ModelLab.Runs.Results;

namespace ModelLab.Dashboard.Views;

/// <summary>One finished run at a glance.</summary>
/// <param name="Run">The run.</param>
/// <param name="Recommendations">What its roles should use; empty where none can be made.</param>
/// <param name="Plots">The rankings of its tiers, in place of recommendations.</param>
/// <param name="Warnings">What should be known before its numbers are used.</param>
/// <param name="Took">How long it took; null where the file does not say.</param>
public sealed record RunOverview(RunDetail Run, IReadOnlyList<RoleRecommendation> Recommendations, IReadOnlyList<LeadingPlot> Plots, IReadOnlyList<RunWarning> Warnings, TimeSpan? Took);

/// <summary>What an address asks for of the overview: <c>run</c>.</summary>
/// <param name="Problem">Why the registry cannot be read, or null.</param>
/// <param name="All">All runs, newest first.</param>
/// <param name="Choice">The finished runs, and the one shown.</param>
/// <param name="UnderWay">The newest run that a process works on, or null.</param>
/// <param name="Overview">The run shown; null when there is none.</param>
public sealed record OverviewView(string? Problem, IReadOnlyList<RunEntry> All, RunChoice Choice, RunEntry? UnderWay, RunOverview? Overview)
{
    private static readonly Tier[] Ranking = [Tier.EndToEnd, Tier.Generation, Tier.JudgeTrial, Tier.JudgePipeline];

    /// <summary>Reads what an address asks for.</summary>
    /// <exception cref="ModelLab.Core.BadInputException">A run's file cannot be read.</exception>
    public static OverviewView Of(PageContext at, RunLibrary library, RunScores scores)
    {
        var all = library.Runs();
        var choice = RunChoice.Of(all, at.Value("run"), r => r.State == RunState.Finished);
        return new(library.Problem, all, choice, all.FirstOrDefault(r => r.State == RunState.Running), choice.Chosen is { } entry ? Of(entry, choice, at.Language, library, scores) : null);
    }

    private static RunOverview Of(RunEntry entry, RunChoice choice, Language language, RunLibrary library, RunScores scores)
    {
        var run = library.Detail(entry);
        IReadOnlyList<RoleRecommendation> recommendations = [];
        TimeSpan? took = null;
        if (entry.HasDatabase)
        {
            recommendations = scores.Recommend(entry, new Margins());
            using var items = library.OpenItems(entry);
            took = items.Took();
        }
        var others = choice.Runs.Where(r => r.Id != entry.Id && r.DatasetFile is not null && RunText.File(r.DatasetFile) == RunText.File(entry.DatasetFile)).Take(RunWarning.Neighbours);
        return new(run, recommendations, recommendations.Count > 0 ? [] : [.. Ranking.Select(t => LeadingPlot.Of(t.FileName(), run.Values, language)).OfType<LeadingPlot>()],
            RunWarning.Of(run, recommendations, [.. others.Select(library.Detail)], language), took);
    }
}
