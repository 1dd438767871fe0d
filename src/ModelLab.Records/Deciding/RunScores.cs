using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>
/// What is decided of the runs of a library, kept while a run's files stay as they are: thousands of permutations are not made anew for
/// every reader. Safe for several threads.
/// </summary>
/// <param name="library">The runs.</param>
public sealed class RunScores(RunLibrary library)
{
    private const int RecommendationsKept = 64;
    private const int ComparisonsKept = 16;

    private readonly Recent<string, RunComparison> _comparisons = new(ComparisonsKept);
    private readonly Recent<(string Run, string Stamp, Objective Objective, Margins Margins), RoleRecommendation> _recommendations = new(
        RecommendationsKept
    );

    /// <summary>The values of one measure; an empty table where the run has no detail file.</summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public ScoreTable Table(RunEntry entry, Tier tier, string measure) => library.Table(entry, tier, measure);

    /// <summary>
    /// The times of the replies to one measure that were understood, ms, rising, by the model that was asked; empty where the run has no
    /// detail file.
    /// </summary>
    /// <exception cref="BadInputException">The detail file cannot be read.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<double>> Latencies(RunEntry entry, Tier tier, string measure) =>
        library.Latencies(entry, tier, measure);

    /// <summary>Holds runs against the first of them, question by question.</summary>
    /// <param name="entries">The runs, at least two.</param>
    /// <param name="metrics">The metrics; null for those that runs are compared by.</param>
    /// <returns>Null where one has no spec or no detail file, as those of schema 2.0.</returns>
    /// <exception cref="BadInputException">A file of a run cannot be read.</exception>
    public RunComparison? Compare(IReadOnlyList<RunEntry> entries, IReadOnlyList<MetricDefinition>? metrics = null)
    {
        if (entries.Any(e => e.DatabaseFile is null))
            return null;
        var columns = metrics ?? MetricCatalog.Tested;
        var key = string.Join('\n', entries.Select(e => $"{e.Id} {RunLibrary.StampOf(e)}").Concat(columns.Select(c => c.Address)));
        return _comparisons.Get(
            key,
            () =>
            {
                var runs = entries.Select(library.Open).ToList();
                return runs.TrueForAll(r => r.KnownSpec is not null) ? RunComparison.Of(runs[0], [.. runs.Skip(1)], columns) : null;
            }
        );
    }

    /// <summary>The recommendation for one objective.</summary>
    /// <returns>Null for a run without a spec or a detail file: those of schema 2.0.</returns>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public RoleRecommendation? Recommend(RunEntry entry, Objective objective, Margins margins)
    {
        if (entry.DatabaseFile is null || entry.State != RunState.Finished)
            return null;
        return _recommendations.Get(
            (entry.Id, RunLibrary.StampOf(entry), objective, margins),
            () => library.Open(entry) is { KnownSpec: not null } run ? RoleRecommendation.Of(run, objective, margins) : null
        );
    }

    /// <summary>The recommendations of the roles that a run tried.</summary>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public IReadOnlyList<RoleRecommendation> Recommend(RunEntry entry, Margins margins)
    {
        if (library.Open(entry).KnownSpec is not { } spec)
            return [];
        return
        [
            .. Enum.GetValues<ModelRole>()
                .Select(role => Objective.Default(role, spec, margins))
                .OfType<Objective>()
                .Select(o => Recommend(entry, o, margins))
                .OfType<RoleRecommendation>(),
        ];
    }

    /// <summary>How the recommended combination of a run stands; null where it is not finished, or its file does not say what was chosen.</summary>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public RunStatus? Status(RunEntry entry) =>
        entry.State == RunState.Finished && library.Open(entry) is { KnownSpec: not null } run
            ? RunStatus.Of(run, Recommend(entry, new Margins()))
            : null;

    /// <summary>The benchmark judges whose scores are averaged; empty for a run without a spec.</summary>
    /// <exception cref="BadInputException">A file of the run cannot be read.</exception>
    public IReadOnlyList<string> AveragedJudges(RunEntry entry) =>
        library.Open(entry) is { KnownSpec: not null } run ? RoleRanking.Candidates(run, ModelRole.Generation).Judges : [];
}
