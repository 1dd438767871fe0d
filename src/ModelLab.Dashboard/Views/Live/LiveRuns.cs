using System.Runtime.CompilerServices;
using ModelLab.Dashboard.Views;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Live;

/// <summary>Watches runs for whoever looks at them: how far each is, and how fast. Safe for several threads.</summary>
/// <param name="library">The runs.</param>
/// <param name="time">The clock.</param>
public sealed class LiveRuns(RunLibrary library, TimeProvider time)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    // Numbers of a large run take a while to read; no more than this share of the time is spent on it.
    private const int ScorePauses = 10;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Watch> _watches = new(StringComparer.Ordinal);

    private sealed class Watch
    {
        public Queue<(long At, long Done)> Samples { get; } = [];

        public (string Id, long ReadAt, TimeSpan Took, IReadOnlyList<Aggregate> Values)? Scores { get; set; }
    }

    /// <summary>The runs that a process works on, newest first.</summary>
    public IReadOnlyList<RunEntry> UnderWay() =>
        [.. library.Runs().Where(r => r.State != RunState.Finished && LiveRun.StateOf(r) == LiveState.UnderWay)];

    /// <summary>The run of that id; without one the newest that is under way, else the newest of all.</summary>
    public RunEntry? Choose(string? id) =>
        id is not null ? library.Find(id)
        : UnderWay() is [var first, ..] ? first
        : library.Runs().FirstOrDefault(r => r.HasDatabase);

    /// <summary>How far a run is; null when it has no readable detail file.</summary>
    public LiveView? Look(RunEntry entry)
    {
        if (LiveRun.Read(entry) is not { } run)
            return null;
        lock (_gate)
            return LiveView.Of(run, run.State == LiveState.UnderWay ? Rate(WatchOf(entry.Id), LiveView.Of(run, null).Done) : null);
    }

    /// <summary>The numbers that generators are ranked by so far. Of a run that goes on they may be some seconds old.</summary>
    public IReadOnlyList<Aggregate> Scores(RunEntry entry, LiveView view)
    {
        lock (_gate)
        {
            var known = WatchOf(entry.Id).Scores;
            if (
                known is { } scores
                && (
                    scores.Id == view.EventId
                    || (view.State == LiveState.UnderWay && time.GetElapsedTime(scores.ReadAt) < Pause + ScorePauses * scores.Took)
                )
            )
                return scores.Values;
        }
        var start = time.GetTimestamp();
        var values = LiveScores.Of(entry);
        lock (_gate)
            WatchOf(entry.Id).Scores = (view.EventId, time.GetTimestamp(), time.GetElapsedTime(start), values);
        return values;
    }

    /// <summary>
    /// A run's views as it goes on: one at once unless it is the last that was seen, then one whenever it changed, and now and then while
    /// it does not. Ends with the view of the finished run.
    /// </summary>
    /// <param name="id">The run.</param>
    /// <param name="lastSeen">The <see cref="LiveView.EventId"/> of the last view that was seen, or null.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<(RunEntry Entry, LiveView View)> FollowAsync(
        string id,
        string? lastSeen,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var sentAt = time.GetTimestamp();
        while (!cancellationToken.IsCancellationRequested && library.Find(id) is { } entry)
        {
            if (Look(entry) is { } view)
            {
                if (view.EventId != lastSeen || (view.State == LiveState.UnderWay && time.GetElapsedTime(sentAt) > Patience))
                {
                    (lastSeen, sentAt) = (view.EventId, time.GetTimestamp());
                    yield return (entry, view);
                }
                if (view.State == LiveState.Finished)
                    yield break;
            }
            try
            {
                await Task.Delay(Pause, time, cancellationToken).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                yield break;
            }
        }
    }

    private Watch WatchOf(string id) => _watches.TryGetValue(id, out var watch) ? watch : _watches[id] = new Watch();

    // Over what was watched within the last minute: a run that went on after a stop is as fast as it is now, not as it was on average.
    private double? Rate(Watch watch, long done)
    {
        var now = time.GetTimestamp();
        while (watch.Samples.TryPeek(out var first) && time.GetElapsedTime(first.At, now) > Window)
            watch.Samples.Dequeue();
        if (watch.Samples.Count == 0 || watch.Samples.Last().Done != done || time.GetElapsedTime(watch.Samples.Last().At, now) > Pause)
            watch.Samples.Enqueue((now, done));
        var (at, before) = watch.Samples.Peek();
        var seconds = time.GetElapsedTime(at, now).TotalSeconds;
        return seconds < 2 ? null : (done - before) / seconds;
    }
}
