using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Core.Money;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Limits;
using ModelLab.Llm.Money;
using ModelLab.Llm.Protocol;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Execution;

/// <summary>
/// What stands between a call and the wire, outermost first: retry with circuits, adaptive limit, money, token counts, one HTTP attempt.
/// </summary>
internal sealed class CallPipeline : IDisposable
{
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(20);

    private readonly EndpointConnections _connections = new();
    private readonly LimitedCaller _limited;

    public CallPipeline(
        SweepRequest request,
        LabEnvironment environment,
        PriceList prices,
        RunStop stop,
        TimeProvider time,
        ILoggerFactory? logs
    )
    {
        var log = logs?.CreateLogger("ModelLab.Calls");
        Circuits = new CircuitBoard(request.Retry.TotalBudget, time, log);
        Ledger = new SpendLedger(request.Budget);
        Adaptations = new EndpointAdaptations(keepsTokenLimit: Ledger.IsCapped);
        var counter = new TokenCounter();
        PromptCuts = new PromptCuts(counter);
        var clients = new ModelClients(_connections.Of, time);
        var scrubber = environment.CreateScrubber(request.Variables.KeyVariables);
        LimitedCaller Attempts(TimeSpan timeout, CircuitBoard circuits) =>
            new LimitedCaller(
                new SpendingCaller(
                    new CountingCaller(
                        new AttemptCaller(clients, Adaptations, scrubber, time, timeout, request.Stream),
                        counter,
                        PromptCuts
                    ),
                    Ledger,
                    prices,
                    stop.BudgetReached,
                    stop.NoMoreCalls
                ),
                circuits,
                request.MaxConcurrency,
                request.Retry.TotalBudget,
                time,
                log,
                stop.NoMoreCalls
            );

        // A model that is down is known after two tries; a run need not wait minutes to learn it.
        var checks = new CircuitBoard(request.Retry.TotalBudget, time);
        RetryingCaller Checks(TimeSpan timeout, int attempts) =>
            new(
                Attempts(timeout, checks),
                request.Retry with
                {
                    MaxAttempts = Math.Min(attempts, request.Retry.MaxAttempts),
                    WaitsOutLimits = false, // one that is refused has proven that it can be called
                },
                checks,
                time,
                log,
                stop.NoMoreCalls
            );
        var check = Checks(request.Timeout < CheckTimeout ? request.Timeout : CheckTimeout, 2);
        var patient = Checks(request.LoadTimeout, 1);
        CheckOf = endpoint => endpoint.IsLocal && request.LoadTimeout > CheckTimeout ? patient : check;
        _limited = Attempts(request.Timeout, Circuits);
        Calls = new RetryingCaller(_limited, request.Retry, Circuits, time, log, stop.NoMoreCalls);
    }

    public EndpointAdaptations Adaptations { get; }

    public CircuitBoard Circuits { get; }

    public PromptCuts PromptCuts { get; }

    public SpendLedger Ledger { get; }

    /// <summary>For access checks: few tries, no journal.</summary>
    public Func<ModelEndpoint, IModelCaller> CheckOf { get; }

    /// <summary>For everything else; no journal.</summary>
    public IModelCaller Calls { get; }

    /// <summary>The models that are asked more slowly than the run could.</summary>
    public IReadOnlyList<SlowModel> Slow => _limited.Slow;

    /// <summary>Whether the endpoint has told this model to wait.</summary>
    public bool IsOnHold(ModelEndpoint endpoint) => _limited.IsOnHold(endpoint);

    /// <summary>Reads what the connections of endpoints need, so that a bad file is told before anything is sent.</summary>
    /// <exception cref="BadInputException">A file of certificates, or a proxy, is not what it should be.</exception>
    public void Connect(IEnumerable<ModelEndpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
            _connections.Of(endpoint.Connection);
    }

    public void Dispose() => _connections.Dispose();
}
