using ModelLab.Core;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.History;

/// <summary>
/// What an address asks for of the history: <c>group</c> (a fingerprint of the ground), <c>metric</c>, <c>judge</c>, <c>model</c>,
/// <c>last</c> (how many runs).
/// </summary>
/// <param name="Grounds">The grounds to choose from.</param>
/// <param name="Ground">The one shown; null when there is none, or none of the name that was asked for.</param>
/// <param name="Metrics">The metrics that its runs measured.</param>
/// <param name="History">The history; null when nothing was measured, or the metric is not known.</param>
/// <param name="Earlier">Runs of the ground that are older than those shown.</param>
/// <param name="WithoutFingerprint">Finished runs whose files do not tell what they are comparable with.</param>
/// <param name="Unreadable">Runs of the ground whose files cannot be read.</param>
public sealed record HistoryView(
    IReadOnlyList<ComparableGround> Grounds,
    ComparableGround? Ground,
    IReadOnlyList<MetricDefinition> Metrics,
    MetricHistory? History,
    int Earlier,
    int WithoutFingerprint,
    int Unreadable
)
{
    private const int Preset = 30,
        Most = 60;

    private static readonly string[] Preferred =
    [
        "tier_3.avg_e2e_score",
        "tier_2.avg_answer_correctness",
        "tier_judge_pipeline.f1_score",
        "tier_judge.consistency_score",
        "tier_1.mrr",
    ];

    /// <summary>Reads what an address asks for.</summary>
    public static HistoryView Of(PageContext at, RunLibrary library, ComparableGrounds book)
    {
        var all = library.Runs();
        var grounds = book.Of(all);
        var unknown = all.Count(r => r is { State: RunState.Finished, Fingerprint: null });
        var ground =
            at.Value("group") is { } group ? grounds.FirstOrDefault(g => g.Holds(group))
            : grounds is [var first, ..] ? first
            : null;
        if (ground is null)
            return new(grounds, null, [], null, 0, unknown, 0);
        var newest = ground.Runs.OrderByDescending(r => r.Timestamp).Take(at.Number("last", Preset, 2, Most)).ToHashSet();
        var (runs, unreadable) = (new List<Run>(), 0);
        foreach (var run in ground.Runs.Where(newest.Contains))
        {
            try
            {
                runs.Add(library.Open(run));
            }
            catch (BadInputException)
            {
                unreadable++;
            } // the others still have a history
        }
        var measured = runs.SelectMany(r => r.Numbers).Where(v => v.Value is not null).Select(v => (v.Tier, v.Metric)).ToHashSet();
        IReadOnlyList<MetricDefinition> metrics = [.. MetricCatalog.All.Where(m => measured.Contains((m.Tier, m.Name)))];
        var wanted = at.Value("metric");
        var metric = wanted is not null
            ? metrics.FirstOrDefault(m => m.Address == wanted)
            : Preferred
                .Select(p => metrics.FirstOrDefault(m => m.Address == p))
                .OfType<MetricDefinition>()
                .Concat(metrics)
                .FirstOrDefault();
        return new(
            grounds,
            ground,
            metrics,
            metric is null ? null : MetricHistory.Of(metric, runs, at.Value("judge"), at.Value("model")),
            ground.Runs.Count() - newest.Count,
            unknown,
            unreadable
        );
    }
}
