namespace ModelLab.Core.Models;

/// <summary>
/// The name of a model: <c>provider:model</c>, or a bare name that uses its role's own endpoint.
/// </summary>
/// <param name="Provider">The provider in lower case, or null for a bare name.</param>
/// <param name="Name">The model's name as its endpoint knows it; never empty.</param>
public sealed record ModelRef(string? Provider, string Name)
{
    /// <summary>The provider of the built-in baselines, which need no network and are not language models.</summary>
    public const string BuiltInProvider = "builtin";

    /// <summary>The built-in embedder, which compares words and letter sequences, not meaning.</summary>
    public const string LexicalEmbedder = BuiltInProvider + ":lexical";

    /// <summary>Whether this is a built-in baseline.</summary>
    public bool IsBuiltIn => Provider == BuiltInProvider;

    /// <summary>Whether a name in a run is that of a built-in baseline.</summary>
    public static bool NamesBuiltIn(string model) => model.StartsWith(BuiltInProvider + ":", StringComparison.Ordinal);

    /// <summary>What stands before the names of the user's own assistants, which the models file describes.</summary>
    public const string AssistantProvider = "assistant";

    /// <summary>Whether a name in a run is that of an assistant, which retrieves by itself.</summary>
    public static bool NamesAssistant(string model) => model.StartsWith(AssistantProvider + ":", StringComparison.Ordinal);

    /// <summary>Names a built-in baseline.</summary>
    public static ModelRef BuiltIn(string name) => new(BuiltInProvider, name);

    /// <summary>
    /// Reads a name. A prefix before the first colon counts as a provider only when <paramref name="isProvider"/> knows it,
    /// so <c>qwen2.5:7b</c> stays one name.
    /// </summary>
    /// <exception cref="FormatException">The text is empty, or names a provider without a model.</exception>
    public static ModelRef Parse(string text, Func<string, bool> isProvider)
    {
        var trimmed = text.Trim();
        if (trimmed.Length == 0)
            throw new FormatException("a model name is empty");
        var colon = trimmed.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
            return new ModelRef(null, trimmed);
        var prefix = trimmed[..colon].ToLowerInvariant();
        if (prefix != BuiltInProvider && !isProvider(prefix))
            return new ModelRef(null, trimmed);
        var name = trimmed[(colon + 1)..].Trim();
        if (name.Length == 0)
            throw new FormatException($"'{trimmed}' names a provider but no model: write {prefix}:MODEL");
        return new ModelRef(prefix, name);
    }

    /// <summary>The name as it is written in flags and files.</summary>
    public override string ToString() => Provider is null ? Name : $"{Provider}:{Name}";
}
