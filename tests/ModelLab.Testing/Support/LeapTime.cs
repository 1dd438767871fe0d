namespace ModelLab.Testing.Support;

/// <summary>
/// A clock that leaps to the end of every wait as soon as it begins, and remembers the waits. Waits of half an hour and more, the
/// time-outs of attempts, never end.
/// </summary>
public sealed class LeapTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<TimeSpan> _waits = [];
    private long _now = TimeSpan.TicksPerSecond; // a timestamp of 0 stands for "unknown"

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <summary>The waits so far, in their order.</summary>
    public IReadOnlyList<TimeSpan> Waits
    {
        get
        {
            lock (_gate)
                return [.. _waits];
        }
    }

    public override long GetTimestamp()
    {
        lock (_gate)
            return _now;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp() - TimeSpan.TicksPerSecond);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime >= TimeSpan.FromMinutes(30))
            return new Rung();
        lock (_gate)
        {
            _now += dueTime.Ticks;
            _waits.Add(dueTime);
        }
        // Not on this thread: whoever creates a timer expects it back before it rings.
        ThreadPool.QueueUserWorkItem(_ => callback(state));
        return new Rung();
    }

    private sealed class Rung : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
