using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Compare;

/// <summary>Why a run cannot be held against the first one, or what must be known before it is.</summary>
/// <param name="Run">The later run.</param>
/// <param name="Differences">In what the fingerprints differ.</param>
public sealed record GroundDifference(RunEntry Run, IReadOnlyList<FingerprintDifference> Differences);

/// <summary>Runs of an address, put side by side question by question.</summary>
/// <param name="Runs">The runs, the one that others are held against first.</param>
/// <param name="Unknown">Ids that no run has.</param>
/// <param name="Unaligned">Runs without a detail file or a spec, which cannot be lined up by question.</param>
/// <param name="Differences">Runs on other ground than the first.</param>
/// <param name="IsForced">Whether the reader wants to see them all the same.</param>
/// <param name="Metrics">The chosen metrics; null for the ranking measures.</param>
/// <param name="Comparison">The comparison; null where it is refused.</param>
public sealed record RunsAgainst(
    IReadOnlyList<RunEntry> Runs,
    IReadOnlyList<string> Unknown,
    IReadOnlyList<RunEntry> Unaligned,
    IReadOnlyList<GroundDifference> Differences,
    bool IsForced,
    IReadOnlyList<MetricDefinition>? Metrics,
    RunComparison? Comparison
)
{
    /// <summary>
    /// Reads <c>run</c> (several), <c>base</c> (the run that others are held against; else the earliest), <c>metric</c> and <c>force</c>,
    /// and compares.
    /// </summary>
    public static RunsAgainst Of(PageContext at, RunLibrary library, RunScores scores)
    {
        List<string> wanted = [.. at.Values("run").Where(id => !string.IsNullOrWhiteSpace(id)).Distinct(StringComparer.Ordinal)];
        var all = library.Runs().ToDictionary(r => r.Id, StringComparer.Ordinal);
        var runs = wanted
            .Where(all.ContainsKey)
            .Select(id => all[id])
            .OrderBy(r => r.Id != at.Value("base"))
            .ThenBy(r => r.Timestamp)
            .ToList();
        var unaligned = runs.Where(r => !r.HasDatabase || library.Open(r).KnownSpec is null).ToList();
        var differences = runs.Count < 2 || unaligned.Count > 0 ? [] : DifferencesOf(runs, library);
        List<MetricDefinition>? metrics =
            at.Value("metric") is { } address && MetricCatalog.ByQuestion.FirstOrDefault(m => m.Address == address) is { } metric
                ? [metric]
                : null;
        var forced = at.Value("force") == "1";
        var refused = runs.Count < 2 || unaligned.Count > 0 || (differences.Count > 0 && !forced);
        return new(
            runs,
            [.. wanted.Where(id => !all.ContainsKey(id))],
            unaligned,
            differences,
            forced,
            metrics,
            refused ? null : scores.Compare(runs, metrics)
        );
    }

    private static List<GroundDifference> DifferencesOf(List<RunEntry> runs, RunLibrary library)
    {
        Fingerprint Of(RunEntry run) => library.Open(run).Fingerprint;
        var first = Of(runs[0]);
        return [.. runs.Skip(1).Select(r => new GroundDifference(r, first.DifferencesTo(Of(r)))).Where(d => d.Differences.Count > 0)];
    }
}
