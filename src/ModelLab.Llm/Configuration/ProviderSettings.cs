using ModelLab.Core;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Configuration;

/// <summary>What is told of a provider beside its address and key.</summary>
internal sealed record ProviderSettings
{
    public static ProviderSettings Default { get; } = new();

    public EndpointProtocol Protocol { get; init; }

    public EndpointConnection Connection { get; init; } = EndpointConnection.Default;

    /// <summary>What is added to the query of every address, escaped; empty for nothing.</summary>
    public string Query { get; init; } = "";

    public double? RequestsPerMinute { get; init; }

    public double? TokensPerMinute { get; init; }

    public int? MaxConcurrency { get; init; }
}

/// <summary>Reads it from variables, the models file and what is known.</summary>
internal sealed class ProviderSettingsReader(LabEnvironment environment, ProviderCatalog providers)
{
    /// <summary>Reads what is told of a provider.</summary>
    /// <returns>What is missing and what to do, in one line; null when nothing is.</returns>
    /// <exception cref="BadInputException">A value is none of its member, or a file of certificates is not there.</exception>
    public string? Read(string provider, out ProviderSettings settings)
    {
        settings = ProviderSettings.Default;
        var entry = environment.Models.Entry(provider);
        var headers = new Dictionary<string, Secret>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in entry?.Headers ?? new Dictionary<string, string>())
        {
            if (ValueProblem(text, out var value) is { } problem)
                return $"header {name} of {Shown(provider)}: {problem}";
            headers[name] = new Secret(value);
        }
        var query = new List<string>();
        foreach (var (name, text) in entry?.Query ?? new Dictionary<string, string>())
        {
            if (ValueProblem(text, out var value) is { } problem)
                return $"query parameter {name} of {Shown(provider)}: {problem}";
            query.Add($"{Uri.EscapeDataString(name)}={Uri.EscapeDataString(value)}");
        }
        var passwordVariable = Text(provider, ProviderMember.ClientCertificatePassword);
        if (passwordVariable is not null && environment[passwordVariable] is null)
            return $"no password of the client's certificate: set {passwordVariable} {LabEnvironment.Where}";
        var protocol = ProviderMember.Protocols.GetValueOrDefault(Text(provider, ProviderMember.Protocol) ?? "openai");
        settings = new ProviderSettings
        {
            Protocol = protocol,
            Connection = new EndpointConnection
            {
                Auth = ProviderMember.Auths.GetValueOrDefault(
                    Text(provider, ProviderMember.Auth) ?? (protocol == EndpointProtocol.Anthropic ? "x-api-key" : "bearer")
                ),
                Headers = headers.Count > 0 ? headers : EndpointConnection.Default.Headers,
                CaFile = FileOf(provider, ProviderMember.CaFile),
                ClientCertificateFile = FileOf(provider, ProviderMember.ClientCertificate),
                ClientCertificatePassword = passwordVariable is null ? null : new Secret(environment[passwordVariable]!),
                Proxy = UriOf(provider, ProviderMember.Proxy),
                TokenUrl = UriOf(provider, ProviderMember.TokenUrl),
                TokenScope = Text(provider, ProviderMember.TokenScope),
            },
            Query = string.Join('&', query),
            RequestsPerMinute = providers.Rate(provider, ProviderMember.RequestsPerMinute),
            TokensPerMinute = providers.Rate(provider, ProviderMember.TokensPerMinute),
            MaxConcurrency = (int?)providers.Rate(provider, ProviderMember.MaxConcurrency),
        };
        return null;
    }

    /// <summary>A value of a header or a query with its variables.</summary>
    /// <returns>What is wrong with it; null when nothing is.</returns>
    public string? ValueProblem(string text, out string value)
    {
        value = environment.Expand(text, out var missing);
        return missing is not null ? $"the variable {missing} is not set: set it {LabEnvironment.Where}"
            : value.Any(c => c is < ' ' or > '~')
                ? $"{string.Join(", ", VariableName.ReferredTo(text))} holds a line break or a letter that cannot be sent: set it anew "
                    + LabEnvironment.Where
            : null;
    }

    private static string Shown(string provider) => ModelRef.NamesAssistant(provider) ? provider : "provider " + provider;

    private string? Text(string provider, ProviderMember member) => providers.Read(provider, member)?.Text;

    private Uri? UriOf(string provider, ProviderMember member) => Text(provider, member) is { } text ? new Uri(text) : null;

    // A path in the models file is one beside it; in a variable it is one of the working directory.
    private string? FileOf(string provider, ProviderMember member)
    {
        if (providers.Read(provider, member) is not { } told)
            return null;
        var path = told.File is { } file ? Path.Combine(Path.GetDirectoryName(Path.GetFullPath(file))!, told.Text) : told.Text;
        return File.Exists(path) ? path : throw new BadInputException($"{told.Source}: there is no file {path}");
    }
}
