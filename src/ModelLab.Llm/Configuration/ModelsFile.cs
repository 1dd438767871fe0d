using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;

namespace ModelLab.Llm.Configuration;

/// <summary>What the models file says of a provider.</summary>
/// <param name="Members">Its members by name, as they were written.</param>
/// <param name="Headers">Headers of every request; values may refer to variables.</param>
/// <param name="Query">Parameters in the query of every address; values may refer to variables.</param>
public sealed record ProviderEntry(
    IReadOnlyDictionary<string, string> Members,
    IReadOnlyDictionary<string, string> Headers,
    IReadOnlyDictionary<string, string> Query
);

/// <summary>A model with a short name.</summary>
/// <param name="Name">The short name.</param>
/// <param name="Target">The model, or another short name, whose parameters and headers it takes over.</param>
/// <param name="Parameters">What is added to every request.</param>
/// <param name="Headers">Headers of every request; values may refer to variables.</param>
public sealed record NamedModel(string Name, string Target, ModelParameters Parameters, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The most requests a minute; null to take the provider's.</summary>
    public double? RequestsPerMinute { get; init; }

    /// <summary>The most tokens a minute; null to take the provider's.</summary>
    public double? TokensPerMinute { get; init; }

    /// <summary>The model that embeds questions, where it is another than that for passages; null where it is not.</summary>
    public string? QueryModel { get; init; }

    /// <summary>What it costs; null to take that of the price list.</summary>
    public Price? Price { get; init; }
}

