using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Knowledge.Embedders;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Analytics;
using ModelLab.Sweeps.Grounding;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Planning;
using ModelLab.Sweeps.Racing;

namespace ModelLab.Sweeps.Execution;

/// <summary>A run that stopped before its end; the same command continues it.</summary>
/// <param name="reason">Why it stopped.</param>
/// <param name="detailFile">What was finished is in here; null when it stopped before anything was.</param>
/// <param name="spent">What the command spent on calls whose price is known.</param>
/// <param name="askedAnew">Whether the command asked for calls anew.</param>
public sealed class RunStoppedException(StopReason reason, string? detailFile, decimal spent, bool askedAnew)
    : Exception("stopped before the end")
{
    /// <summary>Why it stopped.</summary>
    public StopReason Reason => reason;

    /// <summary>What was finished is in here; null when it stopped before anything was.</summary>
    public string? DetailFile => detailFile;

    /// <summary>What the command spent on calls whose price is known.</summary>
    public decimal Spent => spent;

    /// <summary>Whether the command asked for calls anew, so that repeating it as it is would make them once more.</summary>
    public bool AskedAnew => askedAnew;
}

/// <summary>The main job: from a request to a run's files.</summary>
/// <param name="time">Clock of everything.</param>
/// <param name="provenance">Who runs it, and on which code; needed at the end.</param>
/// <param name="logs">Makes what the call layer logs with; null for nowhere.</param>
public sealed class Lab(TimeProvider time, Task<Provenance> provenance, Func<ILoggerFactory>? logs = null)
{
    /// <summary>Runs a sweep, or continues one.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used; nothing was written.</exception>
    /// <exception cref="NothingToEvaluateException">A needed role has no model left; nothing was written.</exception>
    /// <exception cref="RunStoppedException">Stopped by the user or by the budget; what was finished is on disk.</exception>
    /// <exception cref="IOException">The disk is full or the journal is damaged; what was finished stays readable.</exception>
    public async Task<RunFiles> RunAsync(SweepRequest request, LabEnvironment environment, IRunScreen screen, StopTokens stopTokens)
    {
        using var stop = new RunStop(stopTokens);
        var prices = PriceFile.Read(request.PricingFile);
        var setup = SweepSetup.Read(request, environment);
        using var calls = new CallPipeline(request, environment, prices, stop, time, logs?.Invoke());
        if (setup.Shortlist is { } shortlist)
            screen.Shortlisted(shortlist);
        foreach (var model in setup.Missing)
            screen.ModelExcluded(model);
        RequireModels(setup.Spec, setup.Missing);
        var baselines = BaselineFile.Read(request.BaselinesFile);
        if (request.Budget is not null)
            prices.RequireFor(setup.Called);

        var journalFile = JournalFileIn(request.OutputDirectory);
        var journalWasThere = File.Exists(journalFile);
        RunClaim? claim = null;
        var begun = false;
        try
        {
            var journal = CallJournal.Open(journalFile, time);
            await using var _ = journal.ConfigureAwait(false);
            var journalled = new JournalledCalls(calls.Calls, journal, request, stop.NoMoreCalls);
            await using var ground =
                setup.NeedsKnowledge || request.Analyses.Any
                    ? await KnowledgeGround
                        .OpenAsync(setup.KnowledgeSource(request), environment, journalled.Embeddings, stop.NoMoreCalls)
                        .ConfigureAwait(false)
                    : null;
            if (request.Budget is not null && ground?.Embedder is ProviderEmbedder remote)
                prices.RequireFor([.. setup.Called, remote.Model]);
            setup = setup.On(ground);
            claim = RunClaim.Take(request.OutputDirectory, setup.Spec, setup.Input.Items, request.AsksAnew, time.GetLocalNow());
            begun = claim.Continues;
            var prepared =
                !setup.NeedsKnowledge || ground is null
                    ? null
                    : await new KnowledgePreparation(ground)
                        .RunAsync(setup.Spec, setup.Input.Items.Gold, setup.Input.Items.Turns, stop.NoMoreCalls)
                        .ConfigureAwait(false);
            setup = setup.With(prepared);
            var plan = setup.Plan(setup.Missing);
            var excluded = setup.Missing.ToList();
            if (!request.SkipChecks)
            {
                var failed = await CheckAsync(setup, plan, journal, request, prices, calls, stop, claim).ConfigureAwait(false);
                foreach (var model in failed)
                    screen.ModelExcluded(model);
                excluded.AddRange(failed);
                RequireModels(setup.Spec, excluded);
            }
            stop.NoMoreCalls.ThrowIfCancellationRequested();
            // One to go on with is touched only once it is certain that the run goes on.
            var store = claim.Continues
                ? ObservationStore.Continue(claim.DetailFile, time)
                : ObservationStore.Create(
                    claim.DetailFile,
                    claim.Id,
                    claim.Started,
                    setup.Spec,
                    setup.Fingerprint,
                    setup.Input.Items,
                    time
                );
            await using var __ = store.ConfigureAwait(false);
            begun = true;
            if (excluded.Count > setup.Missing.Count)
                plan = setup.Plan(excluded);
            var bench = ModelBench.Create(setup.Models, journalled.For, setup.Settings, time, calls.IsOnHold);
            if (prepared is not null)
                await store.SetMeasuredAsync(prepared.Measured).ConfigureAwait(false);
            var races = new RaceControls(setup.Spec, plan);
            if (races.Records.Count > 0)
                await store.SetRacesAsync(races.Records).ConfigureAwait(false);
            var money = new RunMoney(request.Budget, [.. plan.Counts.Select(c => c.Model).Distinct().Select(prices.For).OfType<Price>()]);
            await store.SetPlanAsync(plan.Counts, excluded, money).ConfigureAwait(false);
            await ExecuteAsync(plan, races, bench, ground?.Embedder, store, calls, request, screen, stop).ConfigureAwait(false);
            var analyses = ground is null
                ? RunAnalyses.None
                : await AnalysisRun.MakeAsync(request.Analyses, ground, setup.Input.Items.Gold, stop.NoMoreCalls).ConfigureAwait(false);
            var result = await FinishAsync(claim, setup, excluded, races.Records, calls, prices, store).ConfigureAwait(false) with
            {
                Analyses = analyses,
                Baselines = RunBaseline.Of(baselines),
            };
            return await RunFiles
                .WriteAsync(result, claim.DetailFile, request.OutputDirectory, request.Language, calls.Circuits.GivenUp.Count > 0, time)
                .ConfigureAwait(false);
        }
        catch when (!begun)
        {
            claim?.Withdraw();
            if (!journalWasThere)
                File.Delete(journalFile); // only the run writes calls into it
            throw;
        }
        finally
        {
            claim?.Dispose();
        }
    }

