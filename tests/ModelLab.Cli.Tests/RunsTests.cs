using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Records.Store;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class RunsTests : CliTest
{
    // As the Python tool's json.dump writes it.
    private const string OfPython = """
        [{"id": "20260220_120000", "timestamp": "2026-02-20T12:00:00", "schema_version": "2.0", "dataset_file": "d.json", "judge_model": "j",
          "generation_model": "m", "tier_1_metrics": {"mrr": 0.61, "ndcg@5": NaN}, "tier_0_metrics": {"avg_nn_distance": -Infinity}}]
        """;

    private static readonly string[] Deciders = ["--tier", "judge_pipeline", "--production-judge-models", "builtin:support"];

    [Fact]
    public async Task A_run_is_listed_named_tagged_noted_and_found_by_its_name()
    {
        Time = Still;
        await SucceedAsync(Deciders);
        Assert.Equal("20261124_101112\n", await SaidAsync("rename", "latest", " "));
        Assert.Equal("20261124_101112 «первый»\n", await SaidAsync("rename", "20261124_101112", "первый"));
        Assert.Equal("20261124_101112 «первый» #a #b\n", await SaidAsync("tag", "первый", "b", "a", "b"));
        Assert.Equal("20261124_101112 «первый» #a: новый промпт\n", await RemovedAsync("b", "новый промпт"));

        var shown = Screen.Output.Length;
        await SaidAsync("list", "--tag", "a", "--lang", "ru");
        Assert.Equal(
            """
            20261124_101112 «первый» #a: новый промпт
              24.11.2026 10:11; завершён; pipeline.json; продакшн-судей: 1; 0 USD
              Продакшн-судьи: одна модель

            """.ReplaceLineEndings("\n"),
            Screen.Output[shown..]
        );
        shown = Screen.Output.Length;
        await SaidAsync("list", "--tag", "b", "--lang", "en");
        Assert.StartsWith($"{Output}: no runs", Screen.Output[shown..], StringComparison.Ordinal);

        // The tables of the run again, and other commands by the name.
        shown = Screen.Output.Length;
        await SaidAsync("show", "первый", "--lang", "en");
        Assert.Contains("Production judges", Screen.Output[shown..], StringComparison.Ordinal);
        Assert.Contains("builtin:support", Screen.Output[shown..], StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("recommend", "первый", "--output-dir", Output));
        Assert.Equal(2, await RunAsync("runs", "rename", "первый", "latest", "--output-dir", Output));
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse("""{"20261124_101112":{"name":"первый","tags":["a"],"note":"новый промпт"}}"""),
                JsonNode.Parse(File.ReadAllText(Path.Combine(Output, RunLabels.FileName)))
            )
        );
    }

    [Fact]
    public async Task Nothing_is_deleted_unless_it_is_said_twice()
    {
        await SucceedAsync(Deciders);
        await SucceedAsync([.. Deciders, "--new"]);
        await SaidAsync("rename", "latest", "gone");
        var files = Directory.GetFiles(Output, "rag_benchmark_*").Length;
        Assert.Equal(2, await RunAsync("runs", "delete", "gone", "--output-dir", Output));
        Assert.Equal("error: runs delete: nothing was deleted: add --yes to do it\n", Error.ToString());
        Assert.Equal(files, Directory.GetFiles(Output, "rag_benchmark_*").Length);

        Assert.StartsWith("deleted ", await SaidAsync("delete", "gone", "--yes"), StringComparison.Ordinal);
        Assert.Equal(files / 2, Directory.GetFiles(Output, "rag_benchmark_*").Length);
        Assert.Single(JsonElement.Parse(File.ReadAllBytes(Path.Combine(Output, RunRegistry.FileName))).EnumerateArray());
        Assert.Equal("{}", File.ReadAllText(Path.Combine(Output, RunLabels.FileName)));
    }

    [Fact]
    public async Task A_registry_of_the_Python_tool_is_taken_over_once_and_what_it_lacks_is_told()
    {
        var registry = Write("theirs/benchmark_runs.json", OfPython);
        Write("theirs/rag_benchmark_20260220_120000.md", "# report");
        Assert.Equal("runs taken over: 1, here already: 0; files copied: 1\n", await SaidAsync("import", registry));
        Assert.Equal("runs taken over: 0, here already: 1; files copied: 0\n", await SaidAsync("import", Path.GetDirectoryName(registry)!));
        var run = LastRun();
        Assert.Equal(0.61, run.GetProperty("tier_1_metrics").GetProperty("mrr").GetDouble());
        Assert.Equal(JsonValueKind.Null, run.GetProperty("tier_1_metrics").GetProperty("ndcg@5").ValueKind);
        Assert.Equal(JsonValueKind.Null, run.GetProperty("tier_0_metrics").GetProperty("avg_nn_distance").ValueKind);

        var shown = Screen.Output.Length;
        await SaidAsync("list", "--lang", "en");
        Assert.Contains(
            "finished; schema 2.0; d.json; generation models: 1, benchmark judges: 1; cost unknown",
            Screen.Output[shown..],
            StringComparison.Ordinal
        );
        Assert.Equal(2, await RunAsync("recommend", "20260220_120000", "--output-dir", Output));
        Assert.Contains("schema 2.0", Error.ToString(), StringComparison.Ordinal);
        // The history goes on.
        await SucceedAsync(Deciders);
        Assert.Equal(2, JsonElement.Parse(File.ReadAllBytes(Path.Combine(Output, RunRegistry.FileName))).GetArrayLength());
        Assert.Empty(Directory.GetFiles(Output, "*corrupt*"));
    }

    [Theory]
    [InlineData("""{"id": "1"}""", "not a JSON array of runs")]
    [InlineData("""[{"id": "1"}, 2]""", "element 2: no run, but number")]
    [InlineData("[", "not a JSON array of runs")]
    public async Task What_is_no_registry_is_not_taken_over(string text, string problem)
    {
        var file = Write("bad.json", text);
        Assert.Equal(2, await RunAsync("runs", "import", file, "--output-dir", Output));
        Assert.StartsWith($"error: {file}: {problem}", Error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(Output, RunRegistry.FileName)));
    }

    [Fact]
    public async Task The_first_lines_of_a_run_say_what_it_uses()
    {
        var (gold, labelled) = (Gold(), Pipeline());
        await SucceedAsync(
            "--tier",
            "2,judge_pipeline",
            "--limit",
            "3",
            "--generation-models",
            "builtin:lead",
            "--judge-models",
            "builtin:overlap",
            "--production-judge-models",
            "builtin:support",
            "--lang",
            "en"
        );
        var lines = Screen.Output.Split('\n');
        Assert.Matches($@"^data set: {gold} \(questions: 3 of 12; source pages: \d+; Russian; sha256 [0-9a-f]{{8}}\)$", lines[0]);
        Assert.Matches(
            $@"^labelled set: {labelled} \(labelled answers: \d+; source pages: \d+; Russian; sha256 [0-9a-f]{{8}}\)$",
            lines[1]
        );
    }

    private async Task<string> SaidAsync(params string[] args)
    {
        var said = RawOut.ToString().Length;
        var code = await RunAsync(["runs", .. args, "--output-dir", Output]);
        Assert.True(code == 0, $"exit {code}: {Error}");
        return RawOut.ToString()[said..];
    }

    private async Task<string> RemovedAsync(string tag, string note)
    {
        await SaidAsync("tag", "первый", tag, "--remove");
        return await SaidAsync("note", "первый", note);
    }
}
