using System.Collections.Concurrent;
using CsCheck;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Analytics;
using ModelLab.Sweeps.Execution;
using Xunit;

namespace ModelLab.Sweeps.Tests.Execution;

public sealed class LaneSchedulerTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_lane_of_one_runs_roots_in_order_and_what_follows_before_them()
    {
        var order = new List<string>();
        var scheduler = new LaneScheduler<string>(
            _ => "lane",
            (_, _) => 1,
            unit =>
            {
                order.Add(unit);
                return Task.FromResult<IEnumerable<string>>(unit.Length == 1 ? [unit + "1", unit + "2"] : []);
            }
        );

        await scheduler.RunAsync(["a", "b", "c"], Stop);

        Assert.Equal(["a", "a1", "a2", "b", "b1", "b2", "c", "c1", "c2"], order);
    }

    [Fact]
    public async Task A_lane_that_stands_still_holds_up_no_other()
    {
        var (gate, others) = (new TaskCompletionSource(), new CountdownEvent(20));
        var scheduler = new LaneScheduler<string>(
            unit => unit[..1],
            (_, _) => 2,
            async unit =>
            {
                if (unit[0] == 's')
                    await gate.Task.WaitAsync(Stop);
                else
                    others.Signal();
                return [];
            }
        );
        var run = scheduler.RunAsync(Enumerable.Range(0, 20).SelectMany(i => new[] { $"s{i}", $"q{i}" }), Stop);

        await Task.Run(() => others.Wait(Stop), Stop); // all twenty quick ones, while two slow ones stand
        Assert.False(run.IsCompleted);
        gate.SetResult();
        await run;
    }

    [Fact]
    public void Every_unit_runs_once_and_no_lane_runs_more_than_it_may() =>
        Gen.Select(Gen.Int[1, 4], Gen.Int[1, 5], Gen.Int[0, 3].Array[0, 30])
            .Sample(
                (lanes, most, roots) =>
                {
                    var done = new ConcurrentBag<string>();
                    var running = new ConcurrentDictionary<string, int>();
                    var tooMany = 0;
                    var scheduler = new LaneScheduler<string>(
                        unit => $"{unit.Length * 7 % lanes}",
                        (_, _) => most,
                        async unit =>
                        {
                            var lane = $"{unit.Length * 7 % lanes}";
                            if (running.AddOrUpdate(lane, 1, (_, n) => n + 1) > most)
                                Interlocked.Increment(ref tooMany);
                            await Task.Yield();
                            done.Add(unit);
                            running.AddOrUpdate(lane, 0, (_, n) => n - 1);
                            return unit[^1] > '0' ? [unit + (char)(unit[^1] - 1)] : [];
                        }
                    );
                    scheduler.RunAsync(roots.Select((n, i) => FormattableString.Invariant($"{i}:{n}")), Stop).Wait(Stop);
                    // A root n is followed by n−1 … 0.
                    return tooMany == 0 && done.Count == roots.Sum(n => n + 1) && done.Distinct().Count() == done.Count;
                },
                iter: 100,
                threads: 1
            );

    [Fact]
    public async Task A_lane_may_run_more_once_the_others_have_no_work_left()
    {
        var gates = new ConcurrentDictionary<string, TaskCompletionSource>();
        TaskCompletionSource Gate(string unit) =>
            gates.GetOrAdd(unit, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        using var begun = new SemaphoreSlim(0);
        var scheduler = new LaneScheduler<string>(
            unit => unit[..1],
            (_, busy) => 4 / busy.Count(),
            async unit =>
            {
                begun.Release();
                await Gate(unit).Task.WaitAsync(Stop);
                return [];
            }
        );
        async Task Begun(int more)
        {
            for (var i = 0; i < more; i++)
                await begun.WaitAsync(Stop);
            Assert.Equal(0, begun.CurrentCount);
        }
        var run = scheduler.RunAsync(["a0", "a1", "a2", "a3", "a4", "a5", "b0"], Stop);

        await Begun(3); // two lanes with work: two of a, and b's one
        Gate("b0").SetResult();
        await Begun(2); // a alone: four
        foreach (var unit in new[] { "a0", "a1", "a2", "a3", "a4", "a5" })
            Gate(unit).SetResult();
        await run;
    }

    [Fact]
    public async Task A_stop_lets_what_runs_finish_and_begins_nothing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var (started, gate) = (new CountdownEvent(2), new TaskCompletionSource());
        var (begun, done) = (0, 0);
        var scheduler = new LaneScheduler<int>(
            _ => "lane",
            (_, _) => 2,
            async _ =>
            {
                Interlocked.Increment(ref begun);
                started.Signal();
                await gate.Task;
                Interlocked.Increment(ref done);
                return [99];
            }
        );
        var run = scheduler.RunAsync(Enumerable.Range(0, 10), stop.Token);
        await Task.Run(() => started.Wait(Stop), Stop);
        await stop.CancelAsync();
        Assert.False(run.IsCompleted);
        gate.SetResult();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
        Assert.Equal((2, 2), (begun, done));
    }

    [Fact]
    public async Task A_stop_while_the_last_unit_runs_stops_nothing()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var scheduler = new LaneScheduler<int>(
            _ => "lane",
            (_, _) => 1,
            async _ =>
            {
                await stop.CancelAsync();
                return [];
            }
        );
        await scheduler.RunAsync([1], stop.Token);
    }

    [Fact]
    public async Task A_stop_before_the_start_runs_nothing()
    {
        using var stop = new CancellationTokenSource();
        await stop.CancelAsync();
        var gate = new TaskCompletionSource();
        var scheduler = new LaneScheduler<int>(
            _ => "lane",
            (_, _) => 1,
            async _ =>
            {
                await gate.Task;
                return [];
            }
        );
        var run = scheduler.RunAsync(Enumerable.Range(0, 5), stop.Token);
        gate.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run);
    }

    [Fact]
    public async Task A_unit_that_throws_ends_the_run_with_its_error_after_those_under_way()
    {
        var (started, gate, finished) = (new TaskCompletionSource(), new TaskCompletionSource(), 0);
        var scheduler = new LaneScheduler<int>(
            _ => "lane",
            (_, _) => 2,
            async unit =>
            {
                if (unit == 0)
                {
                    await started.Task;
                    throw new IOException("the disk is full");
                }
                started.TrySetResult();
                await gate.Task;
                Interlocked.Increment(ref finished);
                return [];
            }
        );
        var run = scheduler.RunAsync(Enumerable.Range(0, 10), Stop);
        await started.Task;
        gate.SetResult();

        Assert.Equal("the disk is full", (await Assert.ThrowsAsync<IOException>(() => run)).Message);
        Assert.InRange(finished, 1, 9);
    }

    [Fact]
    public async Task Nothing_to_do_ends_at_once() =>
        await new LaneScheduler<int>(_ => "", (_, _) => 1, _ => throw new InvalidOperationException()).RunAsync([], Stop);
}
