using System.Text.Json.Nodes;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Reading;

public sealed class RunScoresTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Recommendations_from_one_measure_at_a_time_are_those_of_the_whole_run()
    {
        await WriteAsync();
        var library = new RunLibrary(_folder.Path);
        var margins = new Margins { Score = 0.25, Share = 0.04 }; // other than those that the file's recommendation was made with
        var light = new RunScores(library).Recommend(Assert.Single(library.Runs()), margins);
        var whole = RoleRecommendation.Of(ObservedRun.Open(library.Runs()[0], new FileScoreCache()), margins);
        Assert.Equal([ModelRole.Generation, ModelRole.BenchmarkJudge, ModelRole.ProductionJudge], light.Select(r => r.Role));
        Assert.Equal(RecommendationJson.Node(whole).ToJsonString(), RecommendationJson.Node(light).ToJsonString());
    }

    [Fact]
    public async Task What_is_recommended_of_a_finished_run_is_what_its_file_says()
    {
        await WriteAsync();
        var library = new RunLibrary(_folder.Path);
        var made = new RunScores(library).Recommend(Assert.Single(library.Runs()), new Margins());
        var file = JsonNode.Parse(await File.ReadAllTextAsync(_folder["rag_benchmark_1.json"], Stop))!["recommendation"]!;
        Assert.Equal(file.ToJsonString(), RecommendationJson.Node(made).ToJsonString());
        Assert.Equal([3, 1, 3], made.Select(r => r.Comparison.Models.Count + r.Comparison.Pairs.Count)); // two models and their pair, one judge, two and their pair
    }

    [Fact]
    public async Task The_judges_that_are_averaged_are_those_of_the_recommendation()
    {
        await WriteAsync();
        var library = new RunLibrary(_folder.Path);
        Assert.Equal(["j1"], new RunScores(library).AveragedJudges(Assert.Single(library.Runs())));
    }

    [Fact]
    public async Task A_table_is_read_once_and_anew_when_the_file_changes()
    {
        await WriteAsync();
        var library = new RunLibrary(_folder.Path);
        var scores = new RunScores(library);
        ScoreTable Table() => scores.Table(library.Runs()[0], Tier.JudgePipeline, "show");
        var first = Table();
        Assert.Same(first, Table());
        await using (var store = ObservationStore.Continue(_folder["rag_benchmark_1.db"], TimeProvider.System))
        {
            await store.AddAsync(Make.Verdict("new", "p0", true, true), Stop);
            await store.FlushAsync();
            Assert.Contains(Table().Columns(Tier.JudgePipeline, "show"), c => c.ProductionJudgeModel == "new");
        }
    }

    [Fact]
    public async Task Latencies_are_those_of_replies_that_were_understood_by_the_model_that_was_asked()
    {
        await WriteAsync();
        var library = new RunLibrary(_folder.Path);
        var scores = new RunScores(library);
        // Answers took 10 ms each; judges and verdicts of this run were not timed.
        var answers = scores.Latencies(library.Runs()[0], Tier.Generation, "abstention");
        Assert.Equal(["g1", "g2"], answers.Keys.Order(StringComparer.Ordinal));
        Assert.All(answers.Values, ms => Assert.Equal(Enumerable.Repeat(10.0, 30), ms));
        Assert.Empty(scores.Latencies(library.Runs()[0], Tier.Generation, "nothing"));
    }

    [Fact]
    public async Task Runs_are_compared_from_single_measures_as_from_whole_runs()
    {
        await WriteAsync();
        await WriteAsync("2");
        var library = new RunLibrary(_folder.Path);
        var runs = library.Runs().OrderBy(r => r.Id, StringComparer.Ordinal).ToList();
        var whole = RunComparison.Of(ObservedRun.Open(runs[0], new FileScoreCache()), [ObservedRun.Open(runs[1], new FileScoreCache())]);
        var scores = new RunScores(library);
        var light = scores.Compare(runs)!;
        Assert.NotEmpty(light.Changes);
        Assert.Equal(ComparisonJson.Node(whole).ToJsonString(), ComparisonJson.Node(light).ToJsonString());
        Assert.Same(light, scores.Compare(runs));
    }

    private async Task WriteAsync(string id = "1")
    {
        var input = Make.Input(30, 0, 30);
        var spec = Make.Spec(new ModelLineup(["g1", "g2"], ["j1"], ["p1", "p2"]));
        Observation[] rows =
        [
            .. input.Gold.SelectMany(
                (item, i) =>
                    new[] { "g1", "g2" }.SelectMany(g =>
                        Make.Scores(g, "j1", item.Id, 5, 5, g == "g1" ? 4 : 2 + i % 3).Prepend(Make.Answer(g, item.Id, latency: 10))
                    )
            ),
            .. input.Gold.SelectMany((item, i) => new[] { Make.Trial("j1", item.Id, 0, 4), Make.Trial("j1", item.Id, 1, 4 + i % 2) }),
            .. input.ShowDecisions.SelectMany(
                (item, i) =>
                    new[]
                    {
                        Make.Verdict("p1", item.Id, item.GroundTruthShow, true),
                        Make.Verdict("p2", item.Id, item.GroundTruthShow, i % 3 > 0),
                    }
            ),
        ];
        var path = _folder[$"rag_benchmark_{id}.db"];
        await using (
            var store = ObservationStore.Create(
                path,
                id,
                DateTimeOffset.UnixEpoch,
                spec,
                Fingerprint.Of(spec, input),
                input,
                TimeProvider.System
            )
        )
        {
            foreach (var row in rows)
                await store.AddAsync(row, Stop);
            await store.EndAsync("finished", []);
        }
        var run = new RunLibrary(_folder.Path).Open(path);
        await RunFiles.WriteAsync(run, path, _folder.Path, Language.English, circuitOpened: false, TimeProvider.System);
    }
}
