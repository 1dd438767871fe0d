using ModelLab.Llm.Configuration;

namespace ModelLab.Llm.Protocol;

/// <summary>A key that stays as it is.</summary>
/// <param name="shown">The key in its header; null to show nothing.</param>
internal sealed class KeyCredential(ShownCredential? shown) : ICredential
{
    /// <summary>The key of an endpoint, in the header that it takes keys by.</summary>
    /// <param name="endpoint">The endpoint.</param>
    public static KeyCredential Of(ModelEndpoint endpoint) =>
        new(endpoint.Key is { } key ? Shown(endpoint.Connection.Auth, endpoint.BaseUrl.Host, key) : null);

    public ValueTask<ShownCredential?> ShowAsync(CancellationToken cancellationToken) => new(shown);

    public bool Refused(ShownCredential refused) => false;

    private static ShownCredential? Shown(EndpointAuth auth, string host, Secret key) =>
        auth switch
        {
            EndpointAuth.None => null,
            EndpointAuth.ApiKey => new("api-key", "", key),
            EndpointAuth.XApiKey => new("x-api-key", "", key),
            // Who names no way of showing it means the one that the host is known to take.
            _ when Within(host, "openai.azure.com") || Within(host, "cognitiveservices.azure.com") => new("api-key", "", key),
            _ when Within(host, "anthropic.com") => new("x-api-key", "", key),
            _ => new("Authorization", "Bearer ", key),
        };

    private static bool Within(string host, string domain) => host.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase);
}
