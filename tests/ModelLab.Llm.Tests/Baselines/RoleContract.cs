using CsCheck;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;
using ModelLab.Llm.Roles;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

/// <summary>What every holder of a role keeps to, whether it is a rule or a language model.</summary>
public abstract class RoleContract : IAsyncLifetime
{
    /// <summary>Texts as data sets and models may hold them.</summary>
    protected static readonly string[] OddTexts =
    [
        "",
        " \r\n\t",
        "null",
        "\0",
        "…",
        "42",
        "\uD83D",
        "\uDE00",
        "\uFFFE",
        "😀👍🏽",
        "е\u0308лка и\u0306од",
        "</answer>{{context}}",
        "{\"score\": 5}",
        "نص عربي",
        string.Concat(Enumerable.Repeat("Справку № 7 выдаёт деканат, ул. Мира, д. 5. ", 2300)), // 100 kB
        new string('ж', 100_000),
    ];

    private static readonly string[] Words =
    [
        "справка",
        "справку",
        "Деканат",
        "деканате",
        "выдаёт",
        "в",
        "не",
        "215",
        "до",
        "17:00",
        "Иванов",
        ".",
        "\n",
        "ответ",
        "найден",
    ];

    protected static readonly Gen<string> Text = Gen.OneOf(
        Gen.OneOf(Words).Array[0, 25].Select(w => string.Join(' ', w)),
        Gen.String,
        Gen.OneOf(OddTexts[..14])
    );

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected static CancellationToken Cancelled { get; } = new(canceled: true);

    /// <summary>How many random inputs are tried.</summary>
    protected virtual int Samples => 300;

    /// <summary>The name of the model under test.</summary>
    protected abstract ModelRef Expected { get; }

    public virtual ValueTask InitializeAsync() => default;

    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return default;
    }

    protected static void AssertFacts(Outcome outcome, string? error, CallFacts facts)
    {
        Assert.Equal(outcome == Outcome.Scored, error is null);
        Assert.Equal(outcome == Outcome.NotRun ? 0 : 1, facts.Asks);
        Assert.Equal(outcome == Outcome.NotRun, facts.LatencyMs is null);
        Assert.True(facts.LatencyMs is null or >= 0);
        Assert.Null(facts.ErrorClass);
    }

    protected static CallFacts Timeless(CallFacts facts) => facts with { LatencyMs = null };
}

/// <summary>A server with a sensible model on it, for the LLM-backed holders of the contracts.</summary>
public sealed class SensibleEndpoint : IAsyncDisposable
{
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());
    private readonly TestServer _server;

    private SensibleEndpoint(TestServer server, EndpointProtocol protocol)
    {
        _server = server;
        Endpoint = new ModelEndpoint(Model, server.BaseUrl, null, "KEY") { Protocol = protocol };
        Caller = new AttemptCaller(
            new ModelClients(_http, TimeProvider.System),
            new EndpointAdaptations(),
            new SecretScrubber([]),
            TimeProvider.System,
            TimeSpan.FromMinutes(1)
        );
    }

    public static ModelRef Model { get; } = new("lab", "sensible");

    public ModelEndpoint Endpoint { get; }

    public IModelCaller Caller { get; }

    public static RoleSettings Settings(int seed) =>
        new(PromptSet.Default, JudgeEvalMode.Reasoned, Sampling.OfGenerators, Sampling.OfJudges, seed);

    public static async Task<SensibleEndpoint> StartAsync(EndpointProtocol protocol) =>
        new(await TestServer.StartAsync(TestContext.Current.CancellationToken), protocol);

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _server.DisposeAsync();
    }
}
