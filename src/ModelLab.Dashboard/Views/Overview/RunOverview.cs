using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Models;
using ModelLab.Dashboard.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Overview;

/// <summary>What a run says at a glance.</summary>
/// <param name="Run">The run.</param>
/// <param name="Recommendations">Which model to use in each role that was tried; empty where there are no observations to tell
/// from.</param>
/// <param name="Plots">The leading metric of each tier that ranks models, where nothing can be recommended.</param>
/// <param name="Warnings">What to know before using its numbers.</param>
/// <param name="Took">From its start to its end; null when its file does not say.</param>
public sealed record RunOverview(
    Run Run,
    IReadOnlyList<RoleRecommendation> Recommendations,
    IReadOnlyList<LeadingPlot> Plots,
    IReadOnlyList<RunWarning> Warnings,
    TimeSpan? Took
)
{
    /// <summary>How the recommended combination stands; null where the file does not say what was chosen.</summary>
    public RunStatus? Status => Run.KnownSpec is null ? null : RunStatus.Of(Run, Recommendations);

    private static readonly Tier[] Ranking = [Tier.EndToEnd, Tier.Generation, Tier.JudgeTrial, Tier.JudgePipeline];

    /// <summary>Reads it.</summary>
    /// <param name="entry">The run; it is finished.</param>
    /// <param name="all">All finished runs, newest first: those of the same data set are held against it.</param>
    /// <param name="library">Gives its numbers.</param>
    /// <param name="scores">Gives its scores.</param>
    /// <param name="language">Whose words.</param>
    public static RunOverview Of(RunEntry entry, IReadOnlyList<RunEntry> all, RunLibrary library, RunScores scores, Language language)
    {
        var run = library.Open(entry);
        IReadOnlyList<RoleRecommendation> recommendations = [];
        TimeSpan? took = null;
        if (entry.HasDatabase)
        {
            recommendations = scores.Recommend(entry, new Margins());
            using var items = library.OpenItems(entry);
            took = items.Took();
        }
        IReadOnlyList<LeadingPlot> plots =
            recommendations.Count > 0 ? [] : [.. Ranking.Select(t => LeadingPlot.Of(t, run, language)).OfType<LeadingPlot>()];
        var others = all.Where(r =>
                r.Id != entry.Id && r.DatasetFile is not null && RunText.File(r.DatasetFile) == RunText.File(entry.DatasetFile)
            )
            .Take(RunWarning.Neighbours);
        return new(run, recommendations, plots, RunWarning.Of(run, recommendations, [.. others.Select(library.Open)], language), took);
    }
}
