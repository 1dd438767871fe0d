using ModelLab.Testing.StandAlone;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class PreciseTimeTests : IDisposable
{
    private readonly PreciseTime _time = new();

    [Fact]
    public async Task Every_alarm_rings_and_none_before_its_time()
    {
        TimeSpan[] after = [.. Enumerable.Range(0, 2000).Select(i => TimeSpan.FromMilliseconds(i % 31))];
        var start = _time.GetTimestamp();

        var rang = await Task.WhenAll(after.AsParallel().AsOrdered().Select(RingsAsync));

        Assert.All(
            after.Zip(rang),
            alarm =>
                Assert.True(
                    _time.GetElapsedTime(start, alarm.Second) >= alarm.First,
                    $"{alarm.First.TotalMilliseconds} ms: rang after {_time.GetElapsedTime(start, alarm.Second).TotalMilliseconds}"
                )
        );
    }

    [Fact]
    public async Task An_earlier_alarm_set_later_rings_first()
    {
        var late = RingsAsync(TimeSpan.FromMilliseconds(400));
        var early = RingsAsync(TimeSpan.FromMilliseconds(1));

        Assert.True(await early < await late);
    }

    [Fact]
    public async Task A_stopped_alarm_is_silent_and_one_set_anew_rings_once()
    {
        var (stopped, anew) = (0, 0);
        await _time
            .CreateTimer(_ => Interlocked.Increment(ref stopped), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan)
            .DisposeAsync();
        using var moved = _time.CreateTimer(
            _ => Interlocked.Increment(ref anew),
            null,
            TimeSpan.FromMilliseconds(10),
            Timeout.InfiniteTimeSpan
        );
        moved.Change(TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);

        await RingsAsync(TimeSpan.FromMilliseconds(60)); // the last of all

        Assert.Equal((0, 1), (stopped, anew));
    }

    public void Dispose() => _time.Dispose();

    // The timestamp at which an alarm rings.
    private async Task<long> RingsAsync(TimeSpan after)
    {
        var rang = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using (_time.CreateTimer(_ => rang.TrySetResult(_time.GetTimestamp()), null, after, Timeout.InfiniteTimeSpan))
            return await rang.Task;
    }
}
