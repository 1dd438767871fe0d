using System.Text.Json;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Setup;

/// <summary>A provider that can be used with what is there.</summary>
/// <param name="Name">Its prefix.</param>
/// <param name="How">How it was found, in words without secrets.</param>
/// <param name="KeyVariable">The variable whose value is to be its key; null where it has one already, or needs none.</param>
/// <param name="Models">Its models to begin with, as the provider knows them.</param>
/// <param name="Members">What the models file is to tell of it, with references to variables.</param>
public sealed record FoundProvider(
    string Name,
    string How,
    string? KeyVariable,
    IReadOnlyList<string> Models,
    IReadOnlyDictionary<string, string> Members
);

/// <summary>Finds providers by the usual names of their keys, and local servers by asking them.</summary>
/// <param name="environment">The variables.</param>
/// <param name="time">The clock.</param>
public sealed class FoundModels(LabEnvironment environment, TimeProvider time)
{
    private const int MostLocalModels = 20;

    // A server on this machine answers at once, or is not there.
    private static readonly TimeSpan LocalTimeout = TimeSpan.FromSeconds(1.5);

    private readonly ProviderCatalog _providers = new(environment);

    /// <summary>Looks for them.</summary>
    /// <returns>Those that were found: with keys first, in the order in which they are known, then local ones.</returns>
    public async Task<IReadOnlyList<FoundProvider>> FindAsync(CancellationToken cancellationToken)
    {
        var local = await Task.WhenAll(KnownProviders.All.Where(p => p.IsLocal).Select(p => AskAsync(p, cancellationToken)))
            .ConfigureAwait(false);
        return [.. KnownProviders.All.Where(p => !p.IsLocal).Select(ByKey).OfType<FoundProvider>(), .. local.OfType<FoundProvider>()];
    }

    private FoundProvider? ByKey(KnownProvider provider)
    {
        var own = _providers.KeyVariableOf(provider.Name);
        var usual = provider.UsualKeyVariables.FirstOrDefault(v => environment[v] is not null);
        var members = provider
            .UsualMembers.Where(m => _providers.Find(provider.Name, ProviderMember.BaseUrl) is null || m.Key != "base_url")
            .Where(m => IsSet(m.Value))
            .ToDictionary(m => m.Key, m => m.Value, StringComparer.Ordinal);
        // Without its own address it cannot be called.
        if ((environment[own] ?? usual) is null || (_providers.BaseUrl(provider.Name) ?? members.GetValueOrDefault("base_url")) is null)
            return null;
        var how = environment[own] is not null ? $"{own} is set" : $"{usual} is set";
        string[] models = provider.FirstModel is { } first && IsSet(first) ? [environment.Expand(first, out _)] : [];
        return new FoundProvider(provider.Name, how, environment[own] is null ? usual : null, models, members);
    }

    private async Task<FoundProvider?> AskAsync(KnownProvider provider, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(_providers.BaseUrl(provider.Name), UriKind.Absolute, out var address))
            return null;
        using var limit = new CancellationTokenSource(LocalTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            using var http = new HttpMessageInvoker(new SocketsHttpHandler { AllowAutoRedirect = false, ActivityHeadersPropagator = null });
            using var request = new HttpRequestMessage(HttpMethod.Get, address.ToString().TrimEnd('/') + "/models");
            using var response = await http.SendAsync(request, either.Token).ConfigureAwait(false);
            using var json = await JsonDocument
                .ParseAsync(await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false), default, either.Token)
                .ConfigureAwait(false);
            string[] models =
            [
                .. json
                    .RootElement.GetProperty("data")
                    .EnumerateArray()
                    .Select(m => m.GetProperty("id").GetString()!)
                    .Where(m => m.Length > 0 && !m.Any(char.IsControl) && !m.Contains(',', StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal)
                    .Take(MostLocalModels),
            ];
            return models.Length == 0
                ? null
                : new FoundProvider(provider.Name, $"answers at {address.Authority}", null, models, new Dictionary<string, string>());
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        // Whatever else answers there is not such a server.
        catch (Exception e)
            when (e is HttpRequestException or IOException or JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return null;
        }
    }

    private bool IsSet(string text)
    {
        environment.Expand(text, out var missing);
        return missing is null;
    }
}
