using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Requests;

/// <summary>The models of a request, looked up.</summary>
/// <param name="Lineup">The names by role, before any model is excluded.</param>
/// <param name="Callable">Every model that can be called, with its endpoint; built-ins have none.</param>
/// <param name="Missing">Models that cannot be called because a key or an endpoint is missing.</param>
public sealed record SweepModels(
    ModelLineup Lineup,
    IReadOnlyList<(ModelRole Role, ModelRef Model, ModelEndpoint? Endpoint)> Callable,
    IReadOnlyList<ExcludedModel> Missing
)
{
    /// <summary>What the short names among them stand for, in the order of the names.</summary>
    public IReadOnlyList<ModelDefinition> Definitions { get; init; } = [];

    /// <summary>The assistants that cannot be given a context to answer from, as tier 2 does.</summary>
    public IReadOnlyList<string> WithoutContext => [.. Definitions.Where(d => d.TakesContext == false).Select(d => d.Name)];

    /// <summary>The models that cost calls.</summary>
    public IEnumerable<ModelRef> Called => Callable.Where(m => m.Endpoint is not null).Select(m => m.Model);

    /// <summary>The models that are called at an address of this machine, which costs nothing.</summary>
    public IEnumerable<string> OnThisMachine => Callable.Where(m => m.Endpoint?.BaseUrl.IsLoopback == true).Select(m => m.Model.ToString());

    /// <summary>Finds the models that a request means, and their endpoints.</summary>
    /// <exception cref="BadInputException">A needed role has no model, a name cannot be read, or there is no such built-in.</exception>
    public static SweepModels Read(SweepRequest request, ProviderCatalog providers, EndpointResolver endpoints)
    {
        var named = LineupReader.Read(request, providers, endpoints);
        var callable = new List<(ModelRole, ModelRef, ModelEndpoint?)>();
        var missing = new List<ExcludedModel>();
        foreach (var (role, model) in named.SelectMany(r => r.Value.Select(m => (r.Key, m))))
        {
            if (model.IsBuiltIn)
                RequireBuiltIn(role, model);
            if (model.Provider == ModelRef.AssistantProvider && providers.AssistantProblem(role, model.Name) is { } wrong)
                throw new BadInputException($"{LineupReader.Flag(role)} {model}: {wrong}");
            var resolution = model.IsBuiltIn ? null : endpoints.Resolve(role, model);
            if (resolution?.Problem is { } problem)
                missing.Add(new ExcludedModel(role, model.ToString(), problem) { ReasonCode = CodeOf(resolution.Cause) });
            else
                callable.Add((role, model, resolution?.Endpoint));
        }
        IReadOnlyList<string> Names(ModelRole role) => [.. named.GetValueOrDefault(role, []).Select(m => m.ToString())];
        return new SweepModels(
            new ModelLineup(Names(ModelRole.Generation), Names(ModelRole.BenchmarkJudge), Names(ModelRole.ProductionJudge)),
            callable,
            missing
        )
        {
            Definitions =
            [
                .. DefinitionsOf(named.SelectMany(r => r.Value).Distinct(), endpoints)
                    .Concat(callable.Select(c => c.Item3).OfType<ModelEndpoint>().Where(e => e.Assistant is not null).Select(DefinitionOf))
                    .OrderBy(d => d.Name, StringComparer.Ordinal),
            ],
        };
    }

    /// <summary>What is missing, to be said in any language; null where it is not a usual thing.</summary>
    internal static RunNote? CodeOf(MissingEndpoint? cause) =>
        cause is null
            ? null
            : RunNote.Of(
                ModelLab.Records.Vocabulary.Names.Parse<NoteCode>(ModelLab.Records.Vocabulary.Names.Of(cause.Fault)),
                ("provider", cause.Provider),
                ("key_variable", cause.KeyVariable),
                ("alternative", cause.Alternative),
                ("url_variable", cause.UrlVariable),
                ("example", cause.Example),
                ("files", LabEnvironment.FileNames)
            );

    private static IEnumerable<ModelDefinition> DefinitionsOf(IEnumerable<ModelRef> models, EndpointResolver endpoints) =>
        models
            .Select(m => (Name: m.ToString(), Of: endpoints.Named(m)))
            .Where(m => m.Of is not null)
            .Select(m => new ModelDefinition(
                m.Name,
                m.Of!.Model.ToString(),
                m.Of.Parameters.Canonical is { Length: > 0 } json ? JsonElement.Parse(json) : null
            ));

    private static ModelDefinition DefinitionOf(ModelEndpoint endpoint) =>
        new(endpoint.Model.ToString(), endpoint.EndpointId, JsonElement.Parse(endpoint.Parameters.Canonical))
        {
            TakesContext = endpoint.Assistant!.TakesContext,
        };

    private static void RequireBuiltIn(ModelRole role, ModelRef model)
    {
        var known = role switch
        {
            ModelRole.Generation => BuiltInModels.Generators,
            ModelRole.BenchmarkJudge => BuiltInModels.Judges,
            _ => BuiltInModels.Deciders,
        };
        if (!known.Contains(model.Name))
            throw new BadInputException(
                $"{model}: there is no such built-in in this role: choose {string.Join(", ", known.Select(k => ModelRef.BuiltIn(k)))}"
            );
    }
}
