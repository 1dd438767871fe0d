using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Configuration;

namespace ModelLab.Sweeps.Requests;

/// <summary>A model that variables or the models file name, so that a run may take it without a flag or by a short name.</summary>
/// <param name="Model">The model.</param>
/// <param name="Role">The role whose variables a bare name uses; of other names the first role that they are named for.</param>
/// <param name="Source">The variable or the file that names it.</param>
public sealed record ConfiguredModel(ModelRef Model, ModelRole Role, string Source)
{
    /// <summary>All of them, built-ins left out: short names, then the roles' own models, then the providers' lists.</summary>
    /// <exception cref="BadInputException">A variable holds no name of a model.</exception>
    public static IReadOnlyList<ConfiguredModel> Of(LabEnvironment environment)
    {
        var providers = new ProviderCatalog(environment);
        var all = environment
            .Models.Models.Keys.Select(name => new ConfiguredModel(new ModelRef(null, name), ModelRole.Generation, environment.Models.Path))
            .Concat(
                environment.Models.Assistants.Keys.Select(name => new ConfiguredModel(
                    new ModelRef(ModelRef.AssistantProvider, name),
                    ModelRole.Generation,
                    environment.Models.Path
                ))
            )
            .Concat(
                Enum.GetValues<ModelRole>()
                    .SelectMany(role =>
                        EndpointResolver
                            .ModelVariables(role)
                            .Where(v => environment[v] is not null)
                            .Take(1)
                            .Select(v => new ConfiguredModel(Parsed(v, environment[v]!, providers), role, v))
                    )
            )
            .Concat(
                from provider in providers.Names
                from role in Enum.GetValues<ModelRole>()
                from model in providers.ListedModels(provider, role)
                select new ConfiguredModel(model, role, ProviderCatalog.ListVariable(provider, role))
            );
        return
        [
            .. all.Where(m => !m.Model.IsBuiltIn)
                .DistinctBy(m =>
                    m.Model.Provider is null && providers.Named(m.Model.Name) is null ? (m.Model, m.Role) : (m.Model, default)
                ),
        ];
    }

    private static ModelRef Parsed(string variable, string name, ProviderCatalog providers)
    {
        try
        {
            return ModelRef.Parse(name, providers.IsProvider);
        }
        catch (FormatException e)
        {
            throw new BadInputException($"{variable}: {e.Message}", e);
        }
    }
}
