namespace ModelLab.Llm.Configuration;

/// <summary>A provider that is known without being configured.</summary>
/// <param name="Name">The prefix of its models' names.</param>
/// <param name="BaseUrl">Its address; null where every customer has one of his own.</param>
public sealed record KnownProvider(string Name, string? BaseUrl)
{
    /// <summary>Variables in which its key is usually kept, the first one first; what <c>init</c> looks for.</summary>
    public IReadOnlyList<string> UsualKeyVariables { get; init; } = [];

    /// <summary>
    /// A model to begin with, as <c>init</c> names it; it may refer to variables. Null where only the user can know.
    /// </summary>
    public string? FirstModel { get; init; }

    /// <summary>Members of the models file that variables tell, where they are set: names, and values with references.</summary>
    public IReadOnlyDictionary<string, string> UsualMembers { get; init; } = new Dictionary<string, string>();

    /// <summary>How it is spoken to, as the models file says it.</summary>
    public string Protocol { get; init; } = "openai";

    /// <summary>How its key is shown, as the models file says it.</summary>
    public string Auth { get; init; } = "bearer";

    /// <summary>Where an OAuth token is bought.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>The scope that it is asked for.</summary>
    public string? TokenScope { get; init; }

    /// <summary>Whether it runs on the user's own machines and asks for no key.</summary>
    public bool IsLocal { get; init; }

    /// <summary>A value by the name of its member; null where there is none.</summary>
    internal string? Value(ProviderMember member) =>
        member == ProviderMember.BaseUrl ? BaseUrl
        : member == ProviderMember.Protocol ? Protocol
        : member == ProviderMember.Auth ? Auth
        : member == ProviderMember.TokenUrl ? TokenUrl
        : member == ProviderMember.TokenScope ? TokenScope
        : null;
}

/// <summary>The providers that are known by their prefix.</summary>
public static class KnownProviders
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownProvider> All { get; } =
    [
        new("mistral", "https://api.mistral.ai/v1")
        {
            UsualKeyVariables = ["MISTRAL_API_KEY", "MISTRAL_API"],
            FirstModel = "mistral-small-latest",
        },
        new("openrouter", "https://openrouter.ai/api/v1") { UsualKeyVariables = ["OPENROUTER_API_KEY"], FirstModel = "openai/gpt-4o-mini" },
        new("openai", "https://api.openai.com/v1") { UsualKeyVariables = ["OPENAI_API_KEY"], FirstModel = "gpt-4o-mini" },
        new("azure", null)
        {
            UsualKeyVariables = ["AZURE_OPENAI_API_KEY"],
            Auth = "api-key",
            FirstModel = "${AZURE_OPENAI_DEPLOYMENT}",
            UsualMembers = new Dictionary<string, string> { ["base_url"] = "${AZURE_OPENAI_ENDPOINT}/openai/v1" },
        },
        new("deepseek", "https://api.deepseek.com/v1") { UsualKeyVariables = ["DEEPSEEK_API_KEY"], FirstModel = "deepseek-chat" },
        new("alibaba", "https://dashscope-intl.aliyuncs.com/compatible-mode/v1")
        {
            UsualKeyVariables = ["DASHSCOPE_API_KEY"],
            FirstModel = "qwen-plus",
        },
        new("yandex", "https://llm.api.cloud.yandex.net/v1")
        {
            UsualKeyVariables = ["YANDEX_API_KEY", "YC_API_KEY"],
            FirstModel = "gpt://${YANDEX_FOLDER_ID}/yandexgpt-lite/latest",
        },
        new("gigachat", "https://gigachat.devices.sberbank.ru/api/v1")
        {
            UsualKeyVariables = ["GIGACHAT_CREDENTIALS", "GIGACHAT_API_KEY"],
            Auth = "gigachat",
            TokenUrl = "https://ngw.devices.sberbank.ru:9443/api/v2/oauth",
            TokenScope = "GIGACHAT_API_PERS",
            FirstModel = "GigaChat-2",
            UsualMembers = new Dictionary<string, string>
            {
                ["token_scope"] = "${GIGACHAT_SCOPE}",
                ["ca_file"] = "${GIGACHAT_CA_BUNDLE_FILE}",
            },
        },
        new("anthropic", "https://api.anthropic.com")
        {
            UsualKeyVariables = ["ANTHROPIC_API_KEY"],
            Protocol = "anthropic",
            Auth = "x-api-key",
            FirstModel = "claude-haiku-4-5",
        },
        new("gemini", "https://generativelanguage.googleapis.com/v1beta/openai")
        {
            UsualKeyVariables = ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
            FirstModel = "gemini-2.5-flash",
        },
        new("groq", "https://api.groq.com/openai/v1") { UsualKeyVariables = ["GROQ_API_KEY"], FirstModel = "llama-3.3-70b-versatile" },
        new("together", "https://api.together.xyz/v1")
        {
            UsualKeyVariables = ["TOGETHER_API_KEY"],
            FirstModel = "meta-llama/Llama-3.3-70B-Instruct-Turbo",
        },
        new("zai", "https://api.z.ai/api/paas/v4") { UsualKeyVariables = ["ZAI_API_KEY"], FirstModel = "glm-4.5-flash" },
        new("ollama", "http://localhost:11434/v1") { IsLocal = true },
        new("lmstudio", "http://localhost:1234/v1") { IsLocal = true },
        new("vllm", "http://localhost:8000/v1") { IsLocal = true },
        new("llamacpp", "http://localhost:8080/v1") { IsLocal = true },
    ];

    /// <summary>The provider of a name; null when it is not known.</summary>
    public static KnownProvider? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
