using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

public sealed class FailureTests : CallTest
{
    public static TheoryData<int, CallErrorClass> Statuses =>
        new()
        {
            { 400, CallErrorClass.BadRequest },
            { 401, CallErrorClass.Access },
            { 402, CallErrorClass.NoFunds },
            { 403, CallErrorClass.Access },
            { 404, CallErrorClass.NotFound },
            { 405, CallErrorClass.BadRequest },
            { 408, CallErrorClass.Server },
            { 413, CallErrorClass.TooLarge },
            { 422, CallErrorClass.BadRequest },
            { 429, CallErrorClass.RateLimited },
            { 500, CallErrorClass.Server },
            { 502, CallErrorClass.Server },
            { 503, CallErrorClass.Server },
            { 504, CallErrorClass.Server },
            { 529, CallErrorClass.Server },
        };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_status_has_a_class_and_one_attempt(int status, CallErrorClass expected)
    {
        var result = await ReplyToAsync(_ => Scripted.Status(status, "Так нельзя."));

        Assert.Equal((expected, status, 1, false), (result.ErrorClass, result.HttpStatus, result.Attempts, result.Succeeded));
        // What endpoints say about a refused key may hold the key.
        var detail = expected switch
        {
            CallErrorClass.Access => "",
            CallErrorClass.NoFunds => ": no funds, or the spending limit of the account was reached",
            CallErrorClass.TooLarge => ": Так нельзя.: shorten what is asked, as by --context-top-k",
            _ => ": Так нельзя.",
        };
        Assert.Equal($"HTTP {status}{detail}", result.Error);
        Assert.Equal((null, null, null), (result.Text, result.RetryAfter, result.Tokens.Input));
        Assert.Equal(1, Server.RequestCount);
        Assert.True(result.LatencyMs >= 0);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    public async Task The_wait_asked_for_in_seconds_is_told(int status) =>
        Assert.Equal(TimeSpan.FromSeconds(7), (await ReplyToAsync(_ => Scripted.Status(status, "Later.", 7))).RetryAfter);

    [Fact]
    public async Task The_wait_asked_for_as_a_date_is_counted_from_now()
    {
        using var time = new ManualTime(); // 1970-01-01 00:00:00
        Server.Model("m").Reply = _ => Scripted.Status(429, "Later.", DateTimeOffset.UnixEpoch.AddSeconds(90));
        var caller = CallerBy(time, TimeSpan.FromHours(1));

        Assert.Equal(TimeSpan.FromSeconds(90), (await caller.CallAsync(Call(), Stop)).RetryAfter);
        time.Advance(TimeSpan.FromSeconds(100));
        Assert.Equal(TimeSpan.Zero, (await caller.CallAsync(Call(), Stop)).RetryAfter);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-5")]
    [InlineData("")]
    public async Task A_wait_that_cannot_be_read_is_none(string wait) =>
        Assert.Null(
            (
                await ReplyToAsync(_ => Scripted.Status(429, "Later.", headers: new Dictionary<string, string> { ["Retry-After"] = wait }))
            ).RetryAfter
        );

    [Fact]
    public async Task A_proxy_page_is_a_server_fault()
    {
        var result = await ReplyToAsync(_ => Scripted.Html502());

        Assert.Equal((CallErrorClass.Server, 502), (result.ErrorClass, result.HttpStatus));
        Assert.Equal(
            "HTTP 502: an HTML page titled «502 Bad Gateway» in place of JSON: is the address right, is there a proxy?",
            result.Error
        );
    }

    public static TheoryData<string> Malformed =>
        new()
        {
            "",
            "<html>busy</html>",
            "[]",
            "null",
            "42",
            "{}",
            """{"choices":null}""",
            """{"choices":[]}""",
            """{"choices":[{"index":0,"message":{"role":"assistant","content":"обры""",
        };

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task A_body_that_is_no_completion_is_malformed(string body)
    {
        var result = await ReplyToAsync(_ => Scripted.Body(body));

        Assert.Equal((CallErrorClass.Malformed, null), (result.ErrorClass, result.Text));
        Assert.StartsWith("malformed reply: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_servers_malformed_replies_are_malformed()
    {
        foreach (var reply in new[] { Scripted.MalformedJson(), Scripted.EmptyChoices(), Scripted.NotUtf8() })
            Assert.Equal(CallErrorClass.Malformed, (await ReplyToAsync(_ => reply)).ErrorClass);
    }

    [Fact]
    public async Task A_reply_that_does_not_end_is_not_read_to_its_end()
    {
        var result = await ReplyToAsync(_ => new RawReply(200, "application/json", new byte[(32 << 20) + 1]));

        Assert.Equal((CallErrorClass.Malformed, "malformed reply: it is longer than 32 MB"), (result.ErrorClass, result.Error));
    }

    [Fact]
    public async Task An_error_under_status_200_is_told()
    {
        var result = await ReplyToAsync(_ => Scripted.Body("""{"error":{"message":"Upstream is overloaded","code":502}}"""));

        Assert.Equal((CallErrorClass.Server, "HTTP 200, error 502: Upstream is overloaded"), (result.ErrorClass, result.Error));
    }

    [Fact]
    public async Task A_hanging_endpoint_times_out_at_the_limit()
    {
        using var time = new ManualTime();
        var hung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Model("m").Reply = _ =>
        {
            hung.TrySetResult();
            return Scripted.Hang();
        };

        var call = CallerBy(time, TimeSpan.FromSeconds(2.5)).CallAsync(Call(), Stop);
        await hung.Task.WaitAsync(Stop);
        time.Advance(TimeSpan.FromSeconds(2.5));
        var result = await call;

        Assert.Equal(
            (CallErrorClass.Timeout, "no complete reply within 2.5 s", 2500.0),
            (result.ErrorClass, result.Error, result.LatencyMs)
        );
    }

    [Fact]
    public async Task A_reply_cut_short_is_a_connection_fault()
    {
        var result = await ReplyToAsync(_ => Scripted.Cut());

        Assert.Equal((CallErrorClass.Connection, null, null), (result.ErrorClass, result.HttpStatus, result.Text));
        Assert.Equal(1, Server.RequestCount);
    }

    [Fact]
    public async Task A_closed_port_is_a_connection_fault()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();

        var result = await Caller.CallAsync(
            Call() with
            {
                Endpoint = Endpoint() with { BaseUrl = new Uri($"http://127.0.0.1:{port}/v1") },
            },
            Stop
        );

        Assert.Equal((CallErrorClass.Connection, null), (result.ErrorClass, result.HttpStatus));
        Assert.NotEmpty(result.Error!);
    }

    [Fact]
    public async Task A_server_that_goes_away_is_a_connection_fault()
    {
        var hung = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Server.Model("m").Reply = _ =>
        {
            hung.TrySetResult();
            return Scripted.Hang();
        };

        var call = Caller.CallAsync(Call(), Stop);
        await hung.Task.WaitAsync(Stop);
        await Server.DisposeAsync();

        Assert.Equal(CallErrorClass.Connection, (await call).ErrorClass);
    }

    [Fact]
    public async Task Cancelling_is_an_exception_whatever_the_endpoint_does()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Server.Model("m").Reply = _ =>
        {
            cancel.Cancel();
            return Scripted.Hang();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Caller.CallAsync(Call(), cancel.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Caller.CallAsync(Call(), cancel.Token));
        Assert.Equal(1, Server.RequestCount);
    }

    [Theory]
    [InlineData("""{"error":{"message":"Нет."}}""", "Нет.")]
    [InlineData("""{"error":"Нет."}""", "Нет.")]
    [InlineData("""{"message":"Нет."}""", "Нет.")]
    [InlineData("""{"error":{"message":"Нет.","param":"top_k"}}""", "top_k: Нет.")]
    [InlineData("""{"error":{"message":"top_k: нет.","param":"top_k"}}""", "top_k: нет.")]
    [InlineData("""{"detail":"Нет."}""", "Нет.")]
    [InlineData(
        """{"detail":[{"loc":["body","top_k"],"msg":"Нет.","input":9},{"loc":["body",1],"msg":"Мало."}]}""",
        "body.top_k: Нет.; body.1: Мало."
    )]
    [InlineData(
        """{"object":"error","message":{"detail":[{"type":"extra_forbidden","loc":["body","top_k"],"msg":"Нет.","input":1}]}}""",
        "body.top_k: Нет."
    )]
    [InlineData("""{"code":1}""", """{"code":1}""")]
    [InlineData("две\nстроки", "две строки")]
    [InlineData("""{"error":{"message":"обры""", """{"error":{"message":"обры""")]
    public async Task The_message_of_an_error_is_found(string body, string message) =>
        Assert.Equal("HTTP 405: " + message, (await ReplyToAsync(_ => Raw(405, body))).Error);

    [Fact]
    public async Task An_echoed_key_reaches_no_result()
    {
        var url = Uri.EscapeDataString(Key);
        string[] echoes =
        [
            Key,
            Key[..12] + "***" + Key[^6..],
            Key[3..],
            url,
            url.ToLowerInvariant(),
            WebUtility.HtmlEncode(Key),
            JsonSerializer.Serialize(Key),
        ];
        foreach (var echo in echoes)
        foreach (
            var body in new[]
            {
                $"no: {echo}",
                JsonSerializer.Serialize(new { error = new { message = $"Bearer {echo} is wrong" } }),
                $$"""{"{{echo}}":1}""",
                $$$"""{"choices":[{"message":{"role":"{{{url}}}","content":""}}]}""",
            }
        )
        foreach (var status in new[] { 200, 400, 401, 402, 403, 404, 408, 422, 429, 500, 502 })
        {
            var result = await ReplyToAsync(_ => Raw(status, body));
            Assert.False(result.Succeeded);
            foreach (var form in new[] { Key, url })
                for (var i = 0; i + 6 <= form.Length; i++)
                    Assert.DoesNotContain(form.Substring(i, 6), result.ToString(), StringComparison.Ordinal);
        }
        Assert.All(Server.Requests, r => Assert.Equal($"Bearer {Key}", r.Authorization));
    }

    [Fact]
    public async Task A_mix_of_faults_becomes_its_classes()
    {
        var mix = new FaultMix
        {
            Seed = 3,
            RateLimited = 0.2,
            ServerError = 0.2,
            Prose = 0.2,
            Cut = 0.2,
        };
        Server.Model("m").Reply = mix.Wrap(_ => Scripted.Text("да"));

        var results = new Dictionary<string, CallResult>();
        for (var i = 0; i < 40; i++)
            results[$"вопрос {i}"] = await Caller.CallAsync(Call($"вопрос {i}"), Stop);

        var drawn = Server.Requests.Select(r => (Fault: mix.Draw(r), Result: results[r.Messages.Single().Text])).ToList();
        Assert.Equal(40, drawn.Count);
        Assert.Equal(5, drawn.Select(d => d.Fault).Distinct().Count()); // every fault of the mix, and none
        Assert.All(
            drawn,
            d =>
                Assert.Equal(
                    d.Fault switch
                    {
                        Fault.RateLimited => (CallErrorClass.RateLimited, null, TimeSpan.FromSeconds(1)),
                        Fault.ServerError => (CallErrorClass.Server, null, null),
                        Fault.Cut => (CallErrorClass.Connection, null, null),
                        Fault.Prose => (null, FaultMix.ProseText, null),
                        _ => ((CallErrorClass?)null, "да", (TimeSpan?)null),
                    },
                    (d.Result.ErrorClass, d.Result.Text, d.Result.RetryAfter)
                )
        );
    }

    private static RawReply Raw(int status, string body) => new(status, "application/json", Encoding.UTF8.GetBytes(body));
}
