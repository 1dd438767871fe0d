using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

public sealed class RetryingCallerTests : CallTest
{
    private readonly LeapTime _time = new();

    [Theory]
    [InlineData(408)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(529)]
    public async Task A_fault_that_may_pass_is_tried_five_times(int status)
    {
        Server.Model("m").Reply = _ => Scripted.Status(status, "Later.");

        var result = await Retrying().CallAsync(Call(), Stop);

        Assert.Equal((5, 5, status), (result.Attempts, Server.RequestCount, result.HttpStatus));
        Assert.Equal(4, _time.Waits.Count);
    }

    [Fact]
    public async Task Too_many_requests_are_waited_out_until_the_model_is_given_up()
    {
        Server.Model("m").Reply = _ => Scripted.Status(429, "Later.");
        var never = await Retrying().CallAsync(Call(), Stop);
        Assert.Equal((CallErrorClass.RateLimited, 429), (never.ErrorClass, never.HttpStatus));
        Assert.InRange(never.Attempts, CircuitBoard.Threshold, 30);

        Server.Model("late").Reply = r => r.CallNumber <= 7 ? Scripted.Status(429, "Later.") : Scripted.Text("да");
        var late = await Retrying().CallAsync(Call(model: "late"), Stop);
        Assert.Equal(("да", 8), (late.Text, late.Attempts));
    }

