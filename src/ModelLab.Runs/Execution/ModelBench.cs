using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Execution;

/// <summary>Makes the models of a lineup callable: built-ins as they are, others over their endpoint.</summary>
public sealed class ModelBench : IModelBench
{
    private readonly Dictionary<string, IAnswerGenerator> _generators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IAnswerJudge> _judges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IShowDecider> _deciders = new(StringComparer.Ordinal);
    private readonly Dictionary<(ModelRole, string), string> _lanes = [];
    private readonly Dictionary<string, string> _endpoints = new(StringComparer.Ordinal);

    private ModelBench() { }

    /// <summary>Builds the bench.</summary>
    /// <param name="models">The models by role and name; an endpoint for each that is not built in; built-ins that exist.</param>
    /// <param name="callerOf">Makes the calls of a role.</param>
    /// <param name="settings">How roles ask.</param>
    /// <param name="time">Measures the built-ins' latency.</param>
    public static ModelBench Create(
        IEnumerable<(ModelRole Role, ModelRef Model, ModelEndpoint? Endpoint)> models, Func<ModelRole, IModelCaller> callerOf, RoleSettings settings, TimeProvider time)
    {
        var bench = new ModelBench();
        foreach (var (role, model, endpoint) in models)
        {
            var name = model.ToString();
            var lane = bench._lanes[(role, name)] = endpoint is null ? SweepRunner.BuiltInLane : $"{endpoint.Model.Name} at {endpoint.EndpointId}";
            bench._endpoints[lane] = endpoint?.EndpointId ?? lane;
            var caller = callerOf(role);
            switch (role)
            {
                case ModelRole.Generation:
                    bench._generators[name] = endpoint is not null ? new LlmAnswerGenerator(endpoint, caller, settings)
                        : BuiltInModels.CreateGenerator(model.Name, settings.Seed, time)!;
                    break;
                case ModelRole.BenchmarkJudge:
                    bench._judges[name] = endpoint is not null ? new LlmAnswerJudge(endpoint, caller, settings)
                        : BuiltInModels.CreateJudge(model.Name, settings.Seed, time)!;
                    break;
                default:
                    bench._deciders[name] = endpoint is not null ? new LlmShowDecider(endpoint, caller, settings)
                        : BuiltInModels.CreateDecider(model.Name, settings.Seed, time)!;
                    break;
            }
        }
        return bench;
    }

    /// <inheritdoc />
    public IAnswerGenerator Generator(string model) => _generators[model];

    /// <inheritdoc />
    public IAnswerJudge Judge(string model) => _judges[model];

    /// <inheritdoc />
    public IShowDecider Decider(string model) => _deciders[model];

    /// <inheritdoc />
    public string EndpointOf(string lane) => _endpoints.GetValueOrDefault(lane, lane);

    /// <inheritdoc />
    public string LaneOf(WorkUnit unit) => unit.Kind is WorkKind.Retrieve or WorkKind.Compare ? SweepRunner.EmbeddingLane : _lanes[(unit.Kind switch
    {
        WorkKind.Generate => ModelRole.Generation,
        WorkKind.Decide => ModelRole.ProductionJudge,
        _ => ModelRole.BenchmarkJudge,
    }, unit.Model)];
}
