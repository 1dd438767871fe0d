using ModelLab.Core;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// Names of variables that replace a role's own ones (<c>--generation-api-key-var</c> and its like); null keeps the default.
/// </summary>
/// <param name="GenerationKey">Key of bare generation models.</param>
/// <param name="GenerationUrl">Endpoint of bare generation models.</param>
/// <param name="ProductionJudgeKey">Key of bare production judges.</param>
/// <param name="BenchmarkJudgeKey">Key of bare benchmark judges.</param>
/// <param name="BenchmarkJudgeUrl">Endpoint of bare benchmark judges.</param>
public sealed record KeyVariableOverrides(
    string? GenerationKey = null,
    string? GenerationUrl = null,
    string? ProductionJudgeKey = null,
    string? BenchmarkJudgeKey = null,
    string? BenchmarkJudgeUrl = null
)
{
    /// <summary>The variables named as keys.</summary>
    public IEnumerable<string> KeyVariables => new[] { GenerationKey, ProductionJudgeKey, BenchmarkJudgeKey }.OfType<string>();
}

/// <summary>
/// Finds the endpoint and key of a model. A key and its endpoint belong together and fall back together: a key of one pair is never
/// sent to the endpoint of another. A generation or judge key without an endpoint of its own uses the one that its role falls back to.
/// </summary>
public sealed class EndpointResolver(LabEnvironment environment, ProviderCatalog providers, KeyVariableOverrides overrides)
{
    private readonly ProviderSettingsReader _settings = new(environment, providers);

    /// <summary>
    /// Finds the endpoint of a model in a role; a short name's is that of the model which it stands for. Built-in models have none and must
    /// not be asked for.
    /// </summary>
    /// <exception cref="BadInputException">What is told of the provider cannot be used.</exception>
    public EndpointResolution Resolve(ModelRole role, ModelRef model) =>
        model.Provider == ModelRef.AssistantProvider ? ResolveAssistant(role, model)
        : model.Provider is { } provider ? ResolveProvider(provider, model)
        : providers.Named(model.Name) is { } named ? ResolveNamed(model, named)
        : ResolveBare(role, model);

    /// <summary>What a name of the models file stands for; null for other names.</summary>
    public ResolvedName? Named(ModelRef model) => model.Provider is null ? providers.Named(model.Name) : null;

    /// <summary>The models a role falls back to when no flag names any: its own variable, then the one it shares.</summary>
    public string? DefaultModel(ModelRole role) => ModelVariables(role).Select(v => environment[v]).FirstOrDefault(m => m is not null);

    /// <summary>The variables that name a role's model when no flag does, the first one first.</summary>
    public static IReadOnlyList<string> ModelVariables(ModelRole role) =>
        role switch
        {
            ModelRole.Generation => ["GENERATION_MODEL", "MISTRAL_MODEL"],
            ModelRole.ProductionJudge => ["JUDGE_MODEL"],
            _ => ["BENCHMARKS_JUDGE_MODEL", "JUDGE_MODEL"],
        };

