using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Makes the client of a model by the protocol that its endpoint speaks: the one place that knows which protocols there are. Every
/// endpoint speaks OpenAI's so far.
/// </summary>
/// <param name="http">The connection pool; it must not time out by itself or follow redirects.</param>
/// <param name="time">Tells how long replies took.</param>
public sealed class ModelClients(HttpMessageInvoker http, TimeProvider time)
{
    /// <summary>The name of the activity source and meter that follow OpenTelemetry's semantic conventions for generative AI.</summary>
    public const string TelemetryName = "ModelLab.Llm";

    private readonly ConcurrentDictionary<ClientKey, IChatClient> _chats = new();
    private readonly ConcurrentDictionary<ClientKey, IEmbeddingGenerator<string, Embedding<float>>> _embedders = new();

    /// <summary>The client of a model that is talked to. What its replies carry beside their text is <c>ResponseFacts</c>.</summary>
    public IChatClient ChatOf(ModelEndpoint endpoint) =>
        _chats.GetOrAdd(
            ClientKey.Of(endpoint),
            _ =>
                new OpenAiChatClient(new EndpointHttp(http, endpoint, "/chat/completions", time), endpoint.BaseUrl, endpoint.ModelId)
                    .AsBuilder()
                    .UseOpenTelemetry(sourceName: TelemetryName)
                    .Build()
        );

    /// <summary>The client of a model that gives vectors.</summary>
    public IEmbeddingGenerator<string, Embedding<float>> EmbedderOf(ModelEndpoint endpoint) =>
        _embedders.GetOrAdd(
            ClientKey.Of(endpoint),
            _ =>
                new OpenAiEmbeddingClient(new EndpointHttp(http, endpoint, "/embeddings", time), endpoint.BaseUrl, endpoint.ModelId)
                    .AsBuilder()
                    .UseOpenTelemetry(sourceName: TelemetryName)
                    .Build()
        );

    private readonly record struct ClientKey(string Endpoint, string? Key, string Model, EndpointConnection Connection)
    {
        public static ClientKey Of(ModelEndpoint endpoint) =>
            new(endpoint.EndpointId, endpoint.Key?.Reveal(), endpoint.ModelId, endpoint.Connection);
    }
}
