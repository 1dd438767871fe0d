using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using ModelLab.Testing.Records;
using ModelLab.Testing.Wire;

namespace ModelLab.Testing;

/// <summary>A server on 127.0.0.1 that speaks OpenAI's and Anthropic's protocols and GigaChat's OAuth, and at <c>/PREFIX/ask</c> whatever an assistant takes. Its models do what a test tells them to.</summary>
public sealed class TestServer : IAsyncDisposable
{
    private readonly KestrelServer _kestrel;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly ConcurrentDictionary<(string? Prefix, string Model), ModelScript> _scripts = new();
    private volatile Ledger _ledger;

    private TestServer(KestrelServer kestrel, TimeProvider time)
    {
        _kestrel = kestrel;
        _time = time;
        _start = time.GetTimestamp();
        _ledger = new Ledger(time, _start);
        Tokens = new TokenShop(time);
    }

    /// <summary>Starts a server on a free port.</summary>
    public static Task<TestServer> StartAsync(CancellationToken cancellationToken) => StartAsync(0, TimeProvider.System, cancellationToken);

    /// <summary>Starts a server.</summary>
    /// <param name="port">The port, 0 for a free one.</param>
    /// <param name="time">Times the latencies and the records.</param>
    /// <param name="cancellationToken">Stops the start.</param>
    public static async Task<TestServer> StartAsync(int port, TimeProvider time, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, port);
        options.Limits.MinRequestBodyDataRate = null;
        options.Limits.MinResponseDataRate = null;
        var logs = NullLoggerFactory.Instance;
        var kestrel = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), logs),
            logs
        );
        var server = new TestServer(kestrel, time);
        try
        {
            await kestrel.StartAsync(new Router(server, time), cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            kestrel.Dispose();
            throw;
        }
        server.Root = new Uri(kestrel.Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        return server;
    }

    /// <summary>The base URL, <c>http://127.0.0.1:PORT/v1</c>.</summary>
    public Uri BaseUrl => new(Root, "/v1");

    /// <summary>The server's address, where <c>/stats</c> and <c>/reset</c> are.</summary>
    public Uri Root { get; private set; } = null!;

    /// <summary>The base URL of one of several providers that this server plays, <c>http://127.0.0.1:PORT/PREFIX/v1</c>.</summary>
    public Uri BaseUrlFor(string prefix) => new(Root, $"/{prefix}/v1");

    /// <summary>The behaviour of models that have none of their own.</summary>
    public ModelScript Default { get; } = new();

    /// <summary>Sells tokens for GigaChat's OAuth at <c>/oauth</c>. Models want them where <see cref="ModelScript.Tokens"/> names it.</summary>
    public TokenShop Tokens { get; }

    /// <summary>Whether a model without its own behaviour gets 404 instead of <see cref="Default"/>.</summary>
    public bool UnknownModelsAre404 { get; set; }

    /// <summary>Whether to keep requests for <see cref="Requests"/>.</summary>
    public bool RecordRequests { get; set; } = true;

    /// <summary>Whether to count how often each body comes.</summary>
    public bool HashRequests { get; set; } = true;

    /// <summary>The behaviour of a model under every prefix; made when first asked for.</summary>
    public ModelScript Model(string name) => _scripts.GetOrAdd((null, name), _ => new ModelScript());

    /// <summary>The behaviour of a model under one prefix, which there comes before <see cref="Model(string)"/>.</summary>
    public ModelScript Model(string prefix, string name) => _scripts.GetOrAdd((prefix, name), _ => new ModelScript());

    /// <summary>The chat and embeddings requests so far, in order of arrival.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _ledger.Requests;

    /// <summary>How many requests came, kept or not.</summary>
    public int RequestCount => _ledger.Received;

    /// <summary>Ends when so many requests have come since the start or the last reset.</summary>
    public Task WhenReceived(int count) => _ledger.WhenReceived(count);

    /// <summary>How many requests are under way.</summary>
    public int InFlight => _ledger.InFlight;

    /// <summary>The most requests that were under way at once.</summary>
    public int MaxInFlight => _ledger.MaxInFlight;

    /// <summary>How many bodies came more than once.</summary>
    public int Duplicates => _ledger.Duplicates;

    /// <summary>The time that requests have been under way, added up over all of them, until the last one came or ended.</summary>
    public TimeSpan Busy => _ledger.Busy;

    /// <summary>When each number of requests under way was first reached, from 1 to <see cref="MaxInFlight"/>.</summary>
    public IReadOnlyList<InFlightLevel> InFlightLevels => _ledger.Levels;

    /// <summary>How long replies took.</summary>
    public ServiceTimes ServiceTimes => _ledger.ServiceTimes;

    /// <summary>How many requests came for a model.</summary>
    public int CountFor(string model) => _ledger.CountFor(model);

    /// <summary>The most requests for a model that were under way at once.</summary>
    public int MaxInFlightFor(string model) => _ledger.MaxInFlightFor(model);

    /// <summary>Forgets requests, counts and times, and keeps the scripts.</summary>
    public void Reset() => _ledger = new Ledger(_time, _start);

    /// <summary>Stops at once; requests under way lose their connection.</summary>
    public async ValueTask DisposeAsync()
    {
        await _kestrel.StopAsync(new CancellationToken(canceled: true)).ConfigureAwait(false);
        _kestrel.Dispose();
    }

    internal Ledger Ledger => _ledger;

    internal ModelScript? ScriptFor(string prefix, string model) =>
        _scripts.TryGetValue((prefix, model), out var own) || _scripts.TryGetValue((null, model), out own) ? own
        : UnknownModelsAre404 ? null
        : Default;

    internal IEnumerable<string> ModelNames(string prefix) =>
        _scripts.Keys.Where(k => k.Prefix is null || k.Prefix == prefix).Select(k => k.Model).Distinct().Order(StringComparer.Ordinal);
}
