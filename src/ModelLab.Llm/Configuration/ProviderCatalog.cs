using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Models;

namespace ModelLab.Llm.Configuration;

/// <summary>Something told of a provider, and by whom.</summary>
/// <param name="Text">What is told; from the models file it may refer to variables.</param>
/// <param name="Source">The variable, the file and its member, or <c>known</c>.</param>
/// <param name="File">The models file that it stands in; null elsewhere.</param>
public sealed record Told(string Text, string Source, string? File = null)
{
    /// <summary>The source of what is known without being told.</summary>
    public const string Known = "known";
}

/// <summary>
/// The providers a name may be prefixed with: the known ones, those of the models file and those that variables configure. Of what is told
/// of a provider, a variable <c>PROVIDER_NAME_MEMBER</c> counts first, then the file, then what is known.
/// </summary>
public sealed class ProviderCatalog(LabEnvironment environment)
{
    /// <summary>Mistral's base URL, the default of bare generation models.</summary>
    public static string MistralBaseUrl => KnownProviders.Find("mistral")!.BaseUrl!;

    /// <summary>
    /// Whether a prefix is a provider: known, in the models file, or configured by <c>PROVIDER_NAME_BASE_URL</c>, <c>_API_URL</c> or
    /// <c>_API_KEY</c>.
    /// </summary>
    public bool IsProvider(string name) =>
        name is ModelRef.BuiltInProvider or ModelRef.AssistantProvider
        || KnownProviders.Find(name) is not null
        || environment.Models.Providers.ContainsKey(name)
        || environment[BaseUrlVariable(name)] is not null
        || environment[ApiUrlVariable(name)] is not null
        || environment[KeyVariable(name)] is not null;

    /// <summary>The names of all providers, the known ones first.</summary>
    public IEnumerable<string> Names =>
        KnownProviders
            .All.Select(p => p.Name)
            .Concat(environment.Models.Providers.Keys.Order(StringComparer.Ordinal))
            .Concat(environment.Names.Select(ConfiguredBy).OfType<string>().Order(StringComparer.Ordinal))
            .DistinctBy(VariablePart);

    /// <summary>The provider's base URL, or null when it is neither known nor configured.</summary>
    public string? BaseUrl(string provider) => Find(provider, ProviderMember.BaseUrl)?.Text;

    /// <summary>What is told of a provider; null when nothing is.</summary>
    public Told? Find(string provider, ProviderMember member)
    {
        foreach (var variable in Variables(provider, member))
            if (environment[variable] is { } value)
                return new Told(value, variable);
        if (environment.Models.Entry(provider)?.Members.GetValueOrDefault(member.Name) is { } text)
            return new Told(text, $"{environment.Models.Path}: {ModelsFile.PathOf(provider, member)}", environment.Models.Path);
        return KnownProviders.Find(provider)?.Value(member) is { } known ? new Told(known, Told.Known) : null;
    }

    /// <summary>The same with the values of variables, checked.</summary>
    /// <param name="provider">The provider.</param>
    /// <param name="member">What is told.</param>
    /// <param name="isChecked">Whether it must be a value of its member.</param>
    /// <exception cref="BadInputException">It refers to a variable that is not set, or is no value of its member.</exception>
    public Told? Read(string provider, ProviderMember member, bool isChecked = true)
    {
        if (Find(provider, member) is not { } told)
            return null;
        var (text, missing) = (told.Text, (string?)null);
        if (told.File is not null)
            text = environment.Expand(told.Text, out missing);
        if (missing is not null)
            throw new BadInputException($"{told.Source}: the variable {missing} is not set: set it {LabEnvironment.Where}");
        return isChecked && member.Problem(text) is { } problem
            ? throw new BadInputException($"{told.Source}: {problem}")
            : told with
            {
                Text = text,
            };
    }

    /// <summary>The variable that holds a provider's key.</summary>
    public static string KeyVariable(string provider) => $"PROVIDER_{VariablePart(provider)}_API_KEY";

    /// <summary>The variable that holds a provider's base URL.</summary>
    public static string BaseUrlVariable(string provider) => $"PROVIDER_{VariablePart(provider)}_BASE_URL";

