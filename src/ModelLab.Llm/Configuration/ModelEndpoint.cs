using System.Diagnostics.CodeAnalysis;
using System.Net;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Configuration;

/// <summary>Where and as whom a model is called.</summary>
/// <param name="Model">The model as flags and files name it.</param>
/// <param name="BaseUrl">The OpenAI-compatible base URL, without <c>/chat/completions</c> and without a closing slash.</param>
/// <param name="Key">The key; null where none is needed.</param>
/// <param name="KeyVariable">The variable the key comes from, for messages.</param>
public sealed record ModelEndpoint(ModelRef Model, Uri BaseUrl, Secret? Key, string KeyVariable)
{
    /// <summary>The OpenAI-compatible base URL, without <c>/chat/completions</c> and without a closing slash.</summary>
    public Uri BaseUrl
    {
        get;
        init => (field, EndpointId) = (value, IdOf(value));
    } = BaseUrl;

    /// <summary>The model as its endpoint knows it. <see cref="Model"/> may be a short name of the models file.</summary>
    [AllowNull]
    public string ModelId
    {
        get => field ?? Model.Name;
        init;
    }

    /// <summary>The model that questions are embedded with, where it is another than that of passages; null where it is not.</summary>
    public string? QueryModelId { get; init; }

    /// <summary>How the endpoint is spoken to.</summary>
    public EndpointProtocol Protocol { get; init; }

    /// <summary>How an assistant is asked; null for models.</summary>
    public AssistantForm? Assistant { get; init; }

    /// <summary>What is added to every request; of an assistant how it is asked.</summary>
    public ModelParameters Parameters { get; init; } = ModelParameters.None;

    /// <summary>What the connection needs.</summary>
    public EndpointConnection Connection { get; init; } = EndpointConnection.Default;

    /// <summary>The most requests a minute, where the user told it; null to learn it.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>The most tokens a minute, input and output, where the user told it; null to learn it.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>The most calls under way at this endpoint, where the user told it; null for that of the run.</summary>
    public int? MaxConcurrency { get; init; }

    /// <summary>What is sent to it and must not be shown: the key, and what headers, query and certificate may hold.</summary>
    public IEnumerable<Secret> Secrets =>
        Connection
            .Headers.Values.Append(Key)
            .Append(Connection.ClientCertificatePassword)
            .Concat(
                BaseUrl
                    .Query.TrimStart('?')
                    .Split('&', StringSplitOptions.RemoveEmptyEntries)
                    .Select(p => new Secret(Uri.UnescapeDataString(p[(p.IndexOf('=', StringComparison.Ordinal) + 1)..])))
            )
            .OfType<Secret>();

    /// <summary>The endpoint's name for queues and journals: its address without user, query or key.</summary>
    public string EndpointId { get; private init; } = IdOf(BaseUrl);

    /// <summary>Whether it is a server of the user's own, in this machine or its network, where models are loaded when they are asked for.</summary>
    public bool IsLocal =>
        BaseUrl.IsLoopback
        || (
            IPAddress.TryParse(BaseUrl.Host.Trim('[', ']'), out var address)
                ? IsPrivate(address)
                : !BaseUrl.Host.Contains('.', StringComparison.Ordinal)
        )
        || BaseUrl.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase)
        || BaseUrl.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase);

    // RFC 1918 and RFC 4193.
    private static bool IsPrivate(IPAddress address) =>
        address.IsIPv6UniqueLocal
        || address.IsIPv6LinkLocal
        || address.GetAddressBytes() is [10, _, _, _] or [192, 168, _, _] or [172, >= 16 and < 32, _, _] or [169, 254, _, _];

    private static string IdOf(Uri url) =>
        url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
}

/// <summary>The outcome of looking a model up: an endpoint, or the reason why there is none.</summary>
/// <param name="Endpoint">The endpoint, or null.</param>
/// <param name="Problem">What is missing, which variable to set, and where; null when there is an endpoint.</param>
public sealed record EndpointResolution(ModelEndpoint? Endpoint, string? Problem)
{
    /// <summary>A model that can be called.</summary>
    public static EndpointResolution Found(ModelEndpoint endpoint) => new(endpoint, null);

    /// <summary>What is missing, where it is one of the usual things; null otherwise.</summary>
    public MissingEndpoint? Cause { get; private init; }

    /// <summary>A model that cannot.</summary>
    public static EndpointResolution Missing(string problem) => new(null, problem);

    /// <summary>A model that cannot, for a usual reason.</summary>
    internal static EndpointResolution Missing(MissingEndpoint cause) => new(null, cause.Reason) { Cause = cause };
}
