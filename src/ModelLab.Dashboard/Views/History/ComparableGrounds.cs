using System.Collections.Concurrent;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.History;

/// <summary>
/// Runs that differ in models and data set alone: what one can follow over time. Values are comparable within a stretch only.
/// </summary>
/// <param name="Key">What all of them share: the fingerprint of the newest run.</param>
/// <param name="Stretches">Runs of equal fingerprints, oldest first; stretches by their first run.</param>
public sealed record ComparableGround(string Key, IReadOnlyList<IReadOnlyList<RunEntry>> Stretches)
{
    /// <summary>All runs, stretch by stretch.</summary>
    public IEnumerable<RunEntry> Runs => Stretches.SelectMany(s => s);

    /// <summary>Whether a run of that fingerprint belongs to it.</summary>
    public bool Holds(string fingerprint) => Stretches.Any(s => s[0].Fingerprint == fingerprint);
}

/// <summary>
/// Groups runs whose fingerprints differ in the data set alone. A fingerprint's parts never change, so they are read once. Safe for several
/// threads.
/// </summary>
/// <param name="partsOf">Gives the parts of a run's fingerprint; empty where its file does not have them.</param>
public sealed class ComparableGrounds(Func<RunEntry, IReadOnlyDictionary<string, string>> partsOf)
{
    private static readonly string[] DataParts =
    [
        "dataset_sha256",
        "item_ids",
        "judge_pipeline_sha256",
        "judge_pipeline_item_ids",
        "session_item_ids",
    ];

    private readonly ConcurrentDictionary<string, string> _shared = new(StringComparer.Ordinal);

    /// <summary>The grounds of finished runs with a fingerprint, the one with the newest run first.</summary>
    public IReadOnlyList<ComparableGround> Of(IEnumerable<RunEntry> newestFirst) =>
        [
            .. newestFirst
                .Where(r => r is { State: RunState.Finished, Fingerprint: not null })
                .GroupBy(SharedBy)
                .Select(g => new ComparableGround(
                    g.First().Fingerprint!,
                    [.. g.GroupBy(r => r.Fingerprint).Select(s => (IReadOnlyList<RunEntry>)[.. s.Reverse()]).OrderBy(s => s[0].Timestamp)]
                )),
        ];

    private string SharedBy(RunEntry run) =>
        _shared.GetOrAdd(
            run.Fingerprint!,
            (fingerprint, of) =>
            {
                var parts = partsOf(of);
                // Without parts nobody can tell what it shares with others.
                return parts.Count == 0
                    ? fingerprint
                    : string.Join(
                        '\n',
                        parts
                            .Where(p => !DataParts.Contains(p.Key))
                            .OrderBy(p => p.Key, StringComparer.Ordinal)
                            .Select(p => $"{p.Key}={p.Value}")
                    );
            },
            run
        );
}
