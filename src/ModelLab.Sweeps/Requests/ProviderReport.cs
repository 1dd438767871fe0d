using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Requests;

/// <summary>Something that is told of a provider, for people to read.</summary>
/// <param name="Member">Its name in the models file.</param>
/// <param name="Value">The value; <c>set</c> where it may be secret.</param>
/// <param name="Source">The variable with its file, the models file, or <c>known</c>.</param>
public sealed record ToldValue(string Member, string Value, string Source);

/// <summary>What is told of a provider, and where each thing comes from. It holds no secret.</summary>
/// <param name="Name">Its prefix.</param>
/// <param name="KeyVariable">The variable of its key; null where none is sent.</param>
/// <param name="KeySource">Where the key is set; null where it is not.</param>
/// <param name="NeedsKey">Whether it is called with a key alone.</param>
/// <param name="Values">What is told of it.</param>
public sealed record ProviderReport(string Name, string? KeyVariable, string? KeySource, bool NeedsKey, IReadOnlyList<ToldValue> Values)
{
    /// <summary>Whether anything is told of it that is not known by itself.</summary>
    public bool IsConfigured => KeySource is not null || Values.Any(v => v.Source != Told.Known);

    /// <summary>All providers.</summary>
    public static IReadOnlyList<ProviderReport> Of(LabEnvironment environment)
    {
        var providers = new ProviderCatalog(environment);
        return [.. providers.Names.Select(name => Of(name, providers, environment))];
    }

    private static ProviderReport Of(string name, ProviderCatalog providers, LabEnvironment environment)
    {
        var variable = providers.KeyVariableOf(name);
        if (environment[variable] is null && name == "mistral" && environment["MISTRAL_API"] is not null)
            variable = "MISTRAL_API";
        var sendsNone = providers.Find(name, ProviderMember.Auth)?.Text == "none";
        var values = ProviderMember
            .All.Where(m => m != ProviderMember.KeyVariable)
            .Select(m => (Member: m, Told: providers.Find(name, m)))
            .Where(m => m.Told is not null)
            .Select(m => new ToldValue(m.Member.Name, Shown(m.Member, m.Told!.Text), SourceOf(m.Told!, environment)));
        var entry = environment.Models.Providers.GetValueOrDefault(name);
        var further = (entry?.Headers.Keys ?? [])
            .Select(h => new ToldValue($"header {h}", "set", environment.Models.Path))
            .Concat((entry?.Query.Keys ?? []).Select(q => new ToldValue($"query {q}", "set", environment.Models.Path)));
        return new ProviderReport(
            name,
            sendsNone ? null : variable,
            sendsNone ? null : environment.SourceOf(variable),
            !sendsNone && !providers.NeedsNoKey(name),
            [.. values, .. further]
        );
    }

    private static string SourceOf(Told told, LabEnvironment environment) =>
        told.Source == Told.Known ? Told.Known
        : told.File is { } file ? file
        : $"{told.Source}, {environment.SourceOf(told.Source)}";

    // Addresses may hold a user, a password, or a key in their query.
    private static string Shown(ProviderMember member, string text) =>
        (member == ProviderMember.BaseUrl || member == ProviderMember.Proxy || member == ProviderMember.TokenUrl)
        && Uri.TryCreate(text, UriKind.Absolute, out var uri)
            ? uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/')
            : text;
}
