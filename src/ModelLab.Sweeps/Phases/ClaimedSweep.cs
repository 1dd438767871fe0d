using ModelLab.Llm.Calls;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Forecasting;

namespace ModelLab.Sweeps.Phases;

/// <summary>A sweep that holds its run: no other process works on it. A new run is withdrawn unless it begins.</summary>
internal sealed class ClaimedSweep : IDisposable
{
    private readonly TimeProvider _time;

    public ClaimedSweep(SpecifiedSweep specified, SweepCalls calls, RunClaim claim, TimeProvider time)
    {
        (Specified, Calls, Claim, _time) = (specified, calls, claim, time);
        if (claim.Continues)
            calls.Keep();
    }

    /// <summary>What will be run.</summary>
    public SpecifiedSweep Specified { get; }

    /// <summary>What it calls models with.</summary>
    public SweepCalls Calls { get; }

    /// <summary>The run.</summary>
    public RunClaim Claim { get; }

    /// <summary>Finds out which models can be called, and begins the run with them.</summary>
    /// <exception cref="NothingToEvaluateException">A needed role has none.</exception>
    /// <exception cref="RunStoppedException">The budget is used up.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public async Task<AdmittedSweep> AdmitAsync(IRunScreen screen)
    {
        var read = Specified.Read;
        var planned = await Specified.PlanAsync(Calls.Stop.NoMoreCalls).ConfigureAwait(false);
        var plan = planned.Without(read.Models.Missing);
        var excluded = read.Models.Missing;
        if (!read.Request.SkipChecks)
        {
            var forecast = await new Forecaster(read.Models, read.Settings, read.Request, read.Prices, Calls.Journal, _time)
                .MakeAsync(plan, whole: false)
                .ConfigureAwait(false);
            var failed = await CheckAsync(forecast, screen).ConfigureAwait(false);
            foreach (var model in failed)
                screen.ModelExcluded(model);
            if (failed.Count > 0)
            {
                excluded = [.. excluded, .. failed];
                plan = planned.Without(excluded);
            }
            ReadSweep.RequireModels(Specified.Spec.Tiers, Specified.Spec.Models, excluded);
        }
        Calls.Stop.NoMoreCalls.ThrowIfCancellationRequested();
        return new AdmittedSweep(this, planned.Measured, plan, excluded, Begin(), _time);
    }

    // A run to go on with is touched only once it is certain that it goes on.
    private ObservationStore Begin()
    {
        var store = Claim.Continues
            ? ObservationStore.Continue(Claim.DetailFile, _time)
            : ObservationStore.Create(
                Claim.DetailFile,
                Claim.Id,
                Claim.Started,
                Specified.Spec,
                Specified.Fingerprint,
                Specified.Read.Data.Items,
                _time
            );
        Claim.Keep();
        Calls.Keep();
        return store;
    }

    private async Task<IReadOnlyList<ExcludedModel>> CheckAsync(Forecast forecast, IRunScreen screen)
    {
        var stop = Calls.Stop;
        try
        {
            var patience = Specified.Read.Request.LoadTimeout;
            var check = new AccessCheck(
                Calls.Pipeline.CheckOf,
                patience,
                _time,
                endpoint => screen.Waiting(endpoint.Model.ToString(), patience)
            );
            return await AccessProblems.FindAsync(Specified.Read.Models.Callable, forecast.HasWork, check, stop.Now).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.Reason == StopReason.BudgetReached)
        {
            throw new RunStoppedException(
                stop.Reason,
                Claim.Continues ? Claim.DetailFile : null,
                Calls.Pipeline.Ledger.Spent,
                Specified.Read.Request.AsksAnew
            );
        }
    }

    /// <inheritdoc />
    public void Dispose() => Claim.Dispose();
}
