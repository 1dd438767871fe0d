namespace ModelLab.Testing.Support;

/// <summary>A clock that moves only when told to, and tells when somebody waits by it.</summary>
public sealed class ManualTime : TimeProvider, IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Alarm> _alarms = [];
    private readonly SemaphoreSlim _waiting = new(0);
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, () => callback(state), GetTimestamp() + dueTime.Ticks);
        lock (_gate)
            _alarms.Add(alarm);
        _waiting.Release();
        return alarm;
    }

    /// <summary>Completes when so many more waits have begun.</summary>
    public async Task WaitsAsync(int count, CancellationToken stop)
    {
        for (var i = 0; i < count; i++)
            await _waiting.WaitAsync(stop);
    }

    public void Advance(TimeSpan by)
    {
        Alarm[] due;
        lock (_gate)
        {
            _now += by.Ticks;
            due = [.. _alarms.Where(a => a.DueAt <= _now)];
            _alarms.RemoveAll(a => a.DueAt <= _now);
        }
        foreach (var alarm in due)
            alarm.Ring();
    }

    public void Dispose() => _waiting.Dispose();

    private sealed class Alarm(ManualTime time, Action ring, long dueAt) : ITimer
    {
        public long DueAt => dueAt;

        public void Ring() => ring();

        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
            lock (time._gate)
                time._alarms.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
