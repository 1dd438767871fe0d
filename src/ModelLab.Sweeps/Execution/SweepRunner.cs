using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Models;
using ModelLab.Knowledge.Embedders;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Racing;

namespace ModelLab.Sweeps.Execution;

/// <summary>Executes a plan: every unit once, as soon as what it depends on is there, and every outcome into the store.</summary>
/// <param name="models">The models.</param>
/// <param name="embedder">The embedder; null when no chosen tier needs one.</param>
/// <param name="store">Where outcomes go; units that it holds already are not done again.</param>
/// <param name="maxConcurrency">The most calls under way at one endpoint.</param>
/// <param name="onFault">Told when a unit failed for a fault that is not its model's, so that calls which wait are not begun; may be
/// null.</param>
public sealed class SweepRunner(
    ICallableModels models,
    IEmbedder? embedder,
    ObservationStore store,
    int maxConcurrency,
    Action? onFault = null
)
{
    /// <summary>The lane of the built-in baselines, which are bound by the processor, not by a network.</summary>
    public const string BuiltInLane = ModelRef.BuiltInProvider;

    /// <summary>The lane of what is retrieved and compared: the processor's, or one embedder's.</summary>
    public const string EmbeddingLane = "embeddings";

    // Enough to hide the latency of an embedder behind an endpoint, few enough for one that computes here.
    private const int ComparisonsAtOnce = 16;

    /// <summary>Runs the plan to its end. On return every observation is on disk.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="races">The races that part of it is asked in.</param>
    /// <param name="stop">How it is stopped.</param>
    /// <exception cref="OperationCanceledException">The run was stopped; what was finished is on disk.</exception>
    internal async Task RunAsync(SweepPlan plan, RaceControls races, StopTokens stop)
    {
        var context = new SweepTierContext(models, plan.Items, embedder, store);
        var scheduler = new LaneScheduler<WorkUnit>(
            models.LaneOf,
            (lane, busy) =>
                lane == BuiltInLane ? Environment.ProcessorCount
                : lane == EmbeddingLane ? ComparisonsAtOnce
                : UnitsOf(lane, busy),
            async unit =>
            {
                try
                {
                    return await DoAsync(unit, plan, races, context, stop.Now).ConfigureAwait(false);
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    onFault?.Invoke();
                    throw;
                }
            }
        );
        try
        {
            await scheduler.RunAsync(races.Roots, stop.NoMoreCalls).ConfigureAwait(false);
        }
        finally
        {
            await store.FlushAsync().ConfigureAwait(false);
        }
    }

    // Units that wait for a retry or for the journal hold no place at the endpoint, so there are twice as many of them as places, divided
    // over
    // the models that have work there and may ask. More would only wait, with all that they are going to send, and each collection of
    // garbage
    // would have to carry it along.
    private int UnitsOf(string lane, IEnumerable<string> busy)
    {
        var endpoint = models.EndpointOf(lane);
        var sharing = busy.Count(l => l == lane || (models.EndpointOf(l) == endpoint && !models.IsOnHold(l)));
        return (int)Math.Min(int.MaxValue, 2L * maxConcurrency / sharing + 1);
    }

    private async Task<IEnumerable<WorkUnit>> DoAsync(
        WorkUnit unit,
        SweepPlan plan,
        RaceControls races,
        SweepTierContext context,
        CancellationToken now
    )
    {
        double? value = null;
        if (store.Holds(unit))
        {
            context.Recall(unit);
            if (races.Decides(unit))
                value = store.FindValue(unit);
        }
        else
        {
            var observations = await plan.TierOf(unit).ExecuteAsync(unit, context, now).ConfigureAwait(false);
            // Written even when the run is being stopped: the call is paid for.
            foreach (var observation in observations)
                await store.AddAsync(observation, CancellationToken.None).ConfigureAwait(false);
            value = observations[0].Value;
        }
        var following = plan.After(unit).ToList();
        context.Done(unit, following.Count);
        var next = races.Done(unit, following.Count, value);
        if (races.HasNews())
            await store.SetRacesAsync(races.Records).ConfigureAwait(false);
        return [.. following, .. next];
    }
}
