using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Sweeps.Analytics;

namespace ModelLab.Sweeps.Phases;

/// <summary>A sweep all of whose work is done; what came out is to be said yet.</summary>
/// <param name="Admitted">The sweep.</param>
/// <param name="Races">How its races went.</param>
internal sealed record SweptRun(AdmittedSweep Admitted, IReadOnlyList<RaceRecord> Races)
{
    /// <summary>Makes the analyses, counts, and writes the run's files.</summary>
    /// <param name="provenance">Who ran it, and on which code.</param>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public async Task<RunFiles> WriteAsync(Task<Provenance> provenance)
    {
        var calls = Admitted.Claimed.Calls;
        var specified = Admitted.Claimed.Specified;
        var request = specified.Read.Request;
        var analyses = specified.Retriever is { } retriever
            ? await AnalysisRun
                .MakeAsync(request.Analyses.From(request.Seed), retriever, specified.Read.Data.Items.Gold, calls.Stop.NoMoreCalls)
                .ConfigureAwait(false)
            : RunAnalyses.None;
        var (run, isWhole) = await EndAsync(analyses, provenance).ConfigureAwait(false);
        return await RunFiles
            .WriteAsync(
                run,
                Admitted.Store.FilePath,
                request.OutputDirectory,
                request.Language,
                calls.Pipeline.Circuits.GivenUp.Count > 0 || !isWhole,
                Admitted.Time
            )
            .ConfigureAwait(false);
    }

    // With whether nothing is left that the same command would ask for again.
    private async Task<(Run Run, bool IsWhole)> EndAsync(RunAnalyses analyses, Task<Provenance> provenance)
    {
        var claim = Admitted.Claimed.Claim;
        var pipeline = Admitted.Claimed.Calls.Pipeline;
        var specified = Admitted.Claimed.Specified;
        var (spec, read) = (specified.Spec, specified.Read);
        var digest = RunDigest.Of(Admitted.Store, read.Data.Items, spec, read.Prices);
        Remark[] notes =
        [
            .. read.Notes,
            .. RunNotes.OfRaces(spec, Races),
            .. RunNotes.Of(pipeline.Adaptations),
            .. RunNotes.Of(Admitted.Claimed.Calls.Journalled.Upstreams),
            .. RunNotes.Of(pipeline.PromptCuts),
            .. RunNotes.Of(digest.Usage, pipeline.Circuits),
            .. RunNotes.OfFailures(digest.Failures),
        ];
        await Admitted.Store.EndAsync("finished", notes).ConfigureAwait(false);
        var author = await provenance.ConfigureAwait(false);
        var started = TimeZoneInfo.ConvertTime(claim.Started, Admitted.Time.LocalTimeZone);
        var fingerprint = specified.Fingerprint;
        var run = new Run
        {
            Entry = RunEntry.Of(claim.Id, RunState.Finished, started, spec, fingerprint, Admitted.Excluded.Count, claim.DetailFile) with
            {
                GitBranch = author.GitBranch,
                GitCommit = author.GitCommitHash,
                Author = author.RunAuthor,
            },
            KnownSpec = spec,
            Fingerprint = fingerprint,
            Excluded = Admitted.Excluded,
            Numbers = digest.Aggregates,
            Usage = digest.Usage,
            Failures = digest.Failures,
            Scores = digest.Scores,
            Races = Races,
            Notes = notes,
            Analyses = analyses,
            Baselines = RunBaseline.Of(read.Baselines),
        };
        return (run, digest.Failures.All(f => f.IsFinal));
    }
}
