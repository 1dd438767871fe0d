using System.Text.Json.Nodes;
using ModelLab.Core.Models;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Money;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Execution;
using ModelLab.Sweeps.Forecasting;
using ModelLab.Sweeps.Phases;
using ModelLab.Sweeps.Requests;
using ModelLab.Testing.Support;

[assembly: AssemblyFixture(typeof(SampleDirectory))]

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>
/// An output directory as users have it: a run of the built-ins on the sample, made by the real code, one that was interrupted, and runs
/// that the Python tool wrote. Nobody changes it.
/// </summary>
public sealed class SampleDirectory : IAsyncLifetime
{
    /// <summary>The id of the 2.0 run.</summary>
    public const string OldId = "20260120_120000";

    private readonly TempFolder _folder = new();

    public string Path => _folder["reports"];

    /// <summary>The id of the run that the real code made.</summary>
    public string RunId { get; private set; } = "";

    /// <summary>The id of the run that was not finished.</summary>
    public string UnfinishedId => "20260301_101112";

    /// <summary>The 2.0 element: no id of its own models' runs, no intervals, no fingerprint.</summary>
    public static string OldElement =>
        $$"""
            {"id": "{{OldId}}", "timestamp": "2026-01-20T12:00:00.123456", "schema_version": "2.0", "git_branch": "main", "run_author": "Пётр", "dataset_file": "benchmarks/data/dataset_20260101.json", "dataset_type": "synthetic",
             "judge_model": "qwen-2.5", "generation_model": "mistral-small", "embedding_model": "models/e5", "tier_0_metrics": {"avg_nn_distance": 0.31}, "tier_1_metrics": {"hit_rate@1": 0.61, "mrr": 0.85, "ndcg@10": 1.0923},
             "tier_2_metrics": {"avg_faithfulness": 4.25, "avg_answer_correctness": 3.9, "response_exact_match_rate": 1.0}, "tier_judge_metrics": {}, "overall_status": "PASS", "executive_summary": "Всё хорошо."}
            """;

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Path);
        await File.WriteAllTextAsync(System.IO.Path.Combine(Path, RunRegistry.FileName), $"[{OldElement}]");
        var request = new SweepRequest
        {
            Tiers = TierNames.All,
            Dataset = Repository.Data("dataset_synthetic_20261101_120000.json"),
            JudgePipelineDataset = Repository.Data("dataset_judge_pipeline_20261101_120000.json"),
            KnowledgeBase = Repository.Data("knowledge_base.jsonl"),
            SessionsFile = Repository.Data("sessions.json"),
            Analyses = new AnalysisRequest(new UtilizationOptions(), new TopicOptions(Topics: 6), new DomainOptions()),
            OutputDirectory = Path,
            Limit = 30,
            Models = new Dictionary<ModelRole, IReadOnlyList<string>>
            {
                [ModelRole.Generation] = ["builtin:extractive", "builtin:lead", "builtin:refuse", "nowhere:model"],
                [ModelRole.BenchmarkJudge] = ["builtin:overlap", "builtin:strict"],
                [ModelRole.ProductionJudge] = ["builtin:support", "builtin:coin"],
            },
            Language = Language.English,
            StartNew = true,
        };
        var variables = new Dictionary<string, string> { ["PROVIDER_NOWHERE_BASE_URL"] = "https://nowhere.invalid/v1" }; // it lacks its key, so it is excluded
        var files = await new Sweep(TimeProvider.System, Task.FromResult(new Provenance("main", "0123456789abcdef", "Анна"))).RunAsync(
            request,
            LabEnvironment.From(variables),
            new NoScreen(),
            StopTokens.None
        );
        RunId = files.Run.Id;
        var (spec, fingerprint) = (files.Run.Spec, files.Run.Fingerprint);
        await using var store = ObservationStore.Create(
            System.IO.Path.Combine(Path, $"rag_benchmark_{UnfinishedId}.db"),
            UnfinishedId,
            new DateTimeOffset(2026, 3, 1, 10, 11, 12, TimeSpan.Zero),
            spec,
            fingerprint,
            new SweepItems([], []),
            TimeProvider.System
        );
        await store.EndAsync("interrupted", []);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The element of the real run as its file has it.</summary>
    public JsonObject Detail() => JsonNode.Parse(File.ReadAllText(System.IO.Path.Combine(Path, $"rag_benchmark_{RunId}.json")))!.AsObject();

    private sealed class NoScreen : IRunScreen
    {
        public void Waiting(string model, TimeSpan atMost) { }

        public void Shortlisted(Shortlist shortlist) { }

        public void Using(IReadOnlyList<UsedInput> inputs) { }

        public void Racing(RaceOutlook outlook) { }

        public void ModelExcluded(ExcludedModel model) { }

        public Task WatchAsync(
            string detailFile,
            Func<int> totalUnits,
            SpendLedger spending,
            Func<IReadOnlyList<Llm.Limits.SlowModel>> slow,
            CancellationToken untilDone
        ) => Task.CompletedTask;
    }
}
