using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Configuration;

/// <summary>The providers a name may be prefixed with: those with a known base URL and those the environment configures.</summary>
public sealed class ProviderCatalog(LabEnvironment environment)
{
    private static readonly IReadOnlyDictionary<string, string> KnownBaseUrls = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mistral"] = "https://api.mistral.ai/v1",
        ["openrouter"] = "https://openrouter.ai/api/v1",
        ["deepseek"] = "https://api.deepseek.com/v1",
        ["alibaba"] = "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        ["openai"] = "https://api.openai.com/v1",
        ["gemini"] = "https://generativelanguage.googleapis.com/v1beta/openai",
        ["groq"] = "https://api.groq.com/openai/v1",
        ["together"] = "https://api.together.xyz/v1",
        ["zai"] = "https://api.z.ai/api/paas/v4",
        ["yandex"] = "https://llm.api.cloud.yandex.net/v1",
        ["ollama"] = "http://localhost:11434/v1",
        ["lmstudio"] = "http://localhost:1234/v1",
        ["vllm"] = "http://localhost:8000/v1",
        ["llamacpp"] = "http://localhost:8080/v1",
    };

    /// <summary>Mistral's base URL, the default of bare generation models.</summary>
    public static string MistralBaseUrl => KnownBaseUrls["mistral"];

    /// <summary>
    /// Whether a prefix is a provider: known, or configured by <c>PROVIDER_NAME_BASE_URL</c>, <c>_API_URL</c> or <c>_API_KEY</c>.
    /// </summary>
    public bool IsProvider(string name) =>
        name == ModelRef.BuiltInProvider
        || KnownBaseUrls.ContainsKey(name)
        || ConfiguredBaseUrl(name) is not null
        || environment[KeyVariable(name)] is not null;

    /// <summary>The provider's base URL, or null when it is neither known nor configured.</summary>
    public string? BaseUrl(string provider) => ConfiguredBaseUrl(provider) ?? KnownBaseUrls.GetValueOrDefault(provider);

    /// <summary>The variable that holds a provider's key.</summary>
    public static string KeyVariable(string provider) => $"PROVIDER_{VariablePart(provider)}_API_KEY";

    /// <summary>The variable that holds a provider's base URL.</summary>
    public static string BaseUrlVariable(string provider) => $"PROVIDER_{VariablePart(provider)}_BASE_URL";

    /// <summary>The most requests a minute that <c>PROVIDER_NAME_RPM</c> tells; null without it.</summary>
    /// <exception cref="BadInputException">It is no number above 0.</exception>
    public double? RequestsPerMinute(string provider)
    {
        var variable = $"PROVIDER_{VariablePart(provider)}_RPM";
        if (environment[variable] is not { } text)
            return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var rate) && double.IsFinite(rate) && rate > 0
            ? rate
            : throw new BadInputException($"{variable}: '{text}' is no number of requests a minute: give one above 0, such as 60");
    }

    /// <summary>Whether the provider runs on the user's own machines and asks for no key.</summary>
    public static bool NeedsNoKey(string provider) => provider is "ollama" or "lmstudio" or "vllm" or "llamacpp";

    /// <summary>The models that <c>NAME_GEN_MODELS</c> and its like list for a provider; empty when the variable is not set.</summary>
    public IReadOnlyList<ModelRef> ListedModels(string provider, ModelRole role)
    {
        var list = environment[ListVariable(provider, role)];
        return list is null
            ? []
            :
            [
                .. list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                    .Select(name =>
                        name.StartsWith(provider + ":", StringComparison.OrdinalIgnoreCase) ? name[(provider.Length + 1)..] : name
                    )
                    .Select(name => new ModelRef(provider, name)),
            ];
    }

    /// <summary>The variable that lists a provider's models for a role.</summary>
    public static string ListVariable(string provider, ModelRole role) =>
        VariablePart(provider)
        + role switch
        {
            ModelRole.Generation => "_GEN_MODELS",
            ModelRole.ProductionJudge => "_JUDGE_MODELS",
            _ => "_BM_JUDGE_MODELS",
        };

    /// <summary>The variable that a provider's base URL comes from, or would.</summary>
    public string UrlVariable(string provider) =>
        environment[BaseUrlVariable(provider)] is null && environment[ApiUrlVariable(provider)] is not null
            ? ApiUrlVariable(provider)
            : BaseUrlVariable(provider);

    private string? ConfiguredBaseUrl(string provider) => environment[BaseUrlVariable(provider)] ?? environment[ApiUrlVariable(provider)];

    private static string ApiUrlVariable(string provider) => $"PROVIDER_{VariablePart(provider)}_API_URL";

    private static string VariablePart(string provider) => provider.ToUpperInvariant().Replace('-', '_');
}
