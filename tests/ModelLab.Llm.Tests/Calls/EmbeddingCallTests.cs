using System.Globalization;
using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Money;
using ModelLab.Llm.Protocol;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

/// <summary>Asking for vectors over HTTP.</summary>
public sealed class EmbeddingCallTests : IAsyncLifetime
{
    private const string Key = "sk-test-embeddings-1234567890";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private TestServer _server = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private AttemptCaller Caller =>
        new(
            new ModelClients(_http, TimeProvider.System),
            new EndpointAdaptations(),
            new SecretScrubber([Key]),
            TimeProvider.System,
            TimeSpan.FromMinutes(1)
        );

    private ModelEndpoint Endpoint => new(new ModelRef("lab", "e"), _server.BaseUrl, new Secret(Key), "PROVIDER_LAB_API_KEY");

    public async ValueTask InitializeAsync() => _server = await TestServer.StartAsync(Stop);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private Task<CallResult> EmbedAsync(params string[] texts) => Caller.CallAsync(ModelCall.ForEmbedding(Endpoint, texts), Stop);

    private async Task AssertMalformedAsync(string body, string because)
    {
        _server.Model("e").Reply = _ => Scripted.Body(body);

        var result = await EmbedAsync("a", "b");

        Assert.Equal(CallErrorClass.Malformed, result.ErrorClass);
        Assert.Contains(because, result.Error, StringComparison.Ordinal);
        Assert.Null(result.Vectors);
    }

    [Fact]
    public async Task A_batch_brings_a_vector_a_text_and_its_tokens()
    {
        _server.Model("e").RequiredKey = Key;
        _server.Model("e").EmbeddingDimensions = 32;

        var result = await EmbedAsync("Расписание экзаменов", "Адрес «деканата»", "экзаменов расписание!");

        Assert.True(result.Succeeded);
        Assert.Equal([32, 32, 32], result.Vectors!.Select(v => v.Length));
        // The server's vectors are unit-length word counts: the first and third text hold the same words.
        Assert.Equal(result.Vectors![0], result.Vectors![2]);
        Assert.NotEqual(result.Vectors![0], result.Vectors![1]);
        Assert.Equal(1, result.Vectors![0].Sum(x => (double)x * x), 1e-5);
        Assert.True(result.Tokens.Input > 0);
        Assert.Equal(0, result.Tokens.Output);
        Assert.Equal("e", result.ReturnedModel);
    }

    [Fact]
    public async Task Vectors_belong_to_texts_by_their_index_and_not_by_their_place()
    {
        _server.Model("e").Reply = _ =>
            Scripted.Body(
                """{"data": [{"index": 1, "embedding": [0, 2.5e-1]}, {"index": 0, "embedding": [1, 0]}], "usage": {"total_tokens": 7}}"""
            );

        var result = await EmbedAsync("a", "b");

        Assert.Equal([1, 0], result.Vectors![0]);
        Assert.Equal([0, 0.25f], result.Vectors![1]);
        Assert.Equal(7, result.Tokens.Input);
    }

    [Fact]
    public async Task A_reply_that_does_not_fit_the_texts_is_malformed()
    {
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": [1]}]}""", "1 vectors came for 2 texts");
        await AssertMalformedAsync(
            """{"data": [{"index": 0, "embedding": [1]}, {"index": 1, "embedding": [1, 2]}]}""",
            "different dimensions (1, 2)"
        );
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": [1]}, {"index": 0, "embedding": [1]}]}""", "index 0");
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": [1]}, {"index": 2, "embedding": [1]}]}""", "index 2");
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": []}, {"index": 1, "embedding": []}]}""", "is empty");
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": [1e99]}, {"index": 1, "embedding": [1]}]}""", "not finite");
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": [null]}, {"index": 1, "embedding": [1]}]}""", "malformed reply");
        await AssertMalformedAsync("""{"data": [{"index": 0, "embedding": [NaN]}, {"index": 1, "embedding": [1]}]}""", "malformed reply");
        await AssertMalformedAsync("""{"object": "list"}""", "no list 'data'");
        await AssertMalformedAsync("""[]""", "no list 'data'");
    }

    [Fact]
    public async Task Errors_have_the_classes_of_chat_and_are_asked_once()
    {
        foreach (
            var (status, expected) in new[]
            {
                (400, CallErrorClass.BadRequest),
                (401, CallErrorClass.Access),
                (404, CallErrorClass.NotFound),
                (429, CallErrorClass.RateLimited),
                (503, CallErrorClass.Server),
            }
        )
        {
            _server.Reset();
            _server.Model("e").Reply = _ => Scripted.Status(status, $"stream of no, {Key}");

            var result = await EmbedAsync("a");

            Assert.Equal((expected, status), (result.ErrorClass!.Value, result.HttpStatus));
            Assert.DoesNotContain(Key, result.Error, StringComparison.Ordinal);
            Assert.Equal(1, _server.RequestCount);
        }
    }

    [Fact]
    public async Task Tokens_that_are_not_reported_are_counted_and_marked()
    {
        _server.Model("e").OmitUsage = true;
        var counter = new TokenCounter();

        var result = await new CountingCaller(Caller, counter).CallAsync(ModelCall.ForEmbedding(Endpoint, ["один два", "три"]), Stop);

        Assert.Equal(
            (counter.Count("один два") + counter.Count("три"), 0L, true),
            (result.Tokens.Input!.Value, result.Tokens.Output!.Value, result.Tokens.IsEstimated)
        );
    }

    [Fact]
    public void Keys_tell_texts_models_repeats_and_conversations_apart()
    {
        byte[][] keys =
        [
            CallKey.OfEmbedding(Endpoint, "a"),
            CallKey.OfEmbedding(Endpoint, "b"),
            CallKey.OfEmbedding(Endpoint with { Model = new ModelRef("lab", "f") }, "a"),
            CallKey.OfEmbedding(Endpoint, "a", repeat: 1),
            CallKey.Of(ModelCall.ForEmbedding(Endpoint, ["a", "b"])),
            CallKey.Of(ModelCall.ForEmbedding(Endpoint, ["ab"])),
            CallKey.Of(
                new ModelCall
                {
                    Endpoint = Endpoint,
                    Messages = [new PromptMessage(PromptRole.User, "a")],
                    Sampling = new Sampling(null, null),
                }
            ),
        ];

        Assert.Equal(keys.Length, keys.Select(Convert.ToHexString).Distinct().Count());
        Assert.Equal(keys[0], CallKey.OfEmbedding(Endpoint with { Key = null }, "a"));
    }
}
