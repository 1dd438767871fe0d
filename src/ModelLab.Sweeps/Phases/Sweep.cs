using Microsoft.Extensions.Logging;
using ModelLab.Core;
using ModelLab.Llm.Configuration;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Forecasting;
using ModelLab.Sweeps.Journal;
using ModelLab.Sweeps.Requests;
using ModelLab.Sweeps.Retrieval;

namespace ModelLab.Sweeps.Phases;

/// <summary>The main job: from a request to a run's files, phase by phase. Each phase holds all that the earlier ones gave.</summary>
/// <param name="time">Clock of everything.</param>
/// <param name="provenance">Who runs it, and on which code; needed at the end.</param>
/// <param name="logs">Makes what the call layer logs with; null for nowhere.</param>
public sealed class Sweep(TimeProvider time, Task<Provenance> provenance, Func<ILoggerFactory>? logs = null)
{
    /// <summary>Runs a sweep, or continues one.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used; nothing was written.</exception>
    /// <exception cref="NothingToEvaluateException">A needed role has no model left; nothing was written.</exception>
    /// <exception cref="RunStoppedException">Stopped by the user or by the budget; what was finished is on disk.</exception>
    /// <exception cref="IOException">The disk is full or the journal is damaged; what was finished stays readable.</exception>
    public async Task<RunFiles> RunAsync(SweepRequest request, LabEnvironment environment, IRunScreen screen, StopTokens stopTokens)
    {
        var read = ReadSweep.Read(request, environment, screen);
        using var stop = new RunStop(stopTokens);
        await using var calls = SweepCalls.Open(read, stop, time, logs?.Invoke());
        await using var specified = await read.SpecifyAsync(calls.Journalled.Embeddings, stop.NoMoreCalls).ConfigureAwait(false);
        screen.Using(UsedInput.Of(specified));
        using var claimed = specified.Claim(calls, time);
        await using var admitted = await claimed.AdmitAsync(screen).ConfigureAwait(false);
        var swept = await admitted.SweepAsync(screen).ConfigureAwait(false);
        return await swept.WriteAsync(provenance).ConfigureAwait(false);
    }

    /// <summary>Says what a run would do, without doing it: no call is made and nothing is written.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used.</exception>
    /// <exception cref="NothingToEvaluateException">A needed role has no model.</exception>
    public async Task<Forecast> ForecastAsync(SweepRequest request, LabEnvironment environment, IRunScreen screen)
    {
        var read = ReadSweep.Read(request with { Analyses = AnalysisRequest.None }, environment, screen);
        var path = Path.Combine(request.OutputDirectory, CallJournal.FileName);
        await using var journal = File.Exists(path) ? CallJournal.Open(path, time, looksOnly: true) : null;
        await using var specified = await read.SpecifyAsync(NoCalls.Instance, CancellationToken.None).ConfigureAwait(false);
        // What tier 3 asks depends on what is retrieved; an embedder of this machine finds that out at no cost.
        if (specified.Retriever?.Embedder is ProviderEmbedder remote)
            throw new BadInputException(
                $"--dry-run: tiers 0, 1, 3 and ux cannot be foretold with {remote.Model}, whose embeddings cost calls: leave them out "
                    + $"with --tier 2,judge,judge_pipeline, or name a local --embedding-model"
            );
        screen.Using(UsedInput.Of(specified));
        var planned = await specified.PlanAsync(CancellationToken.None).ConfigureAwait(false);
        var plan = planned.Without(read.Models.Missing);
        var forecast = await new Forecaster(read.Models, read.Settings, read.Request, read.Prices, journal, time)
            .MakeAsync(plan, whole: true)
            .ConfigureAwait(false);
        var earlier = new RunLibrary(request.OutputDirectory);
        return forecast with
        {
            Power = PlannedPower.Of(specified.Spec, read.Data.Items, plan.Lineup, earlier),
            Races = RaceOutlook.Of(specified.Spec, read.Data.Items, plan.Lineup),
        };
    }
}
