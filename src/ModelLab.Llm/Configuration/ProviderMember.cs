using System.Globalization;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// Something that may be told of a provider, in <c>providers</c> of the models file or by a variable <c>PROVIDER_NAME_MEMBER</c>.
/// </summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="IsNumber">Whether the file has it as a number, not as a text.</param>
/// <param name="Problem">What is wrong with a value and what to do; null when nothing is.</param>
public sealed record ProviderMember(string Name, bool IsNumber, Func<string, string?> Problem)
{
    /// <summary>What must not stand in a file although it is a value; null when nothing is wrong.</summary>
    public Func<string, string?> ProblemInFile { get; private init; } = _ => null;

    /// <summary>The address that paths are appended to.</summary>
    public static ProviderMember BaseUrl { get; } = Text("base_url", Address) with { ProblemInFile = SecretInAddress };

    /// <summary>How it is spoken to.</summary>
    public static ProviderMember Protocol { get; } = Text("protocol", text => OneOf(text, Protocols.Keys));

    /// <summary>How the key is shown.</summary>
    public static ProviderMember Auth { get; } = Text("auth", text => OneOf(text, Auths.Keys));

    /// <summary>The variable that holds the key.</summary>
    public static ProviderMember KeyVariable { get; } = Text("key_var", VariableName.Problem);

    /// <summary>A PEM file with root certificates.</summary>
    public static ProviderMember CaFile { get; } = Text("ca_file", _ => null);

    /// <summary>The client's certificate.</summary>
    public static ProviderMember ClientCertificate { get; } = Text("client_certificate", _ => null);

    /// <summary>The variable that holds its password.</summary>
    public static ProviderMember ClientCertificatePassword { get; } = Text("client_certificate_password_var", VariableName.Problem);

    /// <summary>The proxy.</summary>
    public static ProviderMember Proxy { get; } = Text("proxy", ProxyAddress) with { ProblemInFile = SecretInAddress };

    /// <summary>Where an OAuth token is bought.</summary>
    public static ProviderMember TokenUrl { get; } = Text("token_url", Address) with { ProblemInFile = SecretInAddress };

    /// <summary>The scope that it is asked for.</summary>
    public static ProviderMember TokenScope { get; } = Text("token_scope", _ => null);

    /// <summary>The most requests a minute.</summary>
    public static ProviderMember RequestsPerMinute { get; } = Number("rpm", text => Rate(text, "requests"));

    /// <summary>The most tokens a minute.</summary>
    public static ProviderMember TokensPerMinute { get; } = Number("tpm", text => Rate(text, "tokens"));

    /// <summary>The most calls under way.</summary>
    public static ProviderMember MaxConcurrency { get; } =
        Number(
            "max_concurrency",
            text =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var calls) && calls > 0
                    ? null
                    : $"'{text}' is no number of calls: give a whole one, 1 or more"
        );

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ProviderMember> All { get; } =
    [
        BaseUrl,
        Protocol,
        Auth,
        KeyVariable,
        CaFile,
        ClientCertificate,
        ClientCertificatePassword,
        Proxy,
        TokenUrl,
        TokenScope,
        RequestsPerMinute,
        TokensPerMinute,
        MaxConcurrency,
    ];

    /// <summary>The words of <see cref="Protocol"/>.</summary>
    internal static IReadOnlyDictionary<string, EndpointProtocol> Protocols =>
        new Dictionary<string, EndpointProtocol> { ["openai"] = EndpointProtocol.OpenAi, ["anthropic"] = EndpointProtocol.Anthropic };

    /// <summary>The words of <see cref="Auth"/>.</summary>
    internal static IReadOnlyDictionary<string, EndpointAuth> Auths =>
        new Dictionary<string, EndpointAuth>
        {
            ["bearer"] = EndpointAuth.Bearer,
            ["api-key"] = EndpointAuth.ApiKey,
            ["x-api-key"] = EndpointAuth.XApiKey,
            ["gigachat"] = EndpointAuth.GigaChatOAuth,
            ["none"] = EndpointAuth.None,
        };

    /// <summary>The ending of the variable that tells it.</summary>
    internal string VariableSuffix => Name.ToUpperInvariant();

    /// <summary>Reads a rate.</summary>
    internal static bool TryRate(string text, out double rate) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out rate) && double.IsFinite(rate) && rate > 0;

    private static ProviderMember Text(string name, Func<string, string?> problem) => new(name, IsNumber: false, problem);

    private static ProviderMember Number(string name, Func<string, string?> problem) => new(name, IsNumber: true, problem);

    private static string? Rate(string text, string what) =>
        TryRate(text, out _) ? null : $"'{text}' is no number of {what} a minute: give one above 0, such as 60";

    private static string? OneOf(string text, IEnumerable<string> words) =>
        words.Contains(text, StringComparer.Ordinal) ? null : $"'{text}' is unknown: give {string.Join(", ", words)}";

    private static string? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? null
            : "is not an http(s) address: give one such as https://llm.example.org/v1";

    private static string? ProxyAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5"
            ? null
            : "is not the address of a proxy: give one such as http://proxy.example.org:3128";

    // A reference stands for a word that no address has; what is left between // and @ was typed.
    private static string? SecretInAddress(string text)
    {
        var plain = VariableName.Replace(text, _ => "");
        var start = plain.IndexOf("//", StringComparison.Ordinal);
        var end = start < 0 ? -1 : plain.IndexOf('@', start);
        if (end > 0 && plain[(start + 2)..end].Trim(':').Length > 0)
            return "has a user or password in it: write ${USER}:${PASSWORD}@ and set these variables (what was given is not shown)";
        var query = text.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? text[(mark + 1)..] : "";
        return query
            .Split('&')
            .Select(p => p.Split('=', 2))
            .Any(p => p is [var name, var value] && VariableName.HoldsSecret(name) && !VariableName.IsReference(value))
            ? "has a secret in its query by its name: put it under 'query' by variable (what was given is not shown)"
            : null;
    }
}