/// <summary>
/// The models file: providers, and models by short names with their parameters. It holds no secret: keys and the like stand there by the
/// names of their variables.
/// </summary>
/// <param name="Path">The file as it was named; empty without one.</param>
/// <param name="Providers">Providers by the prefix of their models.</param>
/// <param name="Models">Models by short name.</param>
public sealed record ModelsFile(
    string Path,
    IReadOnlyDictionary<string, ProviderEntry> Providers,
    IReadOnlyDictionary<string, NamedModel> Models
)
{
    /// <summary>The user's own assistants by name.</summary>
    public IReadOnlyDictionary<string, AssistantEntry> Assistants { get; init; } = new Dictionary<string, AssistantEntry>();

    /// <summary>Where it is when no other file is named.</summary>
    public const string Default = "benchmarks/models.json";

    /// <summary>No file.</summary>
    public static ModelsFile None { get; } = new("", new Dictionary<string, ProviderEntry>(), new Dictionary<string, NamedModel>());

    /// <summary>Reads a file; without one at its usual place there is nothing.</summary>
    /// <param name="path">The file; null for the usual one.</param>
    /// <exception cref="BadInputException">A named file does not exist, or a file is no models file.</exception>
    public static ModelsFile Read(string? path)
    {
        if (path is null && !File.Exists(Default))
            return None;
        path ??= Default;
        try
        {
            return ModelsFileReader.Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"{path}: no such file: 'modellab init' writes one", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: cannot be read: {(Directory.Exists(path) ? "it is a folder" : e.Message)}", e);
        }
    }

    /// <summary>An assistant as flags name it.</summary>
    public static string AssistantName(string name) => new ModelRef(ModelRef.AssistantProvider, name).ToString();

    /// <summary>What is told of a provider, or of an assistant as flags name it; null when nothing is.</summary>
    /// <param name="provider">The provider, or <c>assistant:NAME</c>.</param>
    internal ProviderEntry? Entry(string provider) =>
        Providers.GetValueOrDefault(provider)
        ?? (
            ModelRef.NamesAssistant(provider)
                ? Assistants.GetValueOrDefault(provider[(ModelRef.AssistantProvider.Length + 1)..])?.Connection
                : null
        );

    /// <summary>Where a member of such an entry stands in the file.</summary>
    internal static string PathOf(string provider, ProviderMember member) =>
        ModelRef.NamesAssistant(provider)
            ? $"assistants.{provider[(ModelRef.AssistantProvider.Length + 1)..]}.{(member == ProviderMember.BaseUrl ? "url" : member.Name)}"
            : $"providers.{provider}.{member.Name}";

    /// <summary>The short names' and the assistants' prices.</summary>
    public IEnumerable<Price> Prices => Models.Values.Select(m => m.Price).Concat(Assistants.Values.Select(a => a.Price)).OfType<Price>();

    /// <summary>The variables that hold its secrets: keys, passwords, and what headers, queries and proxies refer to.</summary>
    public IEnumerable<string> SecretVariables =>
        Providers
            .Values.Concat(Assistants.Values.Select(a => a.Connection))
            .SelectMany(p =>
                p.Headers.Values.Concat(p.Query.Values)
                    .Concat(p.Members.Where(m => m.Key == ProviderMember.Proxy.Name).Select(m => m.Value))
                    .SelectMany(VariableName.ReferredTo)
                    .Concat(p.Members.Where(m => m.Key.EndsWith("_var", StringComparison.Ordinal)).Select(m => m.Value))
            )
            .Concat(Models.Values.SelectMany(m => m.Headers.Values).SelectMany(VariableName.ReferredTo));

    /// <summary>A short name and what it stands for in the end, with what it took over on the way; null for other names.</summary>
    /// <param name="name">The name.</param>
    /// <param name="isProvider">Whether a prefix is a provider.</param>
    /// <exception cref="BadInputException">It stands for itself, for no model of a provider, or for a built-in.</exception>
    public ResolvedName? Find(string name, Func<string, bool> isProvider)
    {
        if (!Models.TryGetValue(name, out var model))
            return null;
        var way = new List<NamedModel> { model };
        while (Models.TryGetValue(way[^1].Target, out var next))
        {
            if (way.Contains(next))
                throw Bad(name, $"stands for itself ({string.Join(" → ", way.Append(next).Select(m => m.Name))}): name a model");
            way.Add(next);
        }
        var target = way[^1].Target;
        ModelRef of;
        try
        {
            of = ModelRef.Parse(target, isProvider);
        }
        catch (FormatException e)
        {
            throw Bad(way[^1].Name, e.Message);
        }
        if (of.IsBuiltIn)
            throw Bad(way[^1].Name, $"{target} is built in and takes no parameters: name a model of a provider");
        if (of.Provider == ModelRef.AssistantProvider)
            throw Bad(way[^1].Name, $"{target} is an assistant and has no short name: flags name it {target}");
        if (of.Provider is null)
            throw Bad(
                way[^1].Name,
                target.Contains(':', StringComparison.Ordinal)
                    ? $"'{target.Split(':')[0]}' is no provider: describe it under 'providers', or set "
                        + $"{ProviderCatalog.BaseUrlVariable(target.Split(':')[0])}"
                    : $"'{target}' has no provider: write provider:{target}"
            );
        way.Reverse();
        return new ResolvedName(
            of,
            way.Aggregate(ModelParameters.None, (all, m) => all.With(m.Parameters)),
            way.SelectMany(m => m.Headers)
                .GroupBy(h => h.Key, StringComparer.OrdinalIgnoreCase)
                .ToDictionary(g => g.Key, g => g.Last().Value),
            way.Select(m => m.RequestsPerMinute).LastOrDefault(r => r is not null),
            way.Select(m => m.TokensPerMinute).LastOrDefault(r => r is not null),
            way.Select(m => m.QueryModel).LastOrDefault(q => q is not null)
        );

        BadInputException Bad(string at, string problem) => new($"{Path}: models.{at}.model: {problem}");
    }

    /// <summary>Checks what every short name stands for.</summary>
    /// <exception cref="BadInputException">One stands for nothing that can be called.</exception>
    public void Check(Func<string, bool> isProvider)
    {
        foreach (var name in Models.Keys)
        {
            if (isProvider(name.ToLowerInvariant()))
                throw new BadInputException($"{Path}: models.{name}: is the name of a provider: give the model another short name");
            Find(name, isProvider);
        }
    }
}

/// <summary>What a short name stands for.</summary>
/// <param name="Model">The model of a provider.</param>
/// <param name="Parameters">What is added to every request.</param>
/// <param name="Headers">Headers of every request; values may refer to variables.</param>
/// <param name="RequestsPerMinute">The most requests a minute; null to take the provider's.</param>
/// <param name="TokensPerMinute">The most tokens a minute; null to take the provider's.</param>
/// <param name="QueryModel">The model that embeds questions; null where it is the same.</param>
public sealed record ResolvedName(
    ModelRef Model,
    ModelParameters Parameters,
    IReadOnlyDictionary<string, string> Headers,
    double? RequestsPerMinute,
    double? TokensPerMinute,
    string? QueryModel
);
