using System.Collections.Concurrent;
using System.Threading.Channels;

namespace ModelLab.Runs.Execution;

/// <summary>
/// Runs work in lanes, one an endpoint, each with its own bound on parallelism and its own queue, so that a slow endpoint holds up
/// nobody else. Work may add work; the scheduler ends when none is left.
/// </summary>
/// <typeparam name="T">A unit of work.</typeparam>
/// <param name="laneOf">Names a unit's lane.</param>
/// <param name="parallelism">How many units of a lane may be under way at once.</param>
/// <param name="execute">Does a unit and returns the units that follow from it.</param>
public sealed class LaneScheduler<T>(Func<T, string> laneOf, Func<string, int> parallelism, Func<T, CancellationToken, Task<IEnumerable<T>>> execute)
{
    private readonly ConcurrentDictionary<string, Channel<T>> _lanes = new(StringComparer.Ordinal);
    private readonly ConcurrentBag<Task> _workers = [];
    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private long _open;

    /// <summary>Runs everything.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; no unit is under way any more.</exception>
    public async Task RunAsync(IEnumerable<T> roots, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Interlocked.Increment(ref _open); // the feeding itself, so that the count cannot touch 0 before all roots are in
        foreach (var unit in roots) Post(unit, stop);
        Close();
        await using (stop.Token.Register(() => _drained.TrySetCanceled(stop.Token)).ConfigureAwait(false))
        {
            Exception? failure = null;
            try { await _drained.Task.ConfigureAwait(false); }
            catch (Exception e) { failure = e; }
            foreach (var lane in _lanes.Values) lane.Writer.TryComplete();
            await stop.CancelAsync().ConfigureAwait(false);
            foreach (var worker in _workers) await worker.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
            if (failure is not null) System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void Post(T unit, CancellationTokenSource stop)
    {
        Interlocked.Increment(ref _open);
        var name = laneOf(unit);
        if (!_lanes.TryGetValue(name, out var lane)) lane = OpenLane(name, stop);
        lane.Writer.TryWrite(unit);
    }

    private Channel<T> OpenLane(string name, CancellationTokenSource stop)
    {
        lock (_gate)
        {
            if (_lanes.TryGetValue(name, out var existing)) return existing;
            var lane = Channel.CreateUnbounded<T>();
            _lanes[name] = lane;
            for (var i = 0; i < parallelism(name); i++) _workers.Add(Task.Run(() => WorkAsync(lane.Reader, stop), CancellationToken.None));
            return lane;
        }
    }

    private async Task WorkAsync(ChannelReader<T> units, CancellationTokenSource stop)
    {
        try
        {
            await foreach (var unit in units.ReadAllAsync(stop.Token).ConfigureAwait(false))
            {
                foreach (var next in await execute(unit, stop.Token).ConfigureAwait(false)) Post(next, stop);
                Close();
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested) { }
        catch (Exception e)
        {
            // A fault of the lab itself, not of a model: stop everything and let the caller tell.
            _drained.TrySetException(e);
        }
    }

    private void Close()
    {
        if (Interlocked.Decrement(ref _open) == 0) _drained.TrySetResult();
    }
}
