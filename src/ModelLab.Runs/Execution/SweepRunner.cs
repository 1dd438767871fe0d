using ModelLab.Core.Models;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;

namespace ModelLab.Runs.Execution;

/// <summary>Executes a plan: every unit once, as soon as what it depends on is there, and every outcome into the store.</summary>
public sealed class SweepRunner(IModelBench bench, ObservationStore store, int maxConcurrency)
{
    /// <summary>The lane of the built-in baselines, which are bound by the processor, not by a network.</summary>
    public const string BuiltInLane = ModelRef.BuiltInProvider;

    /// <summary>Runs the plan to its end. On return every observation is on disk.</summary>
    /// <exception cref="OperationCanceledException">The run was stopped; what was finished is on disk.</exception>
    public async Task RunAsync(SweepPlan plan, CancellationToken cancellationToken)
    {
        var workbench = new Workbench(bench, plan.Input, store);
        var scheduler = new LaneScheduler<WorkUnit>(
            bench.LaneOf,
            lane => lane == BuiltInLane ? Environment.ProcessorCount : maxConcurrency,
            async (unit, token) =>
            {
                var observation = await plan.TierOf(unit).ExecuteAsync(unit, workbench, token).ConfigureAwait(false);
                // Written even when the run is being stopped: the call is paid for.
                await store.AddAsync(observation, CancellationToken.None).ConfigureAwait(false);
                return plan.After(unit);
            });
        try
        {
            await scheduler.RunAsync(plan.Roots, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await store.FlushAsync().ConfigureAwait(false);
        }
    }
}