    private EndpointResolution ResolveNamed(ModelRef model, ResolvedName named)
    {
        var resolution = ResolveProvider(named.Model.Provider!, named.Model);
        if (resolution.Endpoint is not { } endpoint)
            return resolution;
        var headers = new Dictionary<string, Secret>(endpoint.Connection.Headers, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, text) in named.Headers)
        {
            if (_settings.ValueProblem(text, out var value) is { } problem)
                return EndpointResolution.Missing($"header {name} of {model}: {problem}");
            headers[name] = new Secret(value);
        }
        return EndpointResolution.Found(
            endpoint with
            {
                Model = model,
                ModelId = named.Model.Name,
                QueryModelId = named.QueryModel,
                Parameters = named.Parameters,
                Connection = named.Headers.Count > 0 ? endpoint.Connection with { Headers = headers } : endpoint.Connection,
                RequestsPerMinute = named.RequestsPerMinute ?? endpoint.RequestsPerMinute,
                TokensPerMinute = named.TokensPerMinute ?? endpoint.TokensPerMinute,
            }
        );
    }

    private EndpointResolution ResolveAssistant(ModelRole role, ModelRef model)
    {
        if (providers.AssistantProblem(role, model.Name) is { } problem)
            return EndpointResolution.Missing(problem);
        var form = providers.Assistant(model.Name)!.Form;
        var resolution = ResolveProvider(model.ToString(), model);
        return resolution.Endpoint is not { } endpoint
            ? resolution
            : EndpointResolution.Found(endpoint with { Assistant = form, Parameters = form.AsParameters() });
    }

    private EndpointResolution ResolveProvider(string provider, ModelRef model)
    {
        var keyVariable = providers.KeyVariableOf(provider);
        if (providers.Read(provider, ProviderMember.BaseUrl, isChecked: false)?.Text is not { } url)
            return EndpointResolution.Missing(
                new MissingEndpoint(EndpointFault.UnknownEndpoint)
                {
                    Provider = provider,
                    UrlVariable = ProviderCatalog.BaseUrlVariable(provider),
                }
            );
        // The source tool's names for Mistral's key hold for its prefix too, as long as they point at Mistral itself.
        if (
            provider == "mistral"
            && environment[keyVariable] is null
            && environment["MISTRAL_API"] is not null
            && IsMistral(url)
            && IsMistral(environment["MISTRAL_API_URL"] ?? ProviderCatalog.MistralBaseUrl)
        )
            keyVariable = "MISTRAL_API";
        if (_settings.Read(provider, out var settings) is { } problem)
            return EndpointResolution.Missing(problem);
        if (ModelRef.NamesAssistant(provider))
            settings = settings with { Protocol = EndpointProtocol.Assistant };
        return Build(
            model,
            new Place(
                settings.Connection.Auth == EndpointAuth.None ? null : environment[keyVariable],
                keyVariable,
                new Address(url, providers.UrlSource(provider))
            )
            {
                Settings = settings,
            },
            providers.NeedsNoKey(provider)
        );
    }

    private EndpointResolution ResolveBare(ModelRole role, ModelRef model)
    {
        var place = role switch
        {
            ModelRole.Generation => GenerationPlace(),
            ModelRole.ProductionJudge => JudgePlace(overrides.ProductionJudgeKey ?? "JUDGE_API"),
            _ => BenchmarkJudgePlace(),
        };
        return Build(model, place, noKeyNeeded: false);
    }

    private Place GenerationPlace()
    {
        var keyVariable = overrides.GenerationKey ?? "GENERATION_API_KEY";
        var urlVariable = overrides.GenerationUrl ?? "GENERATION_API_URL";
        var mistral = Read("MISTRAL_API_URL") with { Url = environment["MISTRAL_API_URL"] ?? ProviderCatalog.MistralBaseUrl };
        var (key, url) = (environment[keyVariable], Read(urlVariable));
        // An address asked for by flag has no stand-in: the key beside it is meant for that one.
        if (overrides.GenerationUrl is not null)
            return new Place(key, keyVariable, url);
        if (key is not null || url.Url is not null || overrides.GenerationKey is not null)
            return new Place(key, keyVariable, url.Url is null ? mistral : url);
        return new Place(environment["MISTRAL_API"], "MISTRAL_API", mistral, "GENERATION_API_KEY");
    }

    private Place JudgePlace(string keyVariable)
    {
        var own = Read("JUDGE_API_URL");
        return new Place(environment[keyVariable], keyVariable, own.Url is null ? GenerationPlace().Address : own);
    }

    private Place BenchmarkJudgePlace()
    {
        var keyVariable = overrides.BenchmarkJudgeKey ?? "BENCHMARKS_JUDGE_API_KEY";
        var (key, url) = (environment[keyVariable], Read(overrides.BenchmarkJudgeUrl ?? "BENCHMARKS_JUDGE_BASE_URL"));
        if (key is not null || url.Url is not null || overrides.BenchmarkJudgeKey is not null || overrides.BenchmarkJudgeUrl is not null)
            return new Place(key, keyVariable, url);
        return JudgePlace("JUDGE_API") with { Alternative = $"{keyVariable} and {url.Variable}" };
    }

    private Address Read(string variable) => new(environment[variable], variable);

    private static bool IsMistral(string url) => ParseBaseUrl(url, EndpointProtocol.OpenAi) == new Uri(ProviderCatalog.MistralBaseUrl);

    private static EndpointResolution Build(ModelRef model, Place place, bool noKeyNeeded)
    {
        var (url, urlVariable) = place.Address;
        MissingEndpoint Cause(EndpointFault fault) => new(fault) { KeyVariable = place.KeyVariable, UrlVariable = urlVariable };
        if (url is null && place.Key is null)
            return EndpointResolution.Missing(Cause(EndpointFault.NoKeyAndAddress));
        if (url is null)
            return EndpointResolution.Missing(Cause(EndpointFault.NoAddress));
        if (ParseBaseUrl(url, place.Settings.Protocol) is not { } baseUrl)
            return EndpointResolution.Missing(
                new MissingEndpoint(EndpointFault.BadAddress) { UrlVariable = urlVariable, Example = ProviderCatalog.MistralBaseUrl }
            );
        if (place.Key is null && !noKeyNeeded && !baseUrl.IsLoopback)
            return EndpointResolution.Missing(
                new MissingEndpoint(EndpointFault.NoKey) { KeyVariable = place.KeyVariable, Alternative = place.Alternative }
            );
        // Such a key cannot be sent: HTTP headers take no other characters.
        if (place.Key?.Any(c => c is < '!' or > '~') == true)
            return EndpointResolution.Missing(new MissingEndpoint(EndpointFault.BadKey) { KeyVariable = place.KeyVariable });
        return EndpointResolution.Found(
            new ModelEndpoint(
                model,
                WithQuery(baseUrl, place.Settings.Query),
                place.Key is null ? null : new Secret(place.Key),
                place.KeyVariable
            )
            {
                Protocol = place.Settings.Protocol,
                Connection = place.Settings.Connection,
                RequestsPerMinute = place.Settings.RequestsPerMinute,
                TokensPerMinute = place.Settings.TokensPerMinute,
                MaxConcurrency = place.Settings.MaxConcurrency,
            }
        );
    }

    private static Uri? ParseBaseUrl(string url, EndpointProtocol protocol)
    {
        if (!Uri.TryCreate(url.Trim(), UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return null;
        if (protocol == EndpointProtocol.Assistant)
            return uri;
        // A pasted address is that of the requests; Azure's has a query behind it, which stays.
        // An address made of a variable that ends with a slash has two of them.
        var path = uri.AbsolutePath.Replace("//", "/", StringComparison.Ordinal).TrimEnd('/');
        string[] endings = protocol == EndpointProtocol.Anthropic ? ["/messages", "/v1"] : ["/chat/completions"];
        foreach (var ending in endings)
            if (path.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
                path = path[..^ending.Length];
        return new UriBuilder(uri) { Path = path }.Uri;
    }

    private static Uri WithQuery(Uri url, string query) =>
        query.Length == 0 ? url : new UriBuilder(url) { Query = url.Query.Length > 1 ? $"{url.Query[1..]}&{query}" : query }.Uri;

    /// <summary>An address and the variable it comes from, or would.</summary>
    private sealed record Address(string? Url, string Variable);

    private sealed record Place(string? Key, string KeyVariable, Address Address, string? Alternative = null)
    {
        /// <summary>What is told of the provider beside it.</summary>
        public ProviderSettings Settings { get; init; } = ProviderSettings.Default;
    }
}
