using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class LatencyTests : ServerTest
{
    private readonly ManualTime _time = new();

    protected override TimeProvider Time => _time;

    [Fact]
    public async Task Calls_overlap_while_the_model_thinks_and_service_time_is_its_latency()
    {
        Server.Model("m1").Latency = TimeSpan.FromSeconds(2);
        Server.Model("m2").Latency = TimeSpan.FromSeconds(2);
        _time.Advance(TimeSpan.FromSeconds(10));

        Task<string?>[] calls = [.. Enumerable.Range(0, 5).Select(i => ContentAsync(Ask("?", i < 3 ? "m1" : "m2")))];
        await _time.WaitsAsync(5, Stop);

        Assert.Equal((5, 5), (Server.InFlight, Server.MaxInFlight));
        Assert.Equal((3, 2), (Server.MaxInFlightFor("m1"), Server.MaxInFlightFor("m2")));
        Assert.All(calls, c => Assert.False(c.IsCompleted));

        _time.Advance(TimeSpan.FromSeconds(2));
        await Task.WhenAll(calls);

        Assert.Equal(0, Server.InFlight);
        // Five calls of 2 s, from second 10 to second 12.
        Assert.Equal(
            new ServiceTimes(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(10), 5),
            Server.ServiceTimes
        );
    }

    [Fact]
    public async Task Levels_tell_when_so_many_calls_were_first_under_way_and_how_busy_it_had_been()
    {
        Server.Model("m1").Latency = TimeSpan.FromSeconds(5);
        Server.Model("m2").Latency = TimeSpan.FromSeconds(3);
        _time.Advance(TimeSpan.FromSeconds(10));

        var first = ContentAsync(Ask("?", "m1"));
        await _time.WaitsAsync(1, Stop);
        _time.Advance(TimeSpan.FromSeconds(2));
        var second = ContentAsync(Ask("?", "m2"));
        await _time.WaitsAsync(1, Stop);
        _time.Advance(TimeSpan.FromSeconds(3));
        await Task.WhenAll(first, second);
        var third = ContentAsync(Ask("?", "m2"));
        await _time.WaitsAsync(1, Stop);
        _time.Advance(TimeSpan.FromSeconds(3));
        await third;

        // One call from second 10, a second one from 12, both until 15; the third, alone again, from 15 to 18, makes no new level.
        Assert.Equal(
            [new(1, TimeSpan.FromSeconds(10), TimeSpan.Zero), new(2, TimeSpan.FromSeconds(12), TimeSpan.FromSeconds(2))],
            Server.InFlightLevels
        );
        Assert.Equal(TimeSpan.FromSeconds(5 + 3 + 3), Server.Busy);
    }

    [Fact]
    public async Task A_slow_reply_waits_on_top_of_the_latency()
    {
        Server.Model("m1").Latency = TimeSpan.FromSeconds(1);
        Server.Model("m1").Reply = _ => Scripted.Slow(TimeSpan.FromSeconds(30), Scripted.Text("наконец"));

        var call = ContentAsync(Ask("?"));
        await _time.WaitsAsync(1, Stop);
        _time.Advance(TimeSpan.FromSeconds(1));
        await _time.WaitsAsync(1, Stop);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal("наконец", await call);
        Assert.Equal(TimeSpan.FromSeconds(31), Server.ServiceTimes.Sum);
    }

    [Fact]
    public async Task With_jitter_no_call_is_quicker_or_slower_than_the_share_allows()
    {
        Server.Model("m1").Latency = TimeSpan.FromSeconds(2);
        Server.Model("m1").Jitter = new LatencyJitter(0.25, Seed: 3);

        Task<string?>[] calls = [.. Enumerable.Range(0, 20).Select(i => ContentAsync(Ask($"Вопрос {i}")))];
        await _time.WaitsAsync(20, Stop);

        // 2 s − 25 % = 1.5 s and 2 s + 25 % = 2.5 s.
        _time.Advance(TimeSpan.FromSeconds(1.499));
        Assert.All(calls, c => Assert.False(c.IsCompleted));
        _time.Advance(TimeSpan.FromSeconds(1.001));
        await Task.WhenAll(calls);
    }

    [Fact]
    public void Jitter_is_even_around_the_mean_and_no_fault_of_the_same_seed_goes_with_it()
    {
        const int n = 20_000;
        var jitter = new LatencyJitter(0.25, Seed: 7);
        var faults = new FaultMix { Seed = 7, ServerError = 0.5 };
        var (all, failing) = (new List<double>(), new List<double>());
        for (var i = 0; i < n; i++)
        {
            var hash = BodyHash.Of(BitConverter.GetBytes(i));
            var ms = jitter.Around(TimeSpan.FromMilliseconds(400), hash, 1).TotalMilliseconds;
            all.Add(ms);
            if (faults.Draw(hash, 1) == Fault.ServerError)
                failing.Add(ms);
        }

        // Uniform on [300, 500]: standard deviation 200/√12 = 57.7, five standard errors of the mean 5·57.7/√20000 = 2.04, of half of them 2.89.
        Assert.All(all, ms => Assert.InRange(ms, 300, 500));
        Assert.InRange(all.Average(), 400 - 2.04, 400 + 2.04);
        Assert.InRange(failing.Average(), 400 - 2.89, 400 + 2.89);
        // A quarter lies below 350: five standard errors of a share are 5·√(0.25·0.75/20000) = 0.0153.
        Assert.InRange(all.Count(ms => ms < 350) / (double)n, 0.25 - 0.0153, 0.25 + 0.0153);
    }

    [Fact]
    public async Task A_call_that_began_before_a_reset_does_not_end_in_the_new_count()
    {
        Server.Model("m1").Latency = TimeSpan.FromSeconds(1);
        var call = ContentAsync(Ask("?"));
        await _time.WaitsAsync(1, Stop);

        Server.Reset();
        _time.Advance(TimeSpan.FromSeconds(1));
        await call;

        Assert.Equal((0, 0), (Server.InFlight, Server.ServiceTimes.Count));
    }
}
