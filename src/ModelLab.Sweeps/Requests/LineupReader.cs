using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

/// <summary>Finds out which models a request means: its flags, else the models its source flags list, else the role's variable.</summary>
public static class LineupReader
{
    /// <summary>The models by role, in flag order, each once; roles that no chosen tier needs are left out.</summary>
    /// <exception cref="BadInputException">A needed role has no model, or a name cannot be read.</exception>
    public static IReadOnlyDictionary<ModelRole, IReadOnlyList<ModelRef>> Read(
        SweepRequest request,
        ProviderCatalog providers,
        EndpointResolver endpoints
    )
    {
        // Tier ux asks generators where sessions ask again; it does without them when none is named.
        var needed = request
            .Tiers.SelectMany(t => t.Roles())
            .Concat(request.Tiers.Contains(Tier.Ux) && request.Models.ContainsKey(ModelRole.Generation) ? [ModelRole.Generation] : [])
            .Distinct()
            .Order();
        return needed.ToDictionary(role => role, role => ReadRole(request, role, providers, endpoints));
    }

    /// <summary>The flag that names a role's models.</summary>
    public static string Flag(ModelRole role) =>
        role switch
        {
            ModelRole.Generation => "--generation-models",
            ModelRole.BenchmarkJudge => "--judge-models",
            _ => "--production-judge-models",
        };

    /// <summary>The flag that names the providers whose listed models a role takes.</summary>
    public static string SourceFlag(ModelRole role) => Flag(role)[..^1] + "-source";

    private static IReadOnlyList<ModelRef> ReadRole(
        SweepRequest request,
        ModelRole role,
        ProviderCatalog providers,
        EndpointResolver endpoints
    )
    {
        var models = new List<ModelRef>();
        try
        {
            foreach (var name in request.Models.GetValueOrDefault(role) ?? [])
                models.Add(ModelRef.Parse(name, providers.IsProvider));
        }
        catch (FormatException e)
        {
            throw new BadInputException($"{Flag(role)}: {e.Message}", e);
        }
        foreach (var source in request.Sources.GetValueOrDefault(role) ?? [])
        {
            var provider = source.ToLowerInvariant();
            var listed = providers.ListedModels(provider, role);
            if (listed.Count == 0)
                throw new BadInputException(
                    $"{SourceFlag(role)} {source}: no models are listed: set {ProviderCatalog.ListVariable(provider, role)} to a comma-separated list"
                );
            models.AddRange(listed);
        }
        if (models.Count == 0 && endpoints.DefaultModel(role) is { } fallback)
            models.Add(ModelRef.Parse(fallback, providers.IsProvider));
        if (models.Count == 0)
        {
            var variable = role switch
            {
                ModelRole.Generation => "GENERATION_MODEL (or MISTRAL_MODEL)",
                ModelRole.BenchmarkJudge => "BENCHMARKS_JUDGE_MODEL (or JUDGE_MODEL)",
                _ => "JUDGE_MODEL",
            };
            throw new BadInputException(
                $"no model for the role '{Names.Of(role)}', which the chosen tiers need: give {Flag(role)} or set {variable}"
            );
        }
        return [.. models.Distinct()];
    }
}
