using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Limits;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Limits;

/// <summary>
/// The server's models think for a second of a clock that the test moves, so that it can be seen how many calls are under way.
/// </summary>
public sealed class LimitedCallerTests : CallTest
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly ManualTime _serverTime = new();
    private readonly ManualTime _time = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly CircuitBoard _circuits;

    public LimitedCallerTests()
    {
        _time.Advance(Second);
        _circuits = new CircuitBoard(TimeSpan.FromMinutes(2), _time);
    }

    protected override TimeProvider ServerTime => _serverTime;

    [Fact]
    public async Task Calls_under_way_triple_each_round_trip_until_the_ceiling()
    {
        var limited = Limited(ceiling: 50);
        Server.Default.Latency = Second;

        var calls = Many(limited, 4 + 12 + 36 + 50 + 2);
        foreach (var expected in new[] { 4, 12, 36, 50, 2 })
        {
            await _serverTime.WaitsAsync(expected, Stop);
            Assert.Equal(expected, Server.InFlight);
            _serverTime.Advance(Second);
        }
        var results = await Task.WhenAll(calls);

        Assert.All(results, r => Assert.True(r.Succeeded));
        Assert.Equal(50, Server.MaxInFlight);
        Assert.Equal(50, results.Max(r => r.InFlight));
        Assert.All(results, r => Assert.InRange(r.InFlight, 1, 50));
    }

    [Fact]
    public async Task A_token_rate_that_was_told_is_kept_and_settled_by_what_was_taken()
    {
        // 600 a minute are 10 a second. Each call is expected to take 30 letters / 3 + 10 = 20 tokens, 2 s; the server reports 5, 0.5 s.
        var limited = Limited(ceiling: 50);
        Server.Model("m").Usage = new ReportedUsage(3, 2);
        var call = Call(new string('x', 30)) with { Sampling = new(null, 10), Endpoint = Endpoint() with { TokensPerMinute = 600 } };
        Assert.True((await limited.CallAsync(call, Stop)).Succeeded); // nobody waits for the first
        for (var i = 0; i < 2; i++)
        {
            var asking = limited.CallAsync(call, Stop);
            await _time.WaitsAsync(1, Stop);
            _time.Advance(TimeSpan.FromMilliseconds(499));
            Assert.False(asking.IsCompleted);
            Assert.Equal(i + 1, Server.RequestCount);
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True((await asking).Succeeded);
        }
    }

    [Fact]
    public async Task Congestion_halves_it_once_and_an_endpoint_that_recovers_is_used_more_again()
    {
        var limited = Limited(ceiling: 256);
        Server.Default.Latency = Second;
        Server.Default.Reply = r => r.CallNumber <= 4 ? Scripted.Status(503, "Slow down.") : Scripted.Text("да");

        var calls = Many(limited, 4 + 2 + 3);
        await _serverTime.WaitsAsync(4, Stop);
        _time.Advance(Second); // what is refused was sent before the window shrinks
        _serverTime.Advance(Second);
        await _serverTime.WaitsAsync(2, Stop);
        Assert.Equal(2, Server.InFlight); // 4 halved once, although 4 calls met it
        _serverTime.Advance(Second);
        await _serverTime.WaitsAsync(2, Stop);
        Assert.Equal(2, Server.InFlight); // two replies add less than one
        _serverTime.Advance(Second);
        await _serverTime.WaitsAsync(1, Stop);
        _serverTime.Advance(Second);

        Assert.Equal(4, (await Task.WhenAll(calls)).Count(r => r.ErrorClass == CallErrorClass.Server));
    }

    [Fact]
    public async Task Two_endpoints_do_not_share_a_limit()
    {
        var limited = Limited(ceiling: 1);
        Server.Default.Latency = Second;

        var calls = Many(limited, 2).Append(limited.CallAsync(Call() with { Endpoint = Endpoint(prefix: "other") }, Stop)).ToList();
        await _serverTime.WaitsAsync(2, Stop);
        Assert.Equal(["", "other"], Server.Requests.Select(r => r.Prefix).Order());
        _serverTime.Advance(Second);
        await _serverTime.WaitsAsync(1, Stop);
        _serverTime.Advance(Second);

        Assert.All(await Task.WhenAll(calls), r => Assert.True(r.Succeeded));
    }

    [Fact]
    public async Task A_model_that_was_told_to_wait_waits_and_holds_up_nobody_else()
    {
        var limited = Limited(ceiling: 1);
        Server.Model("slow").Reply = r => r.CallNumber == 1 ? Scripted.Status(429, "Later.", retryAfterSeconds: 60) : Scripted.Text("да");

        Assert.Equal(CallErrorClass.RateLimited, (await limited.CallAsync(Call(model: "slow"), Stop)).ErrorClass);
        var held = limited.CallAsync(Call(model: "slow"), Stop);
        await _time.WaitsAsync(1, Stop);
        Assert.True((await limited.CallAsync(Call(model: "quick"), Stop)).Succeeded);
        _time.Advance(TimeSpan.FromSeconds(59));
        Assert.False(held.IsCompleted);
        Assert.Equal(1, Server.CountFor("slow"));

        _time.Advance(Second);
        Assert.True((await held).Succeeded);
    }

    [Fact]
    public async Task A_used_up_quota_holds_the_next_call_even_after_a_success()
    {
        var limited = Limited(ceiling: 4);
        var empty = new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "0", ["x-ratelimit-reset-requests"] = "30s" };
        Server.Model("m").Reply = r =>
            r.CallNumber > 1
                ? Scripted.Text("да")
                : Scripted.Body(
                    """{"id":"1","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"да"},"finish_reason":"stop"}]}"""
                ) with
                {
                    Headers = empty,
                };

        Assert.True((await limited.CallAsync(Call(), Stop)).Succeeded);
        var held = limited.CallAsync(Call(), Stop);
        await _time.WaitsAsync(1, Stop);
        Assert.Equal(1, Server.RequestCount);
        _time.Advance(TimeSpan.FromSeconds(30));

        Assert.True((await held).Succeeded);
    }

    [Fact]
    public async Task Too_long_a_hold_fails_at_once_and_sends_nothing()
    {
        var limited = Limited(ceiling: 4);
        Server.Model("m").Reply = _ => Scripted.Status(429, "Tomorrow.", retryAfterSeconds: 3600);

        await limited.CallAsync(Call(), Stop);
        var result = await limited.CallAsync(Call(), Stop);

        Assert.Equal((CallErrorClass.RateLimited, 0, TimeSpan.FromHours(1)), (result.ErrorClass, result.Attempts, result.RetryAfter));
        Assert.Equal("the endpoint asks to wait 3600 s, longer than a call's budget of 120 s", result.Error);
        Assert.Equal(1, Server.RequestCount);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Calls_cancelled_or_stopped_in_the_queue_leave_no_place_taken(bool stop)
    {
        var limited = Limited(ceiling: 2);
        Server.Default.Latency = Second;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var underWay = Many(limited, 2);
        await _serverTime.WaitsAsync(2, Stop);
        var waiting = Enumerable.Range(0, 5).Select(_ => limited.CallAsync(Call(), cancel.Token)).ToList();
        await (stop ? _stop : cancel).CancelAsync();
        foreach (var call in waiting)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(2, Server.RequestCount);

        if (stop) // those under way go on, nothing else begins
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => limited.CallAsync(Call(), Stop));
            _serverTime.Advance(Second);
            Assert.All(await Task.WhenAll(underWay), r => Assert.True(r.Succeeded));
            Assert.Equal(2, Server.RequestCount);
            return;
        }
        _serverTime.Advance(Second);
        await Task.WhenAll(underWay);
        await AssertBothPlacesAreFreeAsync(limited);
    }

    [Fact]
    public async Task A_call_cancelled_under_way_gives_its_place_back()
    {
        var limited = Limited(ceiling: 2);
        Server.Default.Latency = Second;
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var dropped = Enumerable.Range(0, 2).Select(_ => limited.CallAsync(Call(), cancel.Token)).ToList();
        await _serverTime.WaitsAsync(2, Stop);
        await cancel.CancelAsync();
        foreach (var call in dropped)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        await AssertBothPlacesAreFreeAsync(limited);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_cancelled_or_stopped_on_hold_takes_no_place(bool stop)
    {
        var limited = Limited(ceiling: 4); // two once it was told to slow down
        Server.Model("m").Reply = r => r.CallNumber == 1 ? Scripted.Status(429, "Later.", retryAfterSeconds: 60) : Scripted.Text("да");
        await limited.CallAsync(Call(), Stop);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);

        var held = Enumerable.Range(0, 3).Select(_ => limited.CallAsync(Call(), cancel.Token)).ToList();
        await _time.WaitsAsync(3, Stop);
        await (stop ? _stop : cancel).CancelAsync();
        foreach (var call in held)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(1, Server.RequestCount);
        if (stop)
            return;
        Server.Default.Latency = Second;
        await AssertBothPlacesAreFreeAsync(limited, "other");
    }

    [Fact]
    public async Task A_cancellation_that_races_with_a_free_place_loses_no_place()
    {
        var limited = Limited(ceiling: 1);
        for (var i = 0; i < 100; i++)
        {
            using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
            var first = limited.CallAsync(Call(), Stop);
            var second = limited.CallAsync(Call(), cancel.Token);
            var third = limited.CallAsync(Call(), Stop);
            _ = first.ContinueWith(_ => cancel.CancelAsync(), TaskScheduler.Default);
            await Task.WhenAll(first, third);
            try
            {
                await second;
            }
            catch (OperationCanceledException) { } // either is right: it was granted its place first, or cancelled first
        }
        Assert.True((await limited.CallAsync(Call(), Stop)).Succeeded);
    }

    [Fact]
    public async Task Whoever_waits_for_a_model_that_is_given_up_is_told_at_once()
    {
        var limited = Limited(ceiling: 1);
        Server.Default.Latency = Second;
        Server.Model("held").Reply = _ => Scripted.Status(429, "Later.", retryAfterSeconds: 60);
        await limited.CallAsync(Call(model: "held"), Stop);

        var underWay = limited.CallAsync(Call(model: "queued"), Stop);
        await _serverTime.WaitsAsync(1, Stop);
        var (onHold, inQueue, other) = (
            limited.CallAsync(Call(model: "held"), Stop),
            limited.CallAsync(Call(model: "queued"), Stop),
            limited.CallAsync(Call(model: "other"), Stop)
        );
        await _time.WaitsAsync(1, Stop);
        foreach (var model in new[] { "held", "queued" })
            for (var i = 0; i < CircuitBoard.Threshold; i++)
                _circuits.Record(Endpoint(model), new CallResult { ErrorClass = CallErrorClass.Server, Error = "HTTP 500" });

        foreach (var result in await Task.WhenAll(onHold, inQueue))
            Assert.Equal(
                (CallErrorClass.CircuitOpen, 0, "not sent: the endpoint kept failing (HTTP 500)"),
                (result.ErrorClass, result.Attempts, result.Error)
            );
        _serverTime.Advance(Second);
        Assert.True((await underWay).Succeeded);
        await _serverTime.WaitsAsync(1, Stop);
        _serverTime.Advance(Second);
        Assert.True((await other).Succeeded);
    }

    private LimitedCaller Limited(int ceiling) => new(Caller, _circuits, ceiling, TimeSpan.FromMinutes(2), _time, null, _stop.Token);

    private List<Task<CallResult>> Many(LimitedCaller limited, int count) =>
        [.. Enumerable.Range(0, count).Select(i => limited.CallAsync(Call(FormattableString.Invariant($"вопрос {i}")), Stop))];

    private async Task AssertBothPlacesAreFreeAsync(LimitedCaller limited, string model = "m")
    {
        Server.Model(model).Latency = Second;
        var before = Server.RequestCount;
        var fresh = Enumerable.Range(0, 2).Select(_ => limited.CallAsync(Call(model: model), Stop)).ToList();
        await _serverTime.WaitsAsync(2, Stop);
        Assert.Equal(before + 2, Server.RequestCount);
        _serverTime.Advance(Second);
        Assert.All(await Task.WhenAll(fresh), r => Assert.True(r.Succeeded));
    }
}
