using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Execution;

/// <summary>Makes the models of a lineup callable: built-ins as they are, others over their endpoint.</summary>
public sealed class CallableModels : ICallableModels
{
    private readonly Dictionary<string, IAnswerGenerator> _generators = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IAnswerJudge> _judges = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IShowDecider> _deciders = new(StringComparer.Ordinal);
    private readonly Dictionary<(ModelRole, string), string> _lanes = [];
    private readonly Dictionary<string, ModelEndpoint> _endpoints = new(StringComparer.Ordinal);
    private readonly Func<ModelEndpoint, bool> _isOnHold;

    private CallableModels(Func<ModelEndpoint, bool> isOnHold) => _isOnHold = isOnHold;

    /// <summary>Makes them callable.</summary>
    /// <param name="models">The models by role and name; an endpoint for each that is not built in; built-ins that exist.</param>
    /// <param name="callerOf">Makes the calls of a role.</param>
    /// <param name="settings">How roles ask.</param>
    /// <param name="time">Measures the built-ins' latency.</param>
    /// <param name="isOnHold">Whether an endpoint has told its model to wait; null where nothing is called.</param>
    public static CallableModels Create(
        IEnumerable<(ModelRole Role, ModelRef Model, ModelEndpoint? Endpoint)> models,
        Func<ModelRole, IModelCaller> callerOf,
        RoleSettings settings,
        TimeProvider time,
        Func<ModelEndpoint, bool>? isOnHold = null
    )
    {
        var callable = new CallableModels(isOnHold ?? (_ => false));
        foreach (var (role, model, endpoint) in models)
        {
            var name = model.ToString();
            var lane = callable._lanes[(role, name)] = endpoint is null
                ? SweepRunner.BuiltInLane
                : $"{endpoint.Model.Name} at {endpoint.EndpointId}";
            if (endpoint is not null)
                callable._endpoints[lane] = endpoint;
            var caller = callerOf(role);
            switch (role)
            {
                case ModelRole.Generation:
                    callable._generators[name] =
                        endpoint is { Assistant: not null } ? new AssistantAnswerGenerator(endpoint, caller)
                        : endpoint is not null ? new LlmAnswerGenerator(endpoint, caller, settings)
                        : BuiltInModels.CreateGenerator(model.Name, settings.Seed, time)!;
                    break;
                case ModelRole.BenchmarkJudge:
                    callable._judges[name] = endpoint is not null
                        ? new LlmAnswerJudge(endpoint, caller, settings)
                        : BuiltInModels.CreateJudge(model.Name, settings.Seed, time)!;
                    break;
                default:
                    callable._deciders[name] = endpoint is not null
                        ? new LlmShowDecider(endpoint, caller, settings)
                        : BuiltInModels.CreateDecider(model.Name, settings.Seed, time)!;
                    break;
            }
        }
        return callable;
    }

    /// <inheritdoc />
    public IAnswerGenerator Generator(string model) => _generators[model];

    /// <inheritdoc />
    public IAnswerJudge Judge(string model) => _judges[model];

    /// <inheritdoc />
    public IShowDecider Decider(string model) => _deciders[model];

    /// <inheritdoc />
    public string EndpointOf(string lane) => _endpoints.GetValueOrDefault(lane)?.EndpointId ?? lane;

    /// <inheritdoc />
    public bool IsOnHold(string lane) => _endpoints.GetValueOrDefault(lane) is { } endpoint && _isOnHold(endpoint);

    /// <inheritdoc />
    public string LaneOf(WorkUnit unit) =>
        unit.Kind is WorkKind.Retrieve or WorkKind.Compare
            ? SweepRunner.EmbeddingLane
            : _lanes[
                (
                    unit.Kind switch
                    {
                        WorkKind.Generate => ModelRole.Generation,
                        WorkKind.Decide => ModelRole.ProductionJudge,
                        _ => ModelRole.BenchmarkJudge,
                    },
                    unit.Model
                )
            ];
}
