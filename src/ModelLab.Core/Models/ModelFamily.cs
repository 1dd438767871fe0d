namespace ModelLab.Core.Models;

/// <summary>
/// Who made a model, as far as its name tells. Judges favour answers of their own family (Panickssery, Bowman and Feng 2024, "LLM
/// Evaluators Recognize and Favor Their Own Generations"), so a score
/// within one is marked.
/// </summary>
public static class ModelFamily
{
    // Providers that serve their own models alone; gateways such as openrouter and ollama tell nothing.
    private static readonly string[] MakersOfTheirOwn =
    [
        "mistral",
        "deepseek",
        "openai",
        "anthropic",
        "google",
        "alibaba",
        "yandex",
        "xai",
        "cohere",
    ];

    private static readonly (string Start, string Maker)[] Names =
    [
        ("mistral", "mistral"),
        ("mixtral", "mistral"),
        ("ministral", "mistral"),
        ("magistral", "mistral"),
        ("codestral", "mistral"),
        ("pixtral", "mistral"),
        ("devstral", "mistral"),
        ("open-mistral", "mistral"),
        ("deepseek", "deepseek"),
        ("gpt-", "openai"),
        ("chatgpt", "openai"),
        ("o1", "openai"),
        ("o3", "openai"),
        ("o4", "openai"),
        ("claude", "anthropic"),
        ("gemini", "google"),
        ("gemma", "google"),
        ("qwen", "alibaba"),
        ("qwq", "alibaba"),
        ("llama", "meta"),
        ("yandexgpt", "yandex"),
        ("grok", "xai"),
        ("command", "cohere"),
        ("gigachat", "sber"),
        ("phi-", "microsoft"),
        ("phi3", "microsoft"),
        ("phi4", "microsoft"),
    ];

    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["mistralai"] = "mistral",
        ["meta-llama"] = "meta",
        ["qwen"] = "alibaba",
        ["deepseek-ai"] = "deepseek",
        ["x-ai"] = "xai",
        ["ai-sage"] = "sber",
    };

    /// <summary>
    /// The maker in lower case: from <c>maker/model</c>, a well-known beginning of the name, or a provider that serves its own models; null
    /// when the name does not tell, and for built-in baselines.
    /// </summary>
    public static string? Of(string model)
    {
        var (provider, name) = Split(model);
        if (provider == ModelRef.BuiltInProvider)
            return null;
        var slash = name.LastIndexOf('/');
        foreach (var (start, maker) in Names)
            if (
                name[(slash + 1)..].StartsWith(start, StringComparison.Ordinal)
                || model.Trim().StartsWith(start, StringComparison.OrdinalIgnoreCase)
            )
                return maker;
        var named =
            slash > 0 ? name[..slash].Split('/')[^1]
            : provider is not null && MakersOfTheirOwn.Contains(provider) ? provider
            : null;
        return named is null ? null : Aliases.GetValueOrDefault(named, named);
    }

    /// <summary>
    /// Whether two names are of one model, whichever provider serves it. Built-in baselines of different roles never are.
    /// </summary>
    public static bool IsSame(string first, string second)
    {
        var ((provider, name), (otherProvider, otherName)) = (Split(first), Split(second));
        if (provider == ModelRef.BuiltInProvider || otherProvider == ModelRef.BuiltInProvider)
            return false;
        // What stands behind the colon of "gemma:2b" is a size, not a model.
        var (own, other) = (name[(name.LastIndexOf('/') + 1)..], otherName[(otherName.LastIndexOf('/') + 1)..]);
        return own.Length > 0 && own == other && (provider == otherProvider || char.IsLetter(own[0]));
    }

    // "qwen2.5:7b" is one name: what stands before its colon has a digit, and no provider's name has.
    private static (string? Provider, string Name) Split(string model)
    {
        var lower = model.Trim().ToLowerInvariant();
        var colon = lower.IndexOf(':', StringComparison.Ordinal);
        return colon > 0 && colon < lower.Length - 1 && !lower[..colon].Any(c => char.IsAsciiDigit(c) || c is '/' or '.')
            ? (lower[..colon], lower[(colon + 1)..])
            : (null, lower);
    }
}