    /// <summary>Says what a run would do, without doing it: no call is made and nothing is written.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used.</exception>
    /// <exception cref="NothingToEvaluateException">A needed role has no model.</exception>
    public async Task<Forecast> ForecastAsync(SweepRequest request, LabEnvironment environment, IRunScreen screen)
    {
        var setup = SweepSetup.Read(request, environment);
        if (setup.Shortlist is { } shortlist)
            screen.Shortlisted(shortlist);
        foreach (var model in setup.Missing)
            screen.ModelExcluded(model);
        RequireModels(setup.Spec, setup.Missing);
        var prices = PriceFile.Read(request.PricingFile);
        BaselineFile.Read(request.BaselinesFile); // what the run would refuse is said now
        var path = Path.Combine(request.OutputDirectory, CallJournal.FileName);
        var journal = File.Exists(path) ? CallJournal.Open(path, time) : null;
        try
        {
            setup = setup.NeedsKnowledge ? await RetrieveLocallyAsync(setup, request, environment).ConfigureAwait(false) : setup;
            var plan = setup.Plan(setup.Missing);
            var forecast = await Forecast.MakeAsync(setup, plan, journal, request, prices, whole: true, time).ConfigureAwait(false);
            return forecast with
            {
                Power = PlannedPower.Of(setup.Spec, setup.Input.Items, plan.Lineup, new RunLibrary(request.OutputDirectory)),
            };
        }
        finally
        {
            if (journal is not null)
                await journal.DisposeAsync().ConfigureAwait(false);
        }
    }

    // What tier 3 asks depends on what is retrieved; an embedder of this machine finds that out at no cost.
    private static async Task<SweepSetup> RetrieveLocallyAsync(SweepSetup setup, SweepRequest request, LabEnvironment environment)
    {
        await using var ground = await KnowledgeGround
            .OpenAsync(setup.KnowledgeSource(request), environment, NoCalls.Instance, CancellationToken.None)
            .ConfigureAwait(false);
        if (ground.Embedder is ProviderEmbedder remote)
            throw new BadInputException(
                $"--dry-run: tiers 0, 1, 3 and ux cannot be foretold with {remote.Model}, whose embeddings cost calls: leave them out with --tier 2,judge,judge_pipeline, or name a local --embedding-model"
            );
        setup = setup.On(ground);
        return setup.With(
            await new KnowledgePreparation(ground)
                .RunAsync(setup.Spec, setup.Input.Items.Gold, setup.Input.Items.Turns, CancellationToken.None)
                .ConfigureAwait(false)
        );
    }

