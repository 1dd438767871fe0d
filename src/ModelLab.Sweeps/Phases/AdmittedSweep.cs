using ModelLab.Core.Money;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Forecasting;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Racing;

namespace ModelLab.Sweeps.Phases;

/// <summary>A sweep that has begun: who takes part is settled, and its detail file is open.</summary>
/// <param name="Claimed">The run.</param>
/// <param name="Measured">Numbers of the questions as a whole.</param>
/// <param name="Plan">The work of the models that take part.</param>
/// <param name="Excluded">The models that do not.</param>
/// <param name="Store">The detail file.</param>
/// <param name="Time">The clock.</param>
internal sealed record AdmittedSweep(
    ClaimedSweep Claimed,
    IReadOnlyList<Aggregate> Measured,
    SweepPlan Plan,
    IReadOnlyList<ExcludedModel> Excluded,
    ObservationStore Store,
    TimeProvider Time
) : IAsyncDisposable
{
    /// <summary>Does the work, and shows how it goes.</summary>
    /// <exception cref="RunStoppedException">Stopped by the user or by the budget; what was finished is on disk.</exception>
    /// <exception cref="IOException">The disk is full or the journal is damaged; what was finished stays readable.</exception>
    public async Task<SweptRun> SweepAsync(IRunScreen screen)
    {
        var specified = Claimed.Specified;
        var read = specified.Read;
        await Store.SetMeasuredAsync(Measured).ConfigureAwait(false);
        var races = new RaceControls(specified.Spec, Plan);
        foreach (var design in races.Designs)
            screen.Racing(RaceOutlook.Of(design));
        await KeepAsync(races).ConfigureAwait(false);
        var prices = Plan.Counts.Select(c => c.Model).Distinct().Select(read.Prices.For).OfType<Price>();
        var money = new RunMoney(read.Request.Budget, [.. prices]) { Flags = read.Request.FlagsToGoOn };
        await Store.SetPlanAsync(Plan.Counts, Excluded, money).ConfigureAwait(false);
        var runner = new SweepRunner(
            Claimed.Calls.Models(read, Time),
            specified.Retriever?.Embedder,
            Store,
            read.Request.MaxConcurrency,
            Claimed.Calls.Stop.BeginNothingMore
        );
        using var done = new CancellationTokenSource();
        var watching = Task.CompletedTask;
        try
        {
            watching = Task.Run(() =>
                screen.WatchAsync(
                    Store.FilePath,
                    () => Plan.Total - races.UnitsLeftOut,
                    Claimed.Calls.Pipeline.Ledger,
                    () => Claimed.Calls.Pipeline.Slow,
                    done.Token
                )
            );
            await RunAsync(runner, races).ConfigureAwait(false);
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
        return new SweptRun(this, races.Records);
    }

    private async Task RunAsync(SweepRunner runner, RaceControls races)
    {
        var stop = Claimed.Calls.Stop;
        try
        {
            await runner.RunAsync(Plan, races, new StopTokens(stop.NoMoreCalls, stop.Now)).ConfigureAwait(false);
            await KeepAsync(races).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.NoMoreCalls.IsCancellationRequested)
        {
            await KeepAsync(races).ConfigureAwait(false);
            await Store.EndAsync(stop.Reason == StopReason.BudgetReached ? "budget_reached" : "interrupted", []).ConfigureAwait(false);
            throw new RunStoppedException(
                stop.Reason,
                Store.FilePath,
                Claimed.Calls.Pipeline.Ledger.Spent,
                Claimed.Specified.Read.Request.AsksAnew
            );
        }
        catch (Exception)
        {
            await Store.TryEndAsync("failed").ConfigureAwait(false);
            throw;
        }
    }

    private async Task KeepAsync(RaceControls races)
    {
        if (races.Records.Count > 0)
            await Store.SetRacesAsync(races.Records).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => Store.DisposeAsync();
}
