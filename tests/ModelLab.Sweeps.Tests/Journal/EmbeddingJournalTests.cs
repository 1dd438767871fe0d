using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Journal;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Sweeps.Tests.Journal;

/// <summary>Vectors over HTTP through a journal on disk.</summary>
public sealed class EmbeddingJournalTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-journal-").FullName;
    private TestServer _server = null!;
    private CallJournal _journal = null!;
    private EmbeddingJournalingCaller _caller = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string JournalPath => Path.Combine(_folder, CallJournal.FileName);

    private ModelEndpoint Endpoint => new(new ModelRef("lab", "e"), _server.BaseUrl, null, "PROVIDER_LAB_API_KEY");

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(Stop);
        Open();
    }

    public async ValueTask DisposeAsync()
    {
        await _journal.DisposeAsync();
        await _server.DisposeAsync();
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Open()
    {
        _journal = CallJournal.Open(JournalPath, TimeProvider.System);
        _caller = new EmbeddingJournalingCaller(
            new AttemptCaller(
                new ModelClients(_http, TimeProvider.System),
                new EndpointAdaptations(),
                new SecretScrubber([]),
                TimeProvider.System,
                TimeSpan.FromMinutes(1)
            ),
            _journal,
            TimeProvider.System
        );
    }

    private async Task ReopenAsync()
    {
        await _journal.DisposeAsync();
        Open();
    }

    private Task<CallResult> EmbedAsync(params string[] texts) => _caller.CallAsync(ModelCall.ForEmbedding(Endpoint, texts), Stop);

    // What the server was asked to embed, request by request.
    private string[] Asked => [.. _server.Requests.Select(r => string.Join(' ', r.Inputs))];

    [Fact]
    public async Task Another_batch_pays_for_its_new_texts_only_even_in_another_process()
    {
        var first = await EmbedAsync("a", "b", "c");
        await ReopenAsync();

        var second = await EmbedAsync("d", "c", "a");
        var third = await EmbedAsync("b", "d");

        Assert.Equal(["a b c", "d"], Asked);
        Assert.Equal([first.Vectors![2], first.Vectors![0]], second.Vectors!.Skip(1));
        Assert.Equal([first.Vectors![1], second.Vectors![0]], third.Vectors);
        Assert.Equal([false, false, true], new[] { first, second, third }.Select(r => r.FromJournal));
    }

    [Fact]
    public async Task Vectors_come_back_bit_by_bit()
    {
        _server.Model("e").Reply = _ =>
            Scripted.Body("""{"data": [{"index": 0, "embedding": [1.1754944e-38, -3.4028235e38, 0.1, -0.0]}]}""");
        await EmbedAsync("a");
        await ReopenAsync();

        var bits = (await EmbedAsync("a")).Vectors![0].Select(BitConverter.SingleToUInt32Bits);

        Assert.Equal(new[] { 1.1754944e-38f, -3.4028235e38f, 0.1f, -0f }.Select(BitConverter.SingleToUInt32Bits), bits);
    }

    [Fact]
    public async Task Equal_texts_of_a_batch_are_asked_for_once()
    {
        var result = await EmbedAsync("a", "b", "a");

        Assert.Equal(["a b"], Asked);
        Assert.Equal(result.Vectors![0], result.Vectors![2]);
    }

    [Fact]
    public async Task Batches_at_the_same_time_share_what_is_under_way()
    {
        var arrived = new TaskCompletionSource();
        var go = new TaskCompletionSource();
        _server.Model("e").Reply = request =>
        {
            arrived.TrySetResult();
            go.Task.Wait(Stop);
            return Scripted.Text("");
        };
        var one = EmbedAsync("a", "b");
        await arrived.Task.WaitAsync(Stop);
        var two = EmbedAsync("b", "c");
        go.SetResult();

        var results = await Task.WhenAll(one, two);

        Assert.Equal(["a b", "c"], Asked.Order());
        Assert.Equal(results[0].Vectors![1], results[1].Vectors![0]);
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_nothing_behind_and_is_asked_for_again()
    {
        _server.Model("e").Reply = request => request.CallNumber == 1 ? Scripted.Status(503, "busy") : Scripted.Text("");

        var failed = await EmbedAsync("a", "b");
        var again = await EmbedAsync("a", "b");

        Assert.Equal((503, true), (failed.HttpStatus, again.Succeeded));
        Assert.Null(failed.Vectors);
        Assert.Equal(["a b", "a b"], Asked);
    }

    [Fact]
    public async Task A_cancelled_batch_lets_go_of_its_texts()
    {
        using var cancel = new CancellationTokenSource();
        var arrived = new TaskCompletionSource();
        _server.Model("e").Reply = request =>
        {
            if (request.CallNumber > 1)
                return Scripted.Text("");
            arrived.SetResult();
            return Scripted.Hang();
        };
        var hanging = _caller.CallAsync(ModelCall.ForEmbedding(Endpoint, ["a"]), cancel.Token);
        await arrived.Task.WaitAsync(Stop);
        var waiting = EmbedAsync("a");
        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hanging);
        Assert.True((await waiting).Succeeded);
    }

    [Fact]
    public async Task The_journals_statistics_count_requests_and_their_tokens_and_pruning_drops_the_vectors()
    {
        var result = await EmbedAsync("a", "b");
        await ReopenAsync();
        var stats = Assert.Single(JournalFile.Stats(JournalPath));

        Assert.Equal(("e", 1L, 0L, result.Tokens.Input!.Value), (stats.Model, stats.Calls, stats.Errors, stats.Tokens));
        JournalFile.Prune(JournalPath, null, "other", onlyErrors: false);
        await EmbedAsync("a");
        Assert.Single(Asked);
        Assert.Equal(1, JournalFile.Prune(JournalPath, null, "e", onlyErrors: false));
        await EmbedAsync("a");
        Assert.Equal(["a b", "a"], Asked);
    }
}
