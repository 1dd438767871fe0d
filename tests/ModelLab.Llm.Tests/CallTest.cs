using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests;

/// <summary>A server and a caller that reaches it over HTTP.</summary>
public abstract class CallTest : IAsyncLifetime
{
    protected const string Key = "sk-test/Qw7+Zx9=Rt5Yu3";

    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler());

    protected TestServer Server { get; private set; } = null!;

    protected EndpointAdaptations Adaptations { get; } = new();

    protected IModelCaller Caller { get; private set; } = null!;

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    protected virtual TimeProvider ServerTime => TimeProvider.System;

    public async ValueTask InitializeAsync()
    {
        Server = await TestServer.StartAsync(0, ServerTime, Stop);
        Caller = CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1));
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _http.Dispose();
        await Server.DisposeAsync();
    }

    protected AttemptCaller CallerBy(TimeProvider time, TimeSpan timeout, bool stream = false, EndpointAdaptations? adaptations = null) =>
        new(new ModelClients(_http, time), adaptations ?? Adaptations, new SecretScrubber([Key]), time, timeout, stream);

    protected ModelEndpoint Endpoint(string model = "m", string? prefix = null, string? key = Key) =>
        new(
            new ModelRef("lab", model),
            prefix is null ? Server.BaseUrl : Server.BaseUrlFor(prefix),
            key is null ? null : new Secret(key),
            "PROVIDER_LAB_API_KEY"
        );

    protected ModelCall Call(string text = "?", string model = "m") =>
        new()
        {
            Endpoint = Endpoint(model),
            Messages = [new(PromptRole.User, text)],
            Sampling = new(null, null),
        };

    protected Task<CallResult> ReplyToAsync(Func<ReceivedRequest, ScriptedReply> script, ModelCall? call = null)
    {
        Server.Model("m").Reply = script;
        return Caller.CallAsync(call ?? Call(), Stop);
    }
}