    private static string JournalFileIn(string directory)
    {
        try
        {
            Directory.CreateDirectory(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {directory}: cannot be written: {e.Message}", e);
        }
        return Path.Combine(directory, CallJournal.FileName);
    }

    private async Task<IReadOnlyList<ExcludedModel>> CheckAsync(
        SweepSetup setup,
        SweepPlan plan,
        CallJournal journal,
        SweepRequest request,
        PriceList prices,
        CallPipeline calls,
        RunStop stop,
        RunClaim claim
    )
    {
        try
        {
            var forecast = await Forecast.MakeAsync(setup, plan, journal, request, prices, whole: false, time).ConfigureAwait(false);
            return await AccessProblems
                .FindAsync(setup.Models, forecast.HasWork, new AccessCheck(calls.Check), stop.Now)
                .ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.Reason == StopReason.BudgetReached)
        {
            throw new RunStoppedException(stop.Reason, claim.Continues ? claim.DetailFile : null, calls.Ledger.Spent, request.AsksAnew);
        }
    }

    private static void RequireModels(SweepSpec spec, IReadOnlyList<ExcludedModel> excluded)
    {
        var lineup = spec.Models.Without(excluded);
        foreach (var role in spec.Tiers.SelectMany(t => t.Roles()).Distinct())
            if (lineup.Of(role).Count == 0)
                throw new NothingToEvaluateException(role, excluded);
    }

    private static async Task ExecuteAsync(
        SweepPlan plan,
        RaceControls races,
        ModelBench bench,
        IEmbedder? embedder,
        ObservationStore store,
        CallPipeline calls,
        SweepRequest request,
        IRunScreen screen,
        RunStop stop
    )
    {
        using var done = new CancellationTokenSource();
        var watching = Task.CompletedTask;
        try
        {
            watching = Task.Run(() => screen.WatchAsync(store.FilePath, () => plan.Total - races.UnitsLeftOut, calls.Ledger, done.Token));
            await new SweepRunner(bench, embedder, store, request.MaxConcurrency, stop.BeginNothingMore)
                .RunAsync(plan, races, new StopTokens(stop.NoMoreCalls, stop.Now))
                .ConfigureAwait(false);
            if (races.Records.Count > 0)
                await store.SetRacesAsync(races.Records).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stop.NoMoreCalls.IsCancellationRequested)
        {
            if (races.Records.Count > 0)
                await store.SetRacesAsync(races.Records).ConfigureAwait(false);
            await store.EndAsync(stop.Reason == StopReason.BudgetReached ? "budget_reached" : "interrupted", []).ConfigureAwait(false);
            throw new RunStoppedException(stop.Reason, store.FilePath, calls.Ledger.Spent, request.AsksAnew);
        }
        catch (Exception)
        {
            await store.TryEndAsync("failed").ConfigureAwait(false);
            throw;
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private async Task<Run> FinishAsync(
        RunClaim claim,
        SweepSetup setup,
        IReadOnlyList<ExcludedModel> excluded,
        IReadOnlyList<RaceRecord> races,
        CallPipeline calls,
        PriceList prices,
        ObservationStore store
    )
    {
        var digest = RunDigest.Of(store, setup.Input.Items, setup.Spec, prices);
        string[] notes =
        [
            .. setup.Notes,
            .. RunNotes.OfRaces(setup.Spec, races),
            .. calls.Adaptations.Describe(),
            .. RunNotes.Of(digest.Usage, calls.Circuits),
        ];
        await store.EndAsync("finished", notes).ConfigureAwait(false);
        var author = await provenance.ConfigureAwait(false);
        var started = TimeZoneInfo.ConvertTime(claim.Started, time.LocalTimeZone);
        return new Run
        {
            Entry = RunEntry.Of(claim.Id, RunState.Finished, started, setup.Spec, setup.Fingerprint, excluded.Count, claim.DetailFile) with
            {
                GitBranch = author.GitBranch,
                GitCommit = author.GitCommitHash,
                Author = author.RunAuthor,
            },
            KnownSpec = setup.Spec,
            Fingerprint = setup.Fingerprint,
            Excluded = excluded,
            Numbers = digest.Aggregates,
            Usage = digest.Usage,
            Scores = digest.Scores,
            Races = races,
            Notes = notes,
        };
    }
}
