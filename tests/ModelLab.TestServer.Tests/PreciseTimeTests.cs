using System.Collections.Concurrent;
using ModelLab.Testing.StandAlone;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class PreciseTimeTests : IDisposable
{
    private readonly PreciseTime _time = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_rings_before_its_time()
    {
        var start = _time.GetTimestamp();
        var waits = Enumerable.Range(0, 40).Select(i => TimeSpan.FromMilliseconds(30 - i % 31)).Select(async wait =>
        {
            await Task.Delay(wait, _time, Stop);
            return _time.GetElapsedTime(start) - wait;
        });

        Assert.All(await Task.WhenAll(waits), late => Assert.True(late >= TimeSpan.Zero, $"{-late.TotalMilliseconds} ms early"));
    }

    [Fact]
    public async Task An_earlier_alarm_set_later_rings_first()
    {
        var rang = new BlockingCollection<string>();
        using var late = _time.CreateTimer(_ => rang.Add("late"), null, TimeSpan.FromMilliseconds(400), Timeout.InfiniteTimeSpan);
        using var early = _time.CreateTimer(_ => rang.Add("early"), null, TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);

        Assert.Equal(["early", "late"], await Task.Run(() => new[] { rang.Take(Stop), rang.Take(Stop) }, Stop));
    }

    [Fact]
    public async Task A_stopped_alarm_is_silent_and_one_set_anew_rings_once()
    {
        var rang = new ConcurrentQueue<string>();
        var stopped = _time.CreateTimer(_ => rang.Enqueue("stopped"), null, TimeSpan.FromMilliseconds(5), Timeout.InfiniteTimeSpan);
        await stopped.DisposeAsync();
        using var anew = _time.CreateTimer(_ => rang.Enqueue("anew"), null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
        anew.Change(TimeSpan.FromMilliseconds(20), Timeout.InfiniteTimeSpan);

        // Rings behind every time that was ever set above.
        await Task.Delay(TimeSpan.FromMilliseconds(60), _time, Stop);

        Assert.Equal(["anew"], rang);
    }

    [Fact]
    public async Task Alarms_set_from_many_threads_all_ring()
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = 64, CancellationToken = Stop };
        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), options, async (i, stop) => await Task.Delay(TimeSpan.FromMilliseconds(i % 7), _time, stop));
    }

    public void Dispose() => _time.Dispose();
}