    [Theory]
    [InlineData(400, CallErrorClass.BadRequest)]
    [InlineData(401, CallErrorClass.Access)]
    [InlineData(402, CallErrorClass.NoFunds)]
    [InlineData(403, CallErrorClass.Access)]
    [InlineData(404, CallErrorClass.NotFound)]
    [InlineData(413, CallErrorClass.TooLarge)]
    [InlineData(422, CallErrorClass.BadRequest)]
    public async Task What_will_not_pass_is_final_at_once(int status, CallErrorClass expected)
    {
        Server.Model("m").Reply = _ => Scripted.Status(status, "No.");

        var result = await Retrying().CallAsync(Call(), Stop);

        Assert.Equal((1, 1, expected), (result.Attempts, Server.RequestCount, result.ErrorClass));
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Broken_and_unreadable_replies_are_tried_again()
    {
        foreach (
            var (reply, expected) in new (ScriptedReply, CallErrorClass)[]
            {
                (Scripted.Cut(), CallErrorClass.Connection),
                (Scripted.MalformedJson(), CallErrorClass.Malformed),
                (Scripted.EmptyChoices(), CallErrorClass.Malformed),
            }
        )
        {
            Server.Reset();
            Server.Model("m").Reply = _ => reply;
            var result = await Retrying().CallAsync(Call(), Stop);
            Assert.Equal((5, 5, expected), (result.Attempts, Server.RequestCount, result.ErrorClass));
        }
    }

    [Fact]
    public async Task A_time_out_is_tried_again()
    {
        // The clock leaps to the end of the ten seconds as soon as an attempt begins.
        var attempts = CallerBy(_time, TimeSpan.FromSeconds(10));
        Server.Model("m").Reply = _ => Scripted.Hang();

        var result = await new RetryingCaller(attempts, RetryOptions.Default, Circuits(), _time).CallAsync(Call(), Stop);

        Assert.Equal((CallErrorClass.Timeout, 5, "no complete reply within 10 s"), (result.ErrorClass, result.Attempts, result.Error));
    }

    [Fact]
    public async Task A_dead_endpoint_is_a_connection_error()
    {
        var gone = Call();
        await Server.DisposeAsync();

        var result = await Retrying().CallAsync(gone, Stop);

        Assert.Equal((CallErrorClass.Connection, 5, true), (result.ErrorClass, result.Attempts, result.NeverArrived));
    }

    [Fact]
    public async Task The_attempts_of_a_call_that_succeeds_in_the_end_are_counted()
    {
        Server.Model("m").Reply = r =>
            r.CallNumber switch
            {
                1 => Scripted.Status(500, "?"),
                2 => Scripted.Cut(),
                _ => Scripted.Text("да"),
            };

        var result = await Retrying().CallAsync(Call(), Stop);

        Assert.Equal(("да", 3, null), (result.Text, result.Attempts, result.ErrorClass));
        Assert.Equal(2, _time.Waits.Count);
        Assert.Equal(0, result.LatencyMs); // by this clock only waits take time, and none of them is latency
    }

    [Fact]
    public async Task Retry_After_is_honoured_in_seconds_and_as_a_date()
    {
        // The date is 90 s after the clock's start, of which the first wait has used 7.
        Server.Model("m").Reply = r =>
            r.CallNumber switch
            {
                1 => Scripted.Status(429, "Later.", retryAfterSeconds: 7),
                2 => Scripted.Status(503, "Later.", DateTimeOffset.UnixEpoch.AddSeconds(90)),
                _ => Scripted.Text("да"),
            };

        var result = await Retrying().CallAsync(Call(), Stop);

        Assert.Equal(("да", 3), (result.Text, result.Attempts));
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(83)], _time.Waits);
    }

    [Fact]
    public async Task No_attempt_begins_after_the_total_budget()
    {
        Server.Model("m").Reply = _ => Scripted.Status(503, "Later.", retryAfterSeconds: 50);

        var result = await Retrying().CallAsync(Call(), Stop);

        // Attempts at 0, 50 and 100 s; the next would be at 150 s, past the 120.
        Assert.Equal((3, CallErrorClass.Server), (result.Attempts, result.ErrorClass));
        Assert.Equal([TimeSpan.FromSeconds(50), TimeSpan.FromSeconds(50)], _time.Waits);
    }

    [Fact]
    public async Task A_wait_longer_than_the_budget_is_not_begun()
    {
        Server.Model("m").Reply = _ => Scripted.Status(429, "Tomorrow.", retryAfterSeconds: 3600);

        Assert.Equal(1, (await Retrying().CallAsync(Call(), Stop)).Attempts);
        Assert.Empty(_time.Waits);
    }

    [Fact]
    public async Task Backoff_grows_with_jitter_and_within_its_bounds()
    {
        Server.Default.Reply = _ => Scripted.Status(500, "?");
        var firsts = new HashSet<TimeSpan>();
        for (var call = 0; call < 12; call++)
        {
            var time = new LeapTime();
            var caller = new RetryingCaller(
                CallerBy(time, TimeSpan.FromHours(1)),
                RetryOptions.Default,
                new CircuitBoard(TimeSpan.FromMinutes(2), time),
                time
            );
            await caller.CallAsync(Call(), Stop);
            Assert.Equal(4, time.Waits.Count);
            firsts.Add(time.Waits[0]);
            // Polly's decorrelated jitter (Polly.Contrib.WaitAndRetry, V2): after n waits they sum to base/1.4 · 2^t · tanh(2√t) with t
            // drawn from [n−1, n). The base is 0.5 s. A timer drops what is less than a millisecond, so each wait may be that much shorter.
            static double Sum(int t) => 0.5 / 1.4 * Math.Pow(2, t) * Math.Tanh(2 * Math.Sqrt(t));
            var sum = 0.0;
            for (var n = 1; n <= 4; n++)
            {
                sum += time.Waits[n - 1].TotalSeconds;
                Assert.InRange(sum, Sum(n - 1) - (n * 0.001), Sum(n) + 1e-9);
            }
        }
        Assert.True(firsts.Count > 1, "every first wait is the same: there is no jitter");
    }

    [Fact]
    public async Task After_eight_calls_in_a_row_that_failed_the_rest_is_not_sent_and_others_are()
    {
        var circuits = Circuits();
        var retrying = Retrying(circuits);
        Server.Model("m").Reply = _ => Scripted.Status(401, "No.");

        for (var i = 0; i < 8; i++)
            Assert.Equal(CallErrorClass.Access, (await retrying.CallAsync(Call(), Stop)).ErrorClass);
        var refused = await retrying.CallAsync(Call(), Stop);

        Assert.Equal(
            (CallErrorClass.CircuitOpen, 0, "not sent: the endpoint kept failing (HTTP 401)"),
            (refused.ErrorClass, refused.Attempts, refused.Error)
        );
        Assert.Equal(8, Server.RequestCount);
        Assert.Equal(("m", Endpoint().EndpointId, "HTTP 401"), Assert.Single(circuits.GivenUp));
        Assert.True((await retrying.CallAsync(Call(model: "other"), Stop)).Succeeded); // at the same endpoint
        Server.Model("elsewhere", "m").Reply = _ => Scripted.Text("да");
        Assert.True((await retrying.CallAsync(Call() with { Endpoint = Endpoint(prefix: "elsewhere") }, Stop)).Succeeded);
    }

    [Fact]
    public async Task A_success_between_failures_and_faults_of_the_request_keep_the_circuit_closed()
    {
        var circuits = Circuits();
        var retrying = Retrying(circuits);
        Server.Model("m").Reply = r => r.CallNumber % 8 == 0 ? Scripted.Text("да") : Scripted.Status(403, "No.");
        for (var i = 0; i < 32; i++)
            await retrying.CallAsync(Call(), Stop);
        Server.Model("m").Reply = _ => Scripted.Status(400, "This question is too long.");
        for (var i = 0; i < 32; i++)
            await retrying.CallAsync(Call(), Stop);

        Assert.Empty(circuits.GivenUp);
        Assert.Equal(64, Server.RequestCount);
    }

    [Fact]
    public void A_model_that_only_fails_for_as_long_as_a_call_may_take_is_given_up_although_no_call_has_failed_for_good()
    {
        using var time = new ManualTime();
        time.Advance(TimeSpan.FromSeconds(1));
        var circuits = new CircuitBoard(TimeSpan.FromMinutes(2), time);
        var sent = time.GetTimestamp();
        void Fail() =>
            circuits.RecordAttempt(
                Endpoint(),
                new CallResult
                {
                    ErrorClass = CallErrorClass.Timeout,
                    Error = "no complete reply within 60 s",
                    SentAt = sent,
                }
            );

        for (var i = 0; i < 100; i++)
            Fail();
        time.Advance(TimeSpan.FromSeconds(119));
        Fail();
        Assert.Null(circuits.NotSent(Endpoint()));
        Assert.False(circuits.WhenGivenUp(Endpoint()).IsCancellationRequested);

        time.Advance(TimeSpan.FromSeconds(1));
        Fail();
        Assert.Equal(CallErrorClass.CircuitOpen, circuits.NotSent(Endpoint())?.ErrorClass);
        Assert.Null(circuits.NotSent(Endpoint("other")));
    }

    [Fact]
    public void One_answer_ends_a_row_of_failed_attempts_and_a_few_failures_are_no_row()
    {
        using var time = new ManualTime();
        time.Advance(TimeSpan.FromSeconds(1));
        var circuits = new CircuitBoard(TimeSpan.FromMinutes(2), time);
        var failure = new CallResult
        {
            ErrorClass = CallErrorClass.Timeout,
            Error = "?",
            SentAt = time.GetTimestamp(),
        };

        for (var i = 0; i < 7; i++)
            circuits.RecordAttempt(Endpoint(), failure);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Null(circuits.NotSent(Endpoint()));
        circuits.RecordAttempt(Endpoint(), new CallResult { Text = "да" });
        circuits.RecordAttempt(Endpoint(), failure with { SentAt = time.GetTimestamp() });
        Assert.Null(circuits.NotSent(Endpoint()));
    }

    [Fact]
    public async Task A_stop_cancels_a_call_that_waits_for_its_next_attempt()
    {
        using var time = new ManualTime();
        using var stop = new CancellationTokenSource();
        Server.Model("m").Reply = _ => Scripted.Status(500, "?");
        var call = new RetryingCaller(Caller, RetryOptions.Default, Circuits(), time, null, stop.Token).CallAsync(Call(), Stop);

        await time.WaitsAsync(1, Stop);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal(1, Server.RequestCount);
    }

    [Fact]
    public async Task A_call_whose_model_is_given_up_while_it_waits_ends_with_its_own_error()
    {
        using var time = new ManualTime();
        var circuits = Circuits();
        Server.Model("m").Reply = _ => Scripted.Status(500, "Own.");
        var call = new RetryingCaller(Caller, RetryOptions.Default, circuits, time).CallAsync(Call(), Stop);

        await time.WaitsAsync(1, Stop);
        for (var i = 0; i < CircuitBoard.Threshold; i++)
            circuits.Record(Endpoint(), new CallResult { ErrorClass = CallErrorClass.Access, Error = "HTTP 401" });
        var result = await call;

        Assert.Equal((CallErrorClass.Server, 1, "HTTP 500: Own."), (result.ErrorClass, result.Attempts, result.Error));
        Assert.Equal(1, Server.RequestCount);
    }

    [Fact]
    public async Task One_attempt_means_one()
    {
        Server.Model("m").Reply = _ => Scripted.Status(500, "?");

        var result = await new RetryingCaller(
            CallerBy(_time, TimeSpan.FromHours(1)),
            RetryOptions.Default with
            {
                MaxAttempts = 1,
            },
            Circuits(),
            _time
        ).CallAsync(Call(), Stop);

        Assert.Equal((1, 1), (result.Attempts, Server.RequestCount));
    }

    private CircuitBoard Circuits() => new(RetryOptions.Default.TotalBudget, _time);

    private RetryingCaller Retrying(CircuitBoard? circuits = null) =>
        new(CallerBy(_time, TimeSpan.FromHours(1)), RetryOptions.Default, circuits ?? Circuits(), _time);
}
