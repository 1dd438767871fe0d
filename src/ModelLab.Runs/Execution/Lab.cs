using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Results;
using ModelLab.Runs.Results.Aggregates;
using ModelLab.Runs.Tiers;

namespace ModelLab.Runs.Execution;

/// <summary>Where a finished run's files are.</summary>
/// <param name="Result">The run.</param>
/// <param name="DetailFile"><c>rag_benchmark_ID.db</c>.</param>
/// <param name="JsonFile"><c>rag_benchmark_ID.json</c>.</param>
/// <param name="ReportFile"><c>rag_benchmark_ID.md</c>.</param>
/// <param name="RegistryFile"><c>benchmark_runs.json</c>.</param>
/// <param name="RegistryMessage">What became of a corrupt registry, or null.</param>
public sealed record RunFiles(RunResult Result, string DetailFile, string JsonFile, string ReportFile, string RegistryFile, string? RegistryMessage);

/// <summary>A run that was stopped by the user.</summary>
/// <param name="detailFile">What was finished is in here.</param>
public sealed class RunInterruptedException(string detailFile) : Exception("interrupted")
{
    /// <summary>What was finished is in here.</summary>
    public string DetailFile => detailFile;
}

/// <summary>The main job: from a request to a run's files.</summary>
/// <param name="time">Clock of everything.</param>
/// <param name="provenance">Who runs it, and on which code.</param>
public sealed class Lab(TimeProvider time, Provenance provenance)
{
    private static readonly JsonSerializerOptions Indented = new(SweepSpec.Json) { WriteIndented = true };

    /// <summary>Runs a sweep.</summary>
    /// <exception cref="BadInputException">A file, a flag or the configuration cannot be used; nothing was written.</exception>
    /// <exception cref="NothingToEvaluateException">A needed role has no model left; nothing was written.</exception>
    /// <exception cref="RunInterruptedException">The token was cancelled; what was finished is on disk.</exception>
    public async Task<RunFiles> RunAsync(SweepRequest request, LabEnvironment environment, IRunScreen screen, CancellationToken cancellationToken)
    {
        var setup = SweepSetup.Read(request, environment);
        using var http = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5), AllowAutoRedirect = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 32 << 20,
        };
        var adaptations = new EndpointAdaptations();
        var single = new OpenAiCaller(http, adaptations, environment.CreateScrubber(request.Variables.KeyVariables), time, request.Timeout);
        var caller = new RetryingCaller(single, request.Retry, time);
        var bench = ModelBench.Create(setup.Models, caller, setup.Settings, time);

        foreach (var model in setup.Missing) screen.ModelExcluded(model);
        var excluded = setup.Missing.ToList();
        if (!request.SkipChecks)
        {
            foreach (var model in await AccessProblems.FindAsync(setup.Models, new AccessCheck(caller), cancellationToken).ConfigureAwait(false))
            {
                screen.ModelExcluded(model);
                excluded.Add(model);
            }
        }
        var lineup = setup.Spec.Models.Without(excluded);
        foreach (var role in setup.Spec.Tiers.SelectMany(t => t.Roles()).Distinct())
            if (lineup.Of(role).Count == 0) throw new NothingToEvaluateException(role, excluded);

        var plan = new SweepPlan(CreateTiers(setup.Spec), setup.Input, lineup);
        var started = time.GetLocalNow();
        var (id, detailFile) = ClaimRun(request.OutputDirectory, started);
        var store = ObservationStore.Create(detailFile, id, setup.Spec, Fingerprint.Of(setup.Spec, setup.Input), setup.Input, time);
        await using (store.ConfigureAwait(false))
        {
            await store.SetPlanAsync(plan.Counts, excluded).ConfigureAwait(false);
            await ExecuteAsync(plan, bench, store, request.MaxConcurrency, screen, cancellationToken).ConfigureAwait(false);
            string[] notes = [.. setup.Notes, .. adaptations.Describe()];
            await store.EndAsync("finished", notes).ConfigureAwait(false);
            var result = Read(id, started, setup, excluded, notes, store);
            return await WriteFilesAsync(request, result, detailFile).ConfigureAwait(false);
        }
    }

    private static async Task ExecuteAsync(
        SweepPlan plan, ModelBench bench, ObservationStore store, int maxConcurrency, IRunScreen screen, CancellationToken cancellationToken)
    {
        using var done = new CancellationTokenSource();
        var watching = screen.WatchAsync(store.FilePath, plan.Total, done.Token);
        try
        {
            await new SweepRunner(bench, store, maxConcurrency).RunAsync(plan, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await store.EndAsync("interrupted", []).ConfigureAwait(false);
            throw new RunInterruptedException(store.FilePath);
        }
        finally
        {
            await done.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }
    }

    private static IReadOnlyList<ITier> CreateTiers(SweepSpec spec) => [.. spec.Tiers.Select<Tier, ITier>(t => t switch
    {
        Tier.Generation => new GenerationTier(spec.ConsistencyRuns),
        Tier.JudgeTrial => new JudgeTrialTier(),
        _ => new JudgePipelineTier(),
    })];

    private RunResult Read(string id, DateTimeOffset started, SweepSetup setup, IReadOnlyList<ExcludedModel> excluded, IReadOnlyList<string> notes, ObservationStore store)
    {
        using var reader = store.OpenReader();
        return new RunResult
        {
            Id = id,
            Timestamp = started,
            Provenance = provenance,
            Spec = setup.Spec,
            Fingerprint = Fingerprint.Of(setup.Spec, setup.Input),
            Excluded = excluded,
            Aggregates = Aggregation.Of(reader.Observations()),
            Usage = ModelUsage.Of(reader.Observations()),
            Notes = notes,
        };
    }

    private async Task<RunFiles> WriteFilesAsync(SweepRequest request, RunResult result, string detailFile)
    {
        var json = Path.ChangeExtension(detailFile, ".json");
        var report = Path.ChangeExtension(detailFile, ".md");
        var registry = Path.Combine(request.OutputDirectory, RunRegistry.FileName);
        AtomicFile.Write(json, stream => JsonSerializer.Serialize<JsonNode>(stream, RunJson.Detail(result), Indented));
        AtomicFile.Write(report, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(MarkdownReport.Write(result, request.Language))));
        // Not cancellable: the run is done, and its entry belongs to it.
        var message = await new RunRegistry(registry, time).AppendAsync(RunJson.Element(result), CancellationToken.None).ConfigureAwait(false);
        return new RunFiles(result, detailFile, json, report, registry, message);
    }

    private static (string Id, string DetailFile) ClaimRun(string directory, DateTimeOffset started)
    {
        try
        {
            Directory.CreateDirectory(directory);
            var stamp = started.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
            for (var i = 1; ; i++)
            {
                var id = i == 1 ? stamp : string.Create(CultureInfo.InvariantCulture, $"{stamp}_{i}");
                var path = Path.Combine(directory, $"rag_benchmark_{id}.db").Replace('\\', '/');
                try
                {
                    // Creating the file is the claim: of two runs that start in one second, one gets _2.
                    using var claim = new FileStream(path, FileMode.CreateNew);
                    return (id, path);
                }
                catch (IOException) when (File.Exists(path)) { }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"--output-dir {directory}: cannot be written: {e.Message}", e);
        }
    }
}
