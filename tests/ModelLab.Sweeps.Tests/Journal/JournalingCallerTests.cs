using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Protocol;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Journal;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Sweeps.Tests.Journal;

public sealed class JournalingCallerTests : JournalTest, IAsyncLifetime
{
    private static readonly JournalPolicy Normal = new(Refresh: false, RetryErrors: false);
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private TestServer _server = null!;
    private CallJournal _journal = null!;
    private AttemptCaller _caller = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(Stop);
        _journal = Open();
        _caller = new AttemptCaller(
            new ModelClients(_http, TimeProvider.System),
            new EndpointAdaptations(),
            new Llm.Configuration.SecretScrubber([]),
            TimeProvider.System,
            TimeSpan.FromMinutes(1)
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _server.DisposeAsync();
        _http.Dispose();
        Dispose();
    }

    [Fact]
    public async Task Equal_calls_at_once_are_made_once_and_one_of_them_has_paid()
    {
        _server.Default.Latency = TimeSpan.FromMilliseconds(30);
        var caller = Journaling(Normal);

        var results = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => caller.CallAsync(Ask(i % 2 == 0 ? "a" : "b"), Stop)));

        Assert.Equal(2, _server.RequestCount);
        Assert.Equal(2, results.Count(r => !r.FromJournal));
        Assert.Equal(2, results.Select(r => r.Text).Distinct().Count());
    }

    // Each journal has a connection and a session of its own, as a process has.
    [Fact]
    public async Task Processes_that_share_a_journal_pay_for_each_call_once()
    {
        _server.Default.Latency = TimeSpan.FromMilliseconds(40);
        var first = Enumerable.Range(0, 20).Select(i => Journaling(Normal).CallAsync(Ask($"{i}"), Stop)).ToList();
        await _server.WhenReceived(20);
        await using var second = Open();
        await using var third = Open();
        // The 20 that are under way, unknown to anybody yet, and 40 that all of them begin at once in orders of their own.
        var all = new[] { _journal, second, third }
            .SelectMany(
                (journal, who) =>
                {
                    var caller = Journaling(Normal, journal);
                    return Enumerable.Range(0, 60).OrderBy(i => (i * 7 + who * 13) % 60).Select(i => caller.CallAsync(Ask($"{i}"), Stop));
                }
            )
            .ToList();

        var results = await Task.WhenAll(all.Concat(first));

        Assert.Equal(60, _server.RequestCount);
        Assert.Equal(60, results.Count(r => !r.FromJournal));
        Assert.All(results, r => Assert.True(r.Succeeded));
    }

    [Fact]
    public async Task A_call_of_a_process_that_died_is_made_by_who_waits_for_it()
    {
        await using var dying = Open();
        await using var waiting = Open();
        var key = CallKey.Of(Ask("x"));
        Assert.True(await dying.TryTakeAsync(key, Stop));
        Assert.False(await waiting.TryTakeAsync(key, Stop));
        // Who looks 11 seconds later finds no heartbeat of the last 10.
        using var later = new ManualTime();
        later.Advance(TimeProvider.System.GetUtcNow().AddSeconds(11) - DateTimeOffset.UnixEpoch);
        await using var survivor = CallJournal.Open(FilePath, later);
        Assert.True(await survivor.TryTakeAsync(key, Stop));
    }

    [Theory]
    [InlineData(200, 1, 1)]
    [InlineData(400, 1, 2)]
    [InlineData(422, 1, 2)]
    [InlineData(401, 2, 2)]
    [InlineData(404, 2, 2)]
    [InlineData(429, 2, 2)]
    [InlineData(500, 2, 2)]
    public async Task Which_results_stand(int status, int calls, int callsWithRetryErrors)
    {
        _server.Default.Reply = _ => status == 200 ? Scripted.Text("да") : Scripted.Status(status, "Нет.");
        await Journaling(Normal).CallAsync(Ask(), Stop);
        await Journaling(Normal).CallAsync(Ask(), Stop);
        Assert.Equal(calls, _server.RequestCount);

        _server.Reset();
        await Journaling(Normal with { RetryErrors = true }).CallAsync(Ask(), Stop);
        Assert.Equal(callsWithRetryErrors - 1, _server.RequestCount);
    }

    [Fact]
    public async Task Refusals_stand_unless_errors_are_retried_and_what_is_no_reply_does_not()
    {
        foreach (
            var (reply, stands, standsRetrying) in new (ScriptedReply, bool, bool)[]
            {
                (Scripted.EmptyChoices(), false, false),
                (Scripted.Text(""), false, false),
                (Scripted.Status(400, "Нет."), true, false),
                (Scripted.Status(413, "Много."), true, false),
                (Scripted.Status(402, "Пусто."), false, false),
                (Scripted.Refusal("Нет."), true, false),
                (Scripted.ContentFilter(), true, false),
                (Scripted.Cut(), false, false),
                (Scripted.Text("?"), true, true),
            }
        )
        {
            _server.Default.Reply = _ => reply;
            var call = Ask(reply.ToString());
            await Journaling(Normal).CallAsync(call, Stop);
            _server.Reset();
            await Journaling(Normal).CallAsync(call, Stop);
            Assert.Equal(stands ? 0 : 1, _server.RequestCount);
            _server.Reset();
            await Journaling(Normal with { RetryErrors = true }).CallAsync(call, Stop);
            Assert.Equal(standsRetrying ? 0 : 1, _server.RequestCount);
        }
    }

    [Fact]
    public async Task A_refresh_calls_anew_once_a_run_and_replaces_what_was_there()
    {
        _server.Default.Reply = r => Scripted.Text(FormattableString.Invariant($"{r.CallNumber}"));
        Assert.Equal("1", (await Journaling(Normal).CallAsync(Ask(), Stop)).Text);
        var refreshing = Journaling(new JournalPolicy(Refresh: true, RetryErrors: false));

        Assert.Equal(("2", false), await AskAsync(refreshing));
        Assert.Equal(("2", true), await AskAsync(refreshing));
        Assert.Equal(("2", true), await AskAsync(Journaling(Normal)));
        Assert.Equal(("3", false), await AskAsync(Journaling(new JournalPolicy(Refresh: true, RetryErrors: false))));
    }

    [Fact]
    public async Task A_call_that_was_not_sent_is_not_journalled()
    {
        var circuits = new CircuitBoard(TimeSpan.FromMinutes(2), TimeProvider.System);
        for (var i = 0; i < CircuitBoard.Threshold; i++)
            circuits.Record(Ask().Endpoint, new CallResult { ErrorClass = CallErrorClass.Server, Error = "?" });
        var caller = new JournalingCaller(
            new RetryingCaller(_caller, RetryOptions.Default, circuits, TimeProvider.System),
            _journal,
            Normal,
            TimeProvider.System
        );

        Assert.Equal(CallErrorClass.CircuitOpen, (await caller.CallAsync(Ask(), Stop)).ErrorClass);
        Assert.True(_journal.IsEmpty);
        Assert.Equal(0, _server.RequestCount);
    }

    [Fact]
    public async Task Whoever_waits_for_an_equal_call_that_is_cancelled_makes_it_himself()
    {
        using var cancel = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        _server.Default.Reply = r =>
        {
            if (r.CallNumber > 1)
                return Scripted.Text("да");
            arrived.SetResult();
            return Scripted.Hang();
        };
        var caller = Journaling(Normal);
        var first = caller.CallAsync(Ask(), cancel.Token);
        await arrived.Task.WaitAsync(Stop);
        var second = caller.CallAsync(Ask(), Stop);
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(("да", false), ((await second).Text, (await second).FromJournal));
    }

    [Fact]
    public async Task Repeats_and_re_asks_are_calls_of_their_own()
    {
        var caller = Journaling(Normal);
        await caller.CallAsync(Ask(), Stop);
        await caller.CallAsync(Ask() with { Repeat = 1 }, Stop);
        await caller.CallAsync(Ask() with { ReAsk = 1 }, Stop);
        Assert.Equal(3, _server.RequestCount);
    }

    private async Task<(string?, bool)> AskAsync(JournalingCaller caller)
    {
        var result = await caller.CallAsync(Ask(), Stop);
        return (result.Text, result.FromJournal);
    }

    private ModelCall Ask(string text = "?") => Call(text, url: _server.BaseUrl.ToString());

    private JournalingCaller Journaling(JournalPolicy policy) => Journaling(policy, _journal);

    private JournalingCaller Journaling(JournalPolicy policy, CallJournal journal) => new(_caller, journal, policy, TimeProvider.System);
}
