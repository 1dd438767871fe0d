using System.Text.Json;
using ModelLab.Core.Datasets;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class ImportTests : CliTest
{
    private const string Squad = """
        {"version": "v2.0", "data": [
          {"title": "Ёлки и палки", "paragraphs": [
            {"context": "Ель растёт на севере. Ей сто лет.", "qas": [
              {"id": "a1", "question": "Где растёт ель?", "answers": [{"text": "на севере", "answer_start": 11}, {"text": "На севере", "answer_start": 11}]},
              {"id": "a2", "question": "Сколько стоит ель?", "answers": [], "is_impossible": true},
              {"id": "a3", "question": "Без ответа?", "answers": []}]}]},
          {"paragraphs": [{"context": "Палка короткая.", "qas": [{"question": "Какая палка?", "answers": [{"text": "короткая", "answer_start": 6}]}]}]}]}
        """;

    [Fact]
    public async Task A_squad_file_becomes_a_data_set_and_a_knowledge_base_that_a_run_takes()
    {
        Time = Still;
        var file = Write("my squad.v2.json", Squad);
        Assert.Equal(0, await RunAsync("dataset", "import", file, "--output-dir", Output));

        var (dataset, knowledge) = (
            Path.Combine(Output, "dataset_my_squad_v2_20261124_101112.json"),
            Path.Combine(Output, "knowledge_base_my_squad_v2_20261124_101112.jsonl")
        );
        Assert.Equal(
            [
                "imported 3 questions on 2 chunks of 2 pages",
                "left out 1 questions: no answer, and not marked as impossible",
                $"data set:       {dataset}",
                $"knowledge base: {knowledge}",
                "",
            ],
            RawOut.ToString().Split('\n')
        );
        var items = GoldDatasetReader.Read(await File.ReadAllBytesAsync(dataset, Stop), dataset).Items;
        Assert.Equal([("a1", true), ("a2", false)], items.Take(2).Select(i => (i.Id, i.Answerable)));
        Assert.Equal(["на севере", "На севере"], items[0].References);
        Assert.Equal(("короткая", 2L, "Палка короткая."), (items[2].GroundTruthAnswer, items[2].ChunkId!.Value, items[2].ChunkText));
        var chunks = (await File.ReadAllLinesAsync(knowledge, Stop)).Select(line => JsonElement.Parse(line)).ToList();
        Assert.Equal([1, 2], chunks.Select(c => c.GetProperty("id").GetInt32()));
        Assert.Equal(items.Select(i => i.ChunkText).Distinct(), chunks.Select(c => c.GetProperty("text").GetString()));

        Assert.Equal(
            0,
            await RunAsync(
                "run",
                "--tier",
                "2",
                "--dataset",
                dataset,
                "--output-dir",
                Output,
                "--generation-models",
                "builtin:extractive",
                "--judge-models",
                "builtin:overlap"
            )
        );
        Assert.Equal(3, Answers().Count);
    }

    [Theory]
    [InlineData("[]", ": not SQuAD: expected an object whose field 'data' is a list of articles")]
    [InlineData("{\"data\": 5}", ": not SQuAD: expected an object whose field 'data' is a list of articles")]
    [InlineData("{\"data\": [{}]}", ": article 0: field 'paragraphs': must be a list")]
    [InlineData("{\"data\": [{\"paragraphs\": [{\"qas\": []}]}]}", ": article 0, paragraph 0: field 'context': must be a string")]
    [InlineData(
        "{\"data\": [{\"paragraphs\": [{\"context\": \"c\", \"qas\": [{\"answers\": []}]}]}]}",
        ": article 0, paragraph 0, question 0: field 'question': must be a string"
    )]
    [InlineData("{\"data\": []}", ": holds no usable questions")]
    [InlineData("{", ": not JSON (line 1, byte 2)")]
    public async Task What_is_no_squad_file_is_told_and_nothing_is_written(string content, string problem)
    {
        var file = Write("bad.json", content);
        Assert.Equal(2, await RunAsync("dataset", "import", file, "--format", "squad", "--output-dir", Output));
        Assert.Equal($"error: {file}{problem}\n", Error.ToString());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_missing_file_a_missing_argument_and_an_unknown_format_are_told()
    {
        Assert.Equal(2, await RunAsync("dataset", "import", Path.Combine(Folder, "no.json"), "--output-dir", Output));
        Assert.Equal(2, await RunAsync("dataset", "import"));
        Assert.Equal(2, await RunAsync("dataset", "import", "x.json", "--format", "csv"));
        var lines = Error.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Equal($"error: {Path.Combine(Folder, "no.json")}: no such file", lines[0]);
        Assert.Contains("FILE", lines[1], StringComparison.Ordinal);
        Assert.Equal("error: --format: 'csv' is unknown: give squad; see 'modellab dataset import --help'", lines[2]);
        Assert.Empty(Files());
    }
}
