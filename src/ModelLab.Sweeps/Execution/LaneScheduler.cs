using ModelLab.Records.Reading;

namespace ModelLab.Sweeps.Execution;

/// <summary>
/// Runs work in lanes, one a model at an endpoint, each with its own bound on parallelism and its own queue, so that a slow model holds
/// up nobody else. Work may add work, which goes before what was there at the start. Ends when none is left.
/// </summary>
/// <typeparam name="T">A unit of work.</typeparam>
/// <param name="laneOf">Names a unit's lane.</param>
/// <param name="parallelism">How many units of a lane may be under way at once, given the names of all lanes that have work now, itself
/// among them.</param>
/// <param name="execute">Does a unit and returns the units that follow from it.</param>
public sealed class LaneScheduler<T>(
    Func<T, string> laneOf,
    Func<string, IEnumerable<string>, int> parallelism,
    Func<T, Task<IEnumerable<T>>> execute
)
{
    private readonly Dictionary<string, Lane> _lanes = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _running;
    private bool _stopped;
    private bool _cancelled;
    private Exception? _failure;

    /// <summary>Runs everything.</summary>
    /// <param name="roots">The units that wait for nothing.</param>
    /// <param name="stop">Cancelled when no further unit shall begin; those under way are waited for.</param>
    /// <exception cref="OperationCanceledException">Stopped before the end; no unit is under way any more.</exception>
    public async Task RunAsync(IEnumerable<T> roots, CancellationToken stop)
    {
        lock (_gate)
        {
            foreach (var unit in roots)
                LaneOf(unit).Roots.Enqueue(unit);
            foreach (var lane in _lanes.Values)
                Start(lane);
            EndIfDone();
        }
        await using (stop.Register(Stop).ConfigureAwait(false))
            await _ended.Task.ConfigureAwait(false);
        if (_failure is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
        // A stop while the last units were under way, which then were done, has stopped nothing.
        if (_cancelled || _lanes.Values.Any(l => l.Roots.Count + l.Following.Count > 0))
            throw new OperationCanceledException("stopped before the end", stop);
    }

    private void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            EndIfDone();
        }
    }

    private void Start(Lane lane)
    {
        if (lane.IsIdle)
            return;
        var most = parallelism(lane.Name, _lanes.Values.Where(l => !l.IsIdle).Select(l => l.Name));
        while (
            !_stopped
            && _failure is null
            && lane.Running < most
            && (lane.Following.TryDequeue(out var unit) || lane.Roots.TryDequeue(out unit))
        )
        {
            lane.Running++;
            _running++;
            _ = Task.Run(() => ExecuteAsync(lane, unit));
        }
    }

    private async Task ExecuteAsync(Lane lane, T unit)
    {
        IEnumerable<T> following = [];
        Exception? failure = null;
        try
        {
            following = await execute(unit).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            failure = e;
        }
        lock (_gate)
        {
            // A fault of the program itself, not of a model, or the stop of a unit that waited: begin nothing more.
            if (failure is OperationCanceledException)
                _stopped = _cancelled = true;
            else if (failure is not null)
                _failure ??= failure;
            lane.Running--;
            _running--;
            foreach (var next in following)
            {
                var nextLane = LaneOf(next);
                nextLane.Following.Enqueue(next);
                if (nextLane != lane)
                    Start(nextLane);
            }
            Start(lane);
            if (lane.IsIdle)
                foreach (var other in _lanes.Values)
                    Start(other); // they may run more without it
            EndIfDone();
        }
    }

    private Lane LaneOf(T unit)
    {
        var name = laneOf(unit);
        if (!_lanes.TryGetValue(name, out var lane))
            _lanes[name] = lane = new Lane(name);
        return lane;
    }

    // Whenever nothing runs, nothing can start either: what could has been started.
    private void EndIfDone()
    {
        if (_running == 0)
            _ended.TrySetResult();
    }

    private sealed class Lane(string name)
    {
        public string Name => name;

        public bool IsIdle => Running + Roots.Count + Following.Count == 0;

        public int Running { get; set; }

        public Queue<T> Roots { get; } = new();

        public Queue<T> Following { get; } = new();
    }
}
