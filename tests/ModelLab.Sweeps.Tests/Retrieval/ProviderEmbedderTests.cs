using System.Text.Json;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;
using ModelLab.Records.Reading;
using ModelLab.Sweeps.Retrieval;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Sweeps.Tests.Retrieval;

/// <summary>An embedder over HTTP.</summary>
public sealed class ProviderEmbedderTests : IAsyncLifetime
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private TestServer _server = null!;
    private AttemptCaller _caller = null!;
    private ProviderEmbedder _embedder = null!;

    public async ValueTask InitializeAsync()
    {
        _server = await TestServer.StartAsync(TestContext.Current.CancellationToken);
        _caller = new AttemptCaller(
            new ModelClients(_http, TimeProvider.System),
            new EndpointAdaptations(),
            new SecretScrubber([]),
            TimeProvider.System,
            TimeSpan.FromMinutes(1)
        );
        _embedder = new ProviderEmbedder(
            new ModelEndpoint(new ModelRef("lab", "e"), _server.BaseUrl, null, "PROVIDER_LAB_API_KEY"),
            _caller
        );
    }

    public async ValueTask DisposeAsync()
    {
        _embedder.Dispose();
        _http.Dispose();
        await _server.DisposeAsync();
    }

    private static int Inputs(ReceivedRequest request) => request.Inputs.Count;

    private async Task<float[]> OneAsync(string text) => (await ManyAsync([text]))[0];

    private async Task<float[][]> ManyAsync(IReadOnlyCollection<string> texts) =>
        [.. (await _embedder.EmbedAsync(texts, TextKind.Passage, TestContext.Current.CancellationToken)).Select(v => v.ToArray())];

    private async Task<EmbeddingFailedException> FailureAsync(params string[] texts)
    {
        var error = await Assert.ThrowsAsync<EmbeddingFailedException>(() => ManyAsync(texts));
        Assert.DoesNotContain('\n', error.Message);
        return error;
    }

    [Fact]
    public async Task Many_texts_go_in_batches_of_64_and_come_back_in_their_order()
    {
        string[] texts = [.. Enumerable.Range(0, 150).Select(i => $"слово{i}")];

        var vectors = await ManyAsync([.. texts, texts[7]]);

        Assert.Equal([22, 64, 64], _server.Requests.Select(Inputs).Order());
        Assert.Equal(64, _embedder.Dimensions);
        // One word a text, hashed into 64 places: each alone gives the same vector.
        foreach (var i in new[] { 0, 63, 64, 127, 149 })
            Assert.Equal(await OneAsync(texts[i]), vectors[i]);
        Assert.Equal(vectors[7], vectors[150]);
    }

    [Fact]
    public async Task A_batch_too_large_for_the_endpoint_is_halved_until_it_fits()
    {
        _server.Model("e").Reply = request =>
            Inputs(request) > 10 ? Scripted.Status(400, "batch size must not exceed 10") : Scripted.Text("");

        var vectors = await ManyAsync([.. Enumerable.Range(0, 64).Select(i => $"слово{i}")]);

        // 64, 32 and 16 are refused once; 8 eight times are not.
        Assert.Equal(
            [(8, 8), (16, 1), (32, 1), (64, 1)],
            _server.Requests.GroupBy(Inputs).OrderBy(g => g.Key).Select(g => (g.Key, g.Count()))
        );
        Assert.Equal(await OneAsync("слово40"), vectors[40]);
    }

    [Theory]
    [InlineData(400, "input must be a string")]
    [InlineData(422, "Input should be a valid string")]
    [InlineData(413, "too many tokens in request")]
    public async Task An_endpoint_of_one_text_a_request_is_learnt_once(int status, string refusal)
    {
        // Not even a list of one (Yandex).
        _server.Model("e").Reply = request =>
            request.Body.GetProperty("input").ValueKind == JsonValueKind.Array ? Scripted.Status(status, refusal) : Scripted.Text("");

        var vectors = await ManyAsync([.. Enumerable.Range(0, 64).Select(i => $"слово{i}")]);
        // 64, 32, 16, 8, 4 and 2 are refused once, then each text goes alone.
        Assert.Equal(6 + 64, _server.RequestCount);

        _server.Reset();
        await ManyAsync([.. Enumerable.Range(64, 64).Select(i => $"слово{i}")]);
        Assert.Equal(64, _server.RequestCount);
        Assert.Equal(await OneAsync("слово40"), vectors[40]);
    }

    [Fact]
    public async Task Questions_go_to_a_model_of_their_own_with_the_models_parameters()
    {
        var endpoint = new ModelEndpoint(new ModelRef("lab", "doc"), _server.BaseUrl, null, "K")
        {
            QueryModelId = "query",
            Parameters = new ModelParameters(new() { ["dimensions"] = 32 }),
        };
        using var embedder = new ProviderEmbedder(endpoint, _caller);

        var passage = await embedder.EmbedAsync(["текст"], TextKind.Passage, TestContext.Current.CancellationToken);
        var question = await embedder.EmbedAsync(["вопрос"], TextKind.Query, TestContext.Current.CancellationToken);

        Assert.Equal(["doc текст", "query вопрос"], _server.Requests.Select(r => $"{r.Model} {string.Join(' ', r.Inputs)}"));
        Assert.Equal((32, 32), (passage[0].Length, question[0].Length));
        Assert.Equal($$"""doc at {{_server.BaseUrl}} {"dimensions":32}, questions query""", embedder.Identity);
    }

    [Fact]
    public async Task The_text_that_is_refused_is_named()
    {
        _server.Model("e").Reply = request =>
            request.Inputs.Any(x => x.StartsWith("bad", StringComparison.Ordinal)) ? Scripted.Status(400, "too long") : Scripted.Text("");

        var error = await FailureAsync("a", "b", "bad\ntext", "c");

        Assert.Equal(CallErrorClass.BadRequest, error.ErrorClass);
        Assert.Equal(
            "lab:e: no embeddings (HTTP 400: too long): the text 'bad text' is refused: shorten it, or use another model",
            error.Message
        );
    }

    [Theory]
    [InlineData(401, CallErrorClass.Access, "check PROVIDER_LAB_API_KEY")]
    [InlineData(404, CallErrorClass.NotFound, "check the name 'e'")]
    [InlineData(503, CallErrorClass.Server, "run the command again")]
    public async Task An_endpoint_that_fails_is_named_with_the_fix(int status, CallErrorClass expected, string fix)
    {
        _server.Model("e").Reply = _ => Scripted.Status(status, "no");

        var error = await FailureAsync("a");

        Assert.Equal(expected, error.ErrorClass);
        Assert.Contains(fix, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_reply_with_too_few_vectors_is_an_error()
    {
        _server.Model("e").Reply = _ => Scripted.Body("""{"data": [{"index": 0, "embedding": [1, 0]}]}""");

        Assert.Contains("1 vectors came for 2 texts", (await FailureAsync("a", "b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Vectors_of_another_length_than_before_are_an_error()
    {
        await OneAsync("a");
        _server.Model("e").EmbeddingDimensions = 32;

        Assert.Contains("vectors of 32 and of 64 dimensions", (await FailureAsync("b")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blank_texts_are_not_sent_and_resemble_nothing()
    {
        var vectors = await ManyAsync(["", "a", " \n"]);

        Assert.Equal([1], _server.Requests.Select(Inputs));
        Assert.All(vectors[0].Concat(vectors[2]), x => Assert.Equal(0, x));
        Assert.Equal([64, 64, 64], vectors.Select(v => v.Length));
    }

    [Fact]
    public async Task Blank_texts_alone_have_no_known_length()
    {
        Assert.Contains("blank texts only", (await FailureAsync("")).Message, StringComparison.Ordinal);
        Assert.Empty(await ManyAsync([]));
        Assert.Equal(0, _server.RequestCount);
    }

    [Fact]
    public void The_identity_is_the_model_at_its_endpoint() => Assert.Equal($"e at {_server.BaseUrl}", _embedder.Identity);
}
