using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

public sealed class GigaChatTokenTests : CallTest
{
    private readonly ManualTime _time = new();

    protected override TimeProvider ServerTime => _time;

    private TokenShop Shop => Server.Tokens;

    [Fact]
    public async Task The_key_buys_one_token_for_all_calls_models_and_roles()
    {
        Prepare();
        Shop.Latency = TimeSpan.FromSeconds(1);
        var caller = CallerBy(_time, TimeSpan.FromMinutes(1));

        // Each with endpoints of its own, as roles have.
        var calls = Enumerable.Range(0, 40).Select(i => caller.CallAsync(GigaCall(i % 2 == 0 ? "m" : "n", i), Stop)).ToList();
        await Shop.WhenReceived.WaitAsync(Stop);
        _time.Advance(TimeSpan.FromSeconds(1));
        var results = await Task.WhenAll(calls);

        Assert.All(results, r => Assert.Equal("Да.", r.Text));
        var bought = Assert.Single(Shop.Requests);
        Assert.Equal(("Basic " + Key, "GIGACHAT_API_CORP"), (bought.Authorization, bought.Scope));
        Assert.True(Guid.TryParse(bought.RequestId, out _));
        // The key goes to the shop alone.
        Assert.DoesNotContain(Server.Requests, r => r.Headers.Values.Any(v => v.Contains(Key, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3600)]
    [InlineData(7200)]
    public async Task A_token_is_renewed_before_it_ends_whatever_the_clocks_say(int skewSeconds)
    {
        Prepare();
        (Shop.Lifetime, Shop.Skew) = (TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(skewSeconds));
        var caller = CallerBy(_time, TimeSpan.FromMinutes(1));

        // A call a second for a minute: each token serves from its purchase until 18 s later, a tenth before its end, so purchases come
        // at 0, 18, 36 and 54 s. An endpoint's date is in whole seconds, and here no part of one is lost.
        for (var second = 0; second <= 60; second++)
        {
            Assert.Equal("Да.", (await caller.CallAsync(GigaCall("m", second), Stop)).Text);
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.Equal((4, 61), (Shop.Sold, Server.RequestCount));
    }

    [Fact]
    public async Task A_token_that_the_endpoint_no_longer_takes_is_renewed_once_for_all_who_show_it()
    {
        Prepare();
        var caller = CallerBy(_time, TimeSpan.FromMinutes(1));
        await caller.CallAsync(GigaCall("m"), Stop);

        Shop.Revoke();
        var results = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => caller.CallAsync(GigaCall("m", i), Stop)));

        Assert.All(results, r => Assert.Equal(("Да.", 1), (r.Text, r.Attempts)));
        Assert.Equal(2, Shop.Sold);
    }

    [Fact]
    public async Task An_endpoint_that_takes_no_token_is_asked_twice_and_then_believed()
    {
        Prepare();
        (Shop.Lifetime, Shop.Skew) = (TimeSpan.Zero, TimeSpan.Zero); // dead when sold

        var result = await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(GigaCall("m"), Stop);

        Assert.Equal((CallErrorClass.Access, "HTTP 401"), (result.ErrorClass, result.Error));
        Assert.Equal((2, 2), (Shop.Sold, Server.RequestCount));
    }

    [Theory]
    [InlineData(401, "no", CallErrorClass.Access, "HTTP 401")]
    [InlineData(400, "scope is wrong", CallErrorClass.Access, "HTTP 400: scope is wrong")]
    [InlineData(429, "slow down", CallErrorClass.RateLimited, "HTTP 429: slow down")]
    [InlineData(500, "oops", CallErrorClass.Server, "HTTP 500: oops")]
    [InlineData(503, "busy", CallErrorClass.Server, "HTTP 503: busy")]
    public async Task A_shop_that_fails_names_the_key_and_the_address(int status, string said, CallErrorClass expected, string error)
    {
        Prepare();
        Shop.Instead = _ => Scripted.Status(status, said);

        var result = await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(GigaCall("m"), Stop);

        Assert.Equal((expected, $"no token for PROVIDER_LAB_API_KEY from {Server.Root}oauth: {error}"), (result.ErrorClass, result.Error));
        Assert.True(result.NeverArrived);
        Assert.Equal(0, Server.RequestCount);

        // It is asked again by the next call.
        Shop.Instead = _ => null;
        Assert.Equal("Да.", (await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(GigaCall("m"), Stop)).Text);
    }

    // The clock stands at 1970-01-01; tokens live for 100 s where the answer says so, else for the usual 30 minutes.
    [Theory]
    [InlineData("""{"access_token":"T","expires_at":100000}""", 89, 90)]
    [InlineData("""{"access_token":"T","expires_in":100}""", 89, 90)]
    [InlineData("""{"access_token":"T"}""", 1769, 1770)]
    [InlineData("""{"access_token":"T","expires_at":-5}""", 1769, 1770)]
    [InlineData("""{"access_token":"T","expires_at":1e300}""", 1769, 1770)]
    [InlineData("""{"access_token":"T","expires_at":"soon","expires_in":null}""", 1769, 1770)]
    public async Task How_long_a_token_lives_is_read_where_it_can_be_true(string sold, int stillGood, int tooOld)
    {
        Prepare();
        Server.Model("m").Tokens = null;
        var date = new Dictionary<string, string> { ["Date"] = DateTimeOffset.UnixEpoch.ToString("R") };
        Shop.Instead = _ => Scripted.Body(sold) with { Headers = date };
        var caller = CallerBy(_time, TimeSpan.FromMinutes(1));
        Assert.Equal("Да.", (await caller.CallAsync(GigaCall("m"), Stop)).Text);

        // A tenth of its life, and at most 30 s, before its end.
        _time.Advance(TimeSpan.FromSeconds(stillGood));
        await caller.CallAsync(GigaCall("m"), Stop);
        Assert.Single(Shop.Requests);
        _time.Advance(TimeSpan.FromSeconds(tooOld - stillGood));
        await caller.CallAsync(GigaCall("m"), Stop);
        Assert.Equal(2, Shop.Requests.Count);
    }

    [Theory]
    [InlineData("<html><title>Вход</title></html>", "an HTML page titled «Вход» in place of JSON")]
    [InlineData("""{"tok":"x"}""", "it has no text 'access_token'")]
    public async Task What_is_no_token_is_told_as_what_it_is(string body, string error)
    {
        Prepare();
        Shop.Instead = _ => Scripted.Body(body);
        var result = await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(GigaCall("m"), Stop);
        Assert.Equal(CallErrorClass.Malformed, result.ErrorClass);
        Assert.Contains(error, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_is_down_is_a_connection_that_was_not_made()
    {
        Prepare();
        var call = GigaCall("m");
        call = call with
        {
            Endpoint = call.Endpoint with { Connection = call.Endpoint.Connection with { TokenUrl = new Uri("http://127.0.0.1:9/oauth") } },
        };
        var result = await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(call, Stop);
        Assert.Equal((CallErrorClass.Connection, true), (result.ErrorClass, result.NeverArrived));
        Assert.StartsWith("no token for PROVIDER_LAB_API_KEY from http://127.0.0.1:9/oauth: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shop_that_hangs_ends_with_a_time_limit_of_its_own_and_who_waits_may_go_away()
    {
        Prepare();
        Shop.Latency = TimeSpan.FromMinutes(10);
        var caller = CallerBy(_time, TimeSpan.FromMinutes(5));
        using var impatient = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var left = caller.CallAsync(GigaCall("m"), impatient.Token);
        var stays = caller.CallAsync(GigaCall("m"), Stop);
        await Shop.WhenReceived.WaitAsync(Stop);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        Assert.False(stays.IsCompleted);

        _time.Advance(TimeSpan.FromSeconds(30));
        var result = await stays;
        Assert.Equal(CallErrorClass.Timeout, result.ErrorClass);
        Assert.EndsWith("oauth: no answer within 30 s", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_echoed_is_not_kept()
    {
        Prepare();
        Server.Model("m").Reply = r => Scripted.Text($"Вы показали {r.Key}.", finishReason: "stop");
        var answer = await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(GigaCall("m"), Stop);
        Assert.Equal("Вы показали ***.", answer.Text);

        // Also where only a part of it is quoted.
        Server.Model("m").Reply = r => Scripted.Status(400, $"bad token {r.Key![8..40]}");
        var error = await CallerBy(_time, TimeSpan.FromMinutes(1)).CallAsync(GigaCall("m"), Stop);
        Assert.Equal("HTTP 400: bad token ***", error.Error);
    }

    [Fact]
    public async Task Short_tokens_lose_no_call_of_a_busy_run_and_are_renewed_at_most_once_each()
    {
        // Real time, for all that may overlap: tokens of 0.6 s in a run of 2 s, 8 calls at a time.
        await using var server = await TestServer.StartAsync(Stop);
        server.Model("m").Tokens = server.Tokens;
        server.Model("m").Latency = TimeSpan.FromMilliseconds(20);
        server.Model("m").Reply = _ => Scripted.Text("Да.");
        server.Tokens.Lifetime = TimeSpan.FromSeconds(0.6);
        var endpoint = new ModelEndpoint(new("lab", "m"), server.BaseUrl, new Secret(Key), "K") { Connection = Connection(server) };
        var caller = CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1));
        var clock = System.Diagnostics.Stopwatch.StartNew();

        var results = new System.Collections.Concurrent.ConcurrentBag<CallResult>();
        await Task.WhenAll(
            Enumerable
                .Range(0, 8)
                .Select(async worker =>
                {
                    for (var i = 0; clock.Elapsed < TimeSpan.FromSeconds(2); i++)
                        results.Add(await caller.CallAsync(Call($"{worker}-{i}") with { Endpoint = endpoint }, Stop));
                })
        );

        Assert.All(results, r => Assert.Equal(("Да.", null), (r.Text, r.Error)));
        // A token serves 0.54 s, so 2 s want four of them; a machine that sleeps can only want fewer.
        Assert.InRange(server.Tokens.Sold, 2, 1 + (int)(clock.Elapsed / TimeSpan.FromSeconds(0.54)));
    }

    private void Prepare()
    {
        foreach (var model in new[] { "m", "n" })
        {
            Server.Model(model).Tokens = Shop;
            Server.Model(model).Reply = _ => Scripted.Text("Да.");
        }
        Shop.RequiredKey = Key;
    }

    private ModelCall GigaCall(string model, int item = 0) =>
        Call($"Вопрос {item}") with
        {
            Endpoint = Endpoint(model) with { Connection = Connection(Server) },
        };

    private static EndpointConnection Connection(TestServer server) =>
        new()
        {
            Auth = EndpointAuth.GigaChatOAuth,
            TokenUrl = new Uri(server.Root, "/oauth"),
            TokenScope = "GIGACHAT_API_CORP",
        };
}
