namespace ModelLab.Testing.StandAlone;

/// <summary>
/// Time whose alarms ring within about a millisecond, each for itself. The runtime's own timers look at a clock that moves every 4 ms
/// (<c>CLOCK_MONOTONIC_COARSE</c>), so that with them many replies leave at once, as no provider's do.
/// </summary>
public sealed class PreciseTime : TimeProvider, IDisposable
{
    private readonly object _gate = new();
    private readonly PriorityQueue<Alarm, long> _alarms = new();
    private bool _stopped;

    /// <summary>Starts the thread that watches the alarms.</summary>
    public PreciseTime() => new Thread(Watch) { IsBackground = true, Name = nameof(PreciseTime) }.Start();

    /// <summary>An alarm that rings once.</summary>
    /// <exception cref="NotSupportedException">It has a period.</exception>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var alarm = new Alarm(this, callback, state);
        alarm.Change(dueTime, period);
        return alarm;
    }

    /// <summary>Nothing rings any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Set(Alarm alarm, long? due)
    {
        lock (_gate)
        {
            alarm.Due = due;
            if (due is not { } at)
                return;
            _alarms.Enqueue(alarm, at);
            if (_alarms.Peek() == alarm)
                Monitor.Pulse(_gate);
        }
    }

    private void Watch()
    {
        lock (_gate)
        {
            while (!_stopped)
            {
                if (!_alarms.TryPeek(out var alarm, out var at))
                    Monitor.Wait(_gate);
                else if (at - GetTimestamp() is > 0 and var left)
                    Monitor.Wait(_gate, (int)Math.Min(int.MaxValue, Math.Ceiling(left * 1000.0 / TimestampFrequency)));
                else
                {
                    _alarms.Dequeue();
                    if (alarm.Due != at)
                        continue; // it was stopped, or set anew
                    alarm.Due = null;
                    ThreadPool.UnsafeQueueUserWorkItem(static a => a.Ring(), alarm, preferLocal: false);
                }
            }
        }
    }

    private sealed class Alarm(PreciseTime time, TimerCallback callback, object? state) : ITimer
    {
        /// <summary>The timestamp at which it rings, or null.</summary>
        public long? Due { get; set; }

        public void Ring() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (period != Timeout.InfiniteTimeSpan)
                throw new NotSupportedException("an alarm rings once");
            time.Set(
                this,
                dueTime == Timeout.InfiniteTimeSpan
                    ? null
                    : time.GetTimestamp() + (long)Math.Ceiling(dueTime.TotalSeconds * time.TimestampFrequency)
            );
            return true;
        }

        public void Dispose() => time.Set(this, null);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