    /// <summary>The variable that a provider's key comes from: the one that the models file names, else the usual one.</summary>
    public string KeyVariableOf(string provider) =>
        Find(provider, ProviderMember.KeyVariable)?.Text
        ?? (ModelRef.NamesAssistant(provider) ? $"its 'key_var' and 'headers' in {environment.Models.Path}" : KeyVariable(provider));

    /// <summary>The most requests a minute that are told; null without.</summary>
    /// <exception cref="BadInputException">It is no number above 0.</exception>
    public double? RequestsPerMinute(string provider) => Rate(provider, ProviderMember.RequestsPerMinute);

    /// <summary>Whether the provider asks for no key: it runs on the user's own machines, or is told so.</summary>
    public bool NeedsNoKey(string provider) =>
        KnownProviders.Find(provider)?.IsLocal == true
        || Find(provider, ProviderMember.Auth)?.Text == "none"
        || (ModelRef.NamesAssistant(provider) && Find(provider, ProviderMember.KeyVariable) is null);

    /// <summary>
    /// The models that <c>NAME_GEN_MODELS</c> and its like list for a provider; empty when the variable is not set. A short name for one of
    /// this provider's models stands for it.
    /// </summary>
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
                    .Select(name => new ModelRef(Named(name)?.Model.Provider == provider ? null : provider, name)),
            ];
    }

    /// <summary>What a short name of the models file stands for; null for other names.</summary>
    public ResolvedName? Named(string name) => environment.Models.Find(name, IsProvider);

    /// <summary>An assistant of the models file; null where it has none of that name.</summary>
    public AssistantEntry? Assistant(string name) => environment.Models.Assistants.GetValueOrDefault(name);

    /// <summary>Why a model that is named as an assistant cannot be one in a role, and what to do; null when it can.</summary>
    public string? AssistantProblem(ModelRole role, string name) =>
        role != ModelRole.Generation ? "an assistant answers questions: name it as a generation model only"
        : Assistant(name) is not null ? null
        : environment.Models.Assistants.Count == 0
            ? "there is no such assistant: describe it under 'assistants' in "
                + (environment.Models.Path.Length > 0 ? environment.Models.Path : ModelsFile.Default)
        : $"there is no such assistant in {environment.Models.Path}: there are {string.Join(", ", environment.Models.Assistants.Keys)}";

    /// <summary>The variable that lists a provider's models for a role.</summary>
    public static string ListVariable(string provider, ModelRole role) =>
        VariablePart(provider)
        + role switch
        {
            ModelRole.Generation => "_GEN_MODELS",
            ModelRole.ProductionJudge => "_JUDGE_MODELS",
            _ => "_BM_JUDGE_MODELS",
        };

    /// <summary>Where a provider's base URL comes from: a variable, the models file, or the variable that would tell it.</summary>
    public string UrlSource(string provider) =>
        Find(provider, ProviderMember.BaseUrl) is { Source: not Told.Known } told ? told.Source : BaseUrlVariable(provider);

    /// <summary>A rate or another number that is told; null without.</summary>
    internal double? Rate(string provider, ProviderMember member) =>
        Read(provider, member) is { } told ? double.Parse(told.Text, CultureInfo.InvariantCulture) : null;

    private static string[] Variables(string provider, ProviderMember member) =>
        member == ProviderMember.BaseUrl ? [BaseUrlVariable(provider), ApiUrlVariable(provider)]
        : member == ProviderMember.KeyVariable ? []
        : [$"PROVIDER_{VariablePart(provider)}_{member.VariableSuffix}"];

    // PROVIDER_MY_LAB_BASE_URL makes "my-lab" and "my_lab" a provider; the latter is how it is shown.
    private static string? ConfiguredBy(string variable) =>
        variable.StartsWith("PROVIDER_", StringComparison.Ordinal)
        && new[] { "_BASE_URL", "_API_URL", "_API_KEY" }.FirstOrDefault(e => variable.EndsWith(e, StringComparison.Ordinal)) is { } ending
        && variable.Length > "PROVIDER_".Length + ending.Length
            ? variable["PROVIDER_".Length..^ending.Length].ToLowerInvariant()
            : null;

    private static string ApiUrlVariable(string provider) => $"PROVIDER_{VariablePart(provider)}_API_URL";

    private static string VariablePart(string provider) => provider.ToUpperInvariant().Replace('-', '_');
}
