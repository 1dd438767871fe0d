using System.Collections.Concurrent;
using Microsoft.Extensions.AI;
using ModelLab.Core;
using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>
/// Makes the client of a model by the protocol that its endpoint speaks: the one place that knows which protocols there are.
/// </summary>
/// <param name="pool">The pool of such connections; it must not time out by itself or follow redirects.</param>
/// <param name="time">Tells how long replies took.</param>
public sealed class ModelClients(Func<EndpointConnection, HttpMessageInvoker> pool, TimeProvider time)
{
    /// <summary>The name of the activity source and meter that follow OpenTelemetry's semantic conventions for generative AI.</summary>
    public const string TelemetryName = "ModelLab.Llm";

    private readonly ConcurrentDictionary<ClientKey, IChatClient> _chats = new();
    private readonly ConcurrentDictionary<ClientKey, IEmbeddingGenerator<string, Embedding<float>>> _embedders = new();
    private readonly ConcurrentDictionary<(TokenKey, HttpMessageInvoker), GigaChatToken> _tokens = new();

    /// <summary>Clients that share one pool, whatever their endpoints want of connections.</summary>
    public ModelClients(HttpMessageInvoker http, TimeProvider time)
        : this(_ => http, time) { }

    /// <summary>The client of a model that is talked to. What its replies carry beside their text is <c>ResponseFacts</c>.</summary>
    /// <exception cref="BadInputException">A file of the connection's certificates is not what it should be.</exception>
    public IChatClient ChatOf(ModelEndpoint endpoint) =>
        _chats.GetOrAdd(ClientKey.Of(endpoint), _ => MakeChat(endpoint).AsBuilder().UseOpenTelemetry(sourceName: TelemetryName).Build());

    /// <summary>The client of a model that gives vectors, by OpenAI's protocol: Anthropic's has none.</summary>
    /// <exception cref="BadInputException">A file of the connection's certificates is not what it should be.</exception>
    public IEmbeddingGenerator<string, Embedding<float>> EmbedderOf(ModelEndpoint endpoint) =>
        _embedders.GetOrAdd(
            ClientKey.Of(endpoint),
            _ =>
                new OpenAiEmbeddingClient(Http(endpoint, Below(endpoint, "/embeddings")), endpoint.BaseUrl, endpoint.ModelId)
                    .AsBuilder()
                    .UseOpenTelemetry(sourceName: TelemetryName)
                    .Build()
        );

    private IChatClient MakeChat(ModelEndpoint endpoint) =>
        endpoint.Protocol switch
        {
            EndpointProtocol.Anthropic => new AnthropicChatClient(
                Http(endpoint, AnthropicChatClient.AddressOf(endpoint.BaseUrl), ("anthropic-version", AnthropicRequestJson.Version)),
                endpoint.BaseUrl,
                endpoint.ModelId
            ),
            EndpointProtocol.Assistant => new AssistantChatClient(
                Http(endpoint, endpoint.BaseUrl),
                endpoint.BaseUrl,
                endpoint.Model.ToString(),
                endpoint.Assistant!
            ),
            _ => new OpenAiChatClient(Http(endpoint, Below(endpoint, "/chat/completions")), endpoint.BaseUrl, endpoint.ModelId),
        };

    private EndpointHttp Http(ModelEndpoint endpoint, Uri address, params ReadOnlySpan<(string Name, string Value)> ofProtocol)
    {
        var headers = new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in ofProtocol)
            headers[name] = new Secret(value);
        foreach (var (name, value) in endpoint.Connection.Headers)
            headers[name] = value; // the user's word comes last
        return new EndpointHttp(pool(endpoint.Connection), address, CredentialOf(endpoint), headers, time)
        {
            Method = endpoint.Assistant?.Method ?? HttpMethod.Post,
        };
    }

    private ICredential CredentialOf(ModelEndpoint endpoint)
    {
        if (endpoint.Connection.Auth != EndpointAuth.GigaChatOAuth || endpoint.Key is not { } key)
            return KeyCredential.Of(endpoint);
        var order = TokenOrder.Of(endpoint, key);
        var http = pool(endpoint.Connection);
        return _tokens.GetOrAdd((new TokenKey(order.Url, order.Scope, key.Reveal()), http), _ => new GigaChatToken(http, order, time));
    }

    // A builder keeps the query that some gateways want.
    private static Uri Below(ModelEndpoint endpoint, string path) =>
        new UriBuilder(endpoint.BaseUrl) { Path = endpoint.BaseUrl.AbsolutePath.TrimEnd('/') + path }.Uri;

    private readonly record struct TokenKey(Uri Url, string Scope, string Key);

    private readonly record struct ClientKey(
        EndpointProtocol Protocol,
        Uri BaseUrl,
        string? Key,
        string KeyVariable,
        string Model,
        EndpointConnection Connection
    )
    {
        public static ClientKey Of(ModelEndpoint endpoint) =>
            new(endpoint.Protocol, endpoint.BaseUrl, endpoint.Key?.Reveal(), endpoint.KeyVariable, endpoint.ModelId, endpoint.Connection);
    }
}
