namespace ModelLab.Llm.Configuration;

/// <summary>What a provider wants of a connection, beside its address and key.</summary>
public sealed record EndpointConnection
{
    /// <summary>Nothing in particular: what the system trusts, proxies of the environment, a bearer's key.</summary>
    public static EndpointConnection Default { get; } = new();

    /// <summary>How the key is shown.</summary>
    public EndpointAuth Auth { get; init; }

    /// <summary>Headers of every request by name. Their values come from variables and may be secrets.</summary>
    public IReadOnlyDictionary<string, Secret> Headers { get; init; } = new Dictionary<string, Secret>();

    /// <summary>A PEM file with the certificates of a root that the system does not know; null without one.</summary>
    public string? CaFile { get; init; }

    /// <summary>The client's certificate, PEM with its key or PKCS#12; null without one.</summary>
    public string? ClientCertificateFile { get; init; }

    /// <summary>The password of the client's certificate; null without one.</summary>
    public Secret? ClientCertificatePassword { get; init; }

    /// <summary>The proxy; null to take that of the environment.</summary>
    public Uri? Proxy { get; init; }

    /// <summary>Where an OAuth token is bought; null for the provider's own address.</summary>
    public Uri? TokenUrl { get; init; }

    /// <summary>The scope that an OAuth token is asked for; null for the provider's preset.</summary>
    public string? TokenScope { get; init; }
}
