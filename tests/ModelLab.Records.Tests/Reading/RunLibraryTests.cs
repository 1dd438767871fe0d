using System.Text.Json.Nodes;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;

namespace ModelLab.Records.Tests.Reading;

public sealed partial class RunLibraryTests : IDisposable
{
    // As the Python tool writes, with its one-run consistency of 1.0 and its page-level lists named like chunk-level ones.
    private const string Old = """
        {"id": "7", "timestamp": "2026-01-20T12:00:00", "schema_version": "2.0", "dataset_file": "old.json", "dataset_type": "real-users", "generation_model": "mistral-small", "judge_model": "qwen",
         "consistency_runs": 1, "tier_1_metrics": {"hit_rate@1": 0.5, "mrr": 0.85, "ndcg@10": 1.0923, "recall@5": 0.9},
         "tier_2_metrics": {"avg_faithfulness": 4.25, "response_exact_match_rate": 1.0, "note": "text"}, "utilization_metrics": {"something": "else"}, "overall_status": "PASS", "executive_summary": "Хорошо."}
        """;

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private RunLibrary Library => new(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_empty_or_missing_directory_has_no_runs()
    {
        Assert.Empty(Library.Runs());
        Assert.Empty(new RunLibrary(_folder["not there"]).Runs());
        Assert.Null(Library.TryOpen("20261124_101112"));
    }

    [Fact]
    public async Task A_finished_run_is_found_by_its_id_or_as_the_latest()
    {
        string Problem(string run) => Assert.Throws<BadInputException>(() => Library.Finished(run)).Message;
        Assert.Equal(
            $"{_folder.Path}: no finished run in it: make one with 'run', or with 'demo', which needs no models of yours",
            Problem("latest")
        );
        Assert.Equal($"x: no such run in {_folder.Path}: there is none; make one with 'run'", Problem("x"));
        await using (Create("20261130_101112")) { }
        Assert.Contains("no finished run in it", Problem("latest"), StringComparison.Ordinal); // one that goes on is none
        Assert.Equal(
            "20261130_101112: not finished: its numbers are made when it ends: the same 'run' command goes on from there",
            Problem("20261130_101112")
        );
        await AppendAsync(Run("20261124_101112"));
        Assert.Equal("20261124_101112", Library.Finished("latest").Id);
        Assert.Equal("20261124_101112", Library.Finished("20261124_101112").Id);
        Assert.StartsWith($"x: no such run in {_folder.Path}: the newest is 2026", Problem("x"), StringComparison.Ordinal);
        _folder.Write(RunRegistry.FileName, "{");
        File.Delete(_folder["rag_benchmark_20261130_101112.db"]);
        Assert.Contains("not a JSON array of runs", Problem("latest"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_is_listed_with_its_models_tiers_and_cost()
    {
        await AppendAsync(Run("20261124_101112", excluded: true));
        var run = Assert.Single(Library.Runs());
        Assert.Equal(
            ("20261124_101112", "3.0", "Анна", "main", RunState.Finished),
            (run.Id, run.SchemaVersion, run.Author, run.GitBranch, run.State)
        );
        Assert.Equal(["g1", "g2"], run.Generators);
        Assert.Equal(["j1"], run.Judges);
        Assert.Equal(["tier_2", "tier_judge", "tier_judge_pipeline"], run.Tiers);
        Assert.Equal((2, 1, 3), (run.Combinations, run.ExcludedModels, run.UnpricedModels)); // g1, j1 and p1 were asked, no price is known
        Assert.Empty(run.Costs);
        Assert.False(run.HasDatabase);
    }

    [Fact]
    public async Task New_runs_appear_and_the_newest_stands_first()
    {
        var library = Library;
        await AppendAsync(Run("20261124_101112"));
        Assert.Single(library.Runs());
        await AppendAsync(Later(Run("20261125_101112")));
        Assert.Equal(["20261125_101112", "20261124_101112"], library.Runs().Select(r => r.Id));
    }

    [Fact]
    public async Task Numbers_come_with_n_and_interval_from_the_runs_own_file()
    {
        var run = Run("20261124_101112");
        await AppendAsync(run);
        var detail = Make.Detail(run);
        detail["aggregates"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["tier"] = "tier_2",
                    ["metric"] = "avg_extra",
                    ["generation_model"] = "g1",
                    ["judge_model"] = "j1",
                    ["production_judge_model"] = null,
                    ["value"] = 4.5,
                    ["n"] = 12,
                    ["interval"] = new JsonObject
                    {
                        ["lower"] = 4.25,
                        ["upper"] = 4.75,
                        ["pages"] = 30,
                        ["reliable"] = true,
                    },
                }
            );
        _folder.Write("rag_benchmark_20261124_101112.json", detail.ToJsonString());
        var read = Library.TryOpen("20261124_101112")!;
        Assert.Equal(run.Numbers.Count + 1, read.Numbers.Count);
        var extra = read.Numbers.Single(v => v.Metric == "avg_extra");
        Assert.Equal(
            (4.5, 12L, 4.25, 4.75, 30),
            (extra.Value, extra.N, extra.Interval!.Lower, extra.Interval.Upper, extra.Interval.Clusters)
        );
        Assert.Equal(run.Spec.Models.Generators, read.Spec.Models.Generators);
        Assert.Equal(run.Fingerprint.Hash, read.Fingerprint.Hash);
    }

    [Fact]
    public async Task Without_its_own_file_numbers_come_from_the_combinations_each_once_and_without_n()
    {
        var run = Run("20261124_101112");
        await AppendAsync(run);
        var read = Library.TryOpen("20261124_101112")!;
        var expected = run.Find(Tier.Generation, "avg_faithfulness", "g1", "j1")!.Value;
        var value = Assert.Single(
            read.Numbers,
            v => v is { Tier: Tier.Generation, Metric: "avg_faithfulness", GenerationModel: "g1", JudgeModel: "j1" }
        );
        Assert.Equal((expected, (long?)null), (value.Value, value.N));
        Assert.Single(
            read.Numbers,
            v => v is { Tier: Tier.JudgePipeline, Metric: "f1_score", ProductionJudgeModel: "p1", GenerationModel: null }
        );
    }

    [Fact]
    public void A_file_of_the_python_tool_is_read_in_the_catalogues_terms()
    {
        _folder.Write(RunRegistry.FileName, $"[{Old}]");
        var run = Library.TryOpen("7")!;
        double? Value(string metric) => run.Numbers.SingleOrDefault(v => v.Metric == metric)?.Value;
        Assert.Equal(
            (0.85, 1.0923, 0.9, 0.5, 4.25),
            (Value("url_mrr"), Value("url_ndcg@10"), Value("url_recall@5"), Value("hit_rate@1"), Value("avg_faithfulness"))
        );
        Assert.DoesNotContain(run.Numbers, v => v.Metric is "mrr" or "note");
        Assert.Null(Value("response_exact_match_rate"));
        Assert.All(run.Numbers, v => Assert.Equal((null, null), ((object?)v.N, (object?)v.Interval)));
        Assert.Equal(("PASS", "Хорошо.", "real-users"), (run.Entry.OverallStatus, run.ExecutiveSummary, run.Entry.DatasetType));
        Assert.Null(run.Analyses.Utilization);
        Assert.Contains("something", run.Analyses.Others["utilization_metrics"], StringComparison.Ordinal);
        Assert.Null(run.KnownSpec);
        Assert.Contains("schema 2.0", Assert.Throws<BadInputException>(() => run.Spec).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_without_an_id_or_with_the_same_get_names_of_their_own()
    {
        _folder.Write(
            RunRegistry.FileName,
            """[{"timestamp": "2026-01-01T00:00:00"}, {"id": 5}, {"id": "5"}, "no run", {"id": "../../etc/passwd"}]"""
        );
        var names = Library.Runs().Select(r => r.Id).ToList();
        Assert.Equal(4, names.Count);
        Assert.Equal(4, names.Distinct().Count());
        Assert.Contains("5", names);
        Assert.Contains("5~2", names);
        Assert.Single(names, n => n.StartsWith("run-", StringComparison.Ordinal));
        Assert.False(Library.Find("../../etc/passwd")!.HasDatabase);
    }

    [Fact]
    public void Files_that_lead_out_of_the_directory_are_not_opened()
    {
        using var elsewhere = new TempFolder();
        elsewhere.Write("secret.json", """{"id": "secret", "timestamp": "2026-01-01T00:00:00"}""");
        File.CreateSymbolicLink(_folder["rag_benchmark_secret.json"], elsewhere["secret.json"]);
        File.CreateSymbolicLink(_folder[RunRegistry.FileName], elsewhere["secret.json"]);
        Assert.Empty(Library.Runs());
    }

    [Theory]
    [InlineData("{\"a\": 1}")]
    [InlineData("[{\"id\": \"1\"")]
    [InlineData("")]
    public void A_corrupt_registry_is_told_and_runs_with_files_of_their_own_are_shown(string content)
    {
        _folder.Write(RunRegistry.FileName, content);
        _folder.Write("rag_benchmark_9.json", """{"id": "9", "timestamp": "2026-01-01T00:00:00"}""");
        _folder.Write("rag_benchmark_bad.json", "{");
        var library = Library;
        Assert.Equal([("9", RunState.Finished), ("bad", RunState.Damaged)], library.Runs().Select(r => (r.Id, r.State)));
        Assert.Contains("rag_benchmark_bad.json: not a readable run", library.Find("bad")!.Problem, StringComparison.Ordinal);
        Assert.StartsWith("benchmark_runs.json: ", library.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_detail_file_is_read_where_nothing_can_be_written_beside_it()
    {
        await Create("1").DisposeAsync();
        // As in a read-only folder, SQLite cannot make the file that readers share; root could in any folder.
        Directory.CreateDirectory(_folder["rag_benchmark_1.db-shm"]);
        Assert.Equal(RunState.Stopped, Assert.Single(Library.Runs()).State);
    }

    [Fact]
    public async Task Items_come_with_answers_and_observations()
    {
        await using (var store = Create("20261124_101112"))
        {
            foreach (
                var o in Make.GoodRun("g1", "j1", "p1")
                    .Concat(Make.GoodRun("g2", "j1", "p2"))
                    .DistinctBy(o => (o.Tier, o.Measure, o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Repeat))
            )
                await store.AddAsync(o, Stop);
            await store.AddAsync(new AnswerRow(Tier.Generation, "g0", "g1", 0, "Да.", null), Stop);
            await store.FlushAsync();
        }
        using var items = Library.OpenItems(Library.Find("20261124_101112")!);
        Assert.Equal(["g0", "g1"], items.All(RunItems.Questions).Select(i => i.ItemId));
        Assert.Equal(4, items.All(RunItems.Labelled).Count());
        var item = items.Find(RunItems.Questions, "g0")!;
        Assert.Equal("Вопрос g0?", item.Question);
        Assert.Equal(("g1", "Да."), Assert.Single(items.Answers(item)) is var a ? (a.GenerationModel, a.Text) : default);
        var observations = items.Observations(item);
        // Of each generator one answer and three scores; two trials of the judge.
        Assert.Equal(2 * 4 + 2, observations.Count);
        Assert.Equal(6, observations.Count(o => o is { JudgeModel: "j1", Tier: "tier_2", Outcome: "scored", Value: 4 }));
        Assert.Equal(["p1", "p2"], items.Observations(items.Find(RunItems.Labelled, "p0")!).Select(o => o.ProductionJudgeModel).Order());
        Assert.Null(items.Find(RunItems.Questions, "p0"));
    }

    private static Run Later(Run run) => run with { Entry = run.Entry with { Timestamp = run.Timestamp.AddDays(1) } };

    private static Run Run(string id, bool excluded = false) =>
        Make.Run(
                new ModelLineup(excluded ? ["g1", "g2"] : ["g1"], ["j1"], ["p1"]),
                Make.GoodRun("g1", "j1", "p1"),
                excluded ? [Make.Excluded(ModelRole.Generation, "g2")] : null
            )
            .Named(id);

    private static string FirstElement(string path) => System.Text.Json.JsonElement.Parse(File.ReadAllText(path))[0].GetRawText();

    private Task<string?> AppendAsync(Run run) =>
        new RunRegistry(_folder[RunRegistry.FileName], TimeProvider.System).AppendAsync(Make.Element(run), Stop);

    private ObservationStore Create(string id)
    {
        var spec = Make.Spec();
        var input = Make.Input(2, 0, 4);
        return ObservationStore.Create(
            _folder[$"rag_benchmark_{id}.db"],
            id,
            DateTimeOffset.UnixEpoch,
            spec,
            Fingerprint.Of(spec, input),
            input,
            TimeProvider.System
        );
    }
}
