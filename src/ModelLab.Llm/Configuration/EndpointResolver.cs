using ModelLab.Core.Models;

namespace ModelLab.Llm.Configuration;

/// <summary>Names of variables that replace a role's own ones (<c>--generation-api-key-var</c> and its like); null keeps the default.</summary>
/// <param name="GenerationKey">Key of bare generation models.</param>
/// <param name="GenerationUrl">Endpoint of bare generation models.</param>
/// <param name="ProductionJudgeKey">Key of bare production judges.</param>
/// <param name="BenchmarkJudgeKey">Key of bare benchmark judges.</param>
/// <param name="BenchmarkJudgeUrl">Endpoint of bare benchmark judges.</param>
public sealed record KeyVariableOverrides(
    string? GenerationKey = null, string? GenerationUrl = null, string? ProductionJudgeKey = null,
    string? BenchmarkJudgeKey = null, string? BenchmarkJudgeUrl = null)
{
    /// <summary>The variables named as keys.</summary>
    public IEnumerable<string> KeyVariables => new[] { GenerationKey, ProductionJudgeKey, BenchmarkJudgeKey }.OfType<string>();
}

/// <summary>
/// Finds the endpoint and key of a model. A key and its endpoint belong together and fall back together: a key is never sent to an
/// endpoint that another variable set.
/// </summary>
public sealed class EndpointResolver(LabEnvironment environment, ProviderCatalog providers, KeyVariableOverrides overrides)
{
    private static readonly string Where = $"in the environment, {string.Join(" or ", LabEnvironment.FileNames)}";

    /// <summary>Finds the endpoint of a model in a role; built-in models have none and must not be asked for.</summary>
    public EndpointResolution Resolve(ModelRole role, ModelRef model) =>
        model.Provider is { } provider ? ResolveProvider(provider, model) : ResolveBare(role, model);

    /// <summary>The models a role falls back to when no flag names any: its own variable, then the one it shares.</summary>
    public string? DefaultModel(ModelRole role) => role switch
    {
        ModelRole.Generation => environment["GENERATION_MODEL"] ?? environment["MISTRAL_MODEL"],
        ModelRole.ProductionJudge => environment["JUDGE_MODEL"],
        _ => environment["BENCHMARKS_JUDGE_MODEL"] ?? environment["JUDGE_MODEL"],
    };

    private EndpointResolution ResolveProvider(string provider, ModelRef model)
    {
        var keyVariable = ProviderCatalog.KeyVariable(provider);
        if (providers.BaseUrl(provider) is not { } url)
            return EndpointResolution.Missing($"the endpoint of '{provider}' is unknown: set {ProviderCatalog.BaseUrlVariable(provider)} {Where}");
        // The source tool's names for Mistral's key hold for its prefix too, as long as they point at Mistral itself.
        var key = environment[keyVariable];
        if (key is null && provider == "mistral" && url == ProviderCatalog.MistralBaseUrl && environment["MISTRAL_API_URL"] is null)
            key = environment["MISTRAL_API"];
        return Build(model, new Place(key, keyVariable, url, ProviderCatalog.BaseUrlVariable(provider)), ProviderCatalog.NeedsNoKey(provider));
    }

    private EndpointResolution ResolveBare(ModelRole role, ModelRef model)
    {
        var place = role switch
        {
            ModelRole.Generation => GenerationPlace(),
            ModelRole.ProductionJudge => JudgePlace(),
            _ => BenchmarkJudgePlace(),
        };
        return Build(model, place, noKeyNeeded: false);
    }

    private Place GenerationPlace()
    {
        var keyVariable = overrides.GenerationKey ?? "GENERATION_API_KEY";
        var urlVariable = overrides.GenerationUrl ?? "GENERATION_API_URL";
        var (key, url) = (environment[keyVariable], environment[urlVariable]);
        if (key is not null || url is not null || overrides.GenerationKey is not null || overrides.GenerationUrl is not null)
            return new Place(key, keyVariable, url ?? environment["MISTRAL_API_URL"] ?? ProviderCatalog.MistralBaseUrl, urlVariable);
        return new Place(environment["MISTRAL_API"], "MISTRAL_API", environment["MISTRAL_API_URL"] ?? ProviderCatalog.MistralBaseUrl, "MISTRAL_API_URL", "GENERATION_API_KEY");
    }

    private Place JudgePlace()
    {
        var keyVariable = overrides.ProductionJudgeKey ?? "JUDGE_API";
        return new Place(environment[keyVariable], keyVariable, environment["JUDGE_API_URL"] ?? GenerationPlace().Url, "JUDGE_API_URL");
    }

    private Place BenchmarkJudgePlace()
    {
        var keyVariable = overrides.BenchmarkJudgeKey ?? "BENCHMARKS_JUDGE_API_KEY";
        var urlVariable = overrides.BenchmarkJudgeUrl ?? "BENCHMARKS_JUDGE_BASE_URL";
        var (key, url) = (environment[keyVariable], environment[urlVariable]);
        if (key is not null || url is not null || overrides.BenchmarkJudgeKey is not null || overrides.BenchmarkJudgeUrl is not null)
            return new Place(key, keyVariable, url, urlVariable);
        return environment["JUDGE_API"] is null
            ? new Place(null, keyVariable, null, urlVariable, "JUDGE_API")
            : JudgePlace();
    }

    private static EndpointResolution Build(ModelRef model, Place place, bool noKeyNeeded)
    {
        if (place.Url is null && place.Key is null)
            return EndpointResolution.Missing($"no API key: set {place.KeyVariable} and {place.UrlVariable}{place.OrElse} {Where}");
        if (place.Url is null)
            return EndpointResolution.Missing($"{place.KeyVariable} is set but no endpoint to send it to: set {place.UrlVariable} {Where}");
        if (ParseBaseUrl(place.Url) is not { } baseUrl)
            return EndpointResolution.Missing($"{place.UrlVariable} is not an http(s) address: set it to a base URL such as {ProviderCatalog.MistralBaseUrl}");
        if (place.Key is null && !noKeyNeeded && !baseUrl.IsLoopback)
            return EndpointResolution.Missing($"no API key: set {place.KeyVariable}{place.OrElse} {Where}");
        return EndpointResolution.Found(new ModelEndpoint(model, baseUrl, place.Key is null ? null : new Secret(place.Key), place.KeyVariable));
    }

    private static Uri? ParseBaseUrl(string url)
    {
        const string path = "/chat/completions";
        var trimmed = url.Trim().TrimEnd('/');
        if (trimmed.EndsWith(path, StringComparison.OrdinalIgnoreCase)) trimmed = trimmed[..^path.Length];
        return Uri.TryCreate(trimmed, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? new Uri(trimmed) : null;
    }

    private sealed record Place(string? Key, string KeyVariable, string? Url, string UrlVariable, string? Alternative = null)
    {
        public string OrElse => Alternative is null ? "" : $" (or {Alternative})";
    }
}
