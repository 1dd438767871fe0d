using System.Diagnostics;
using ModelLab.Cli.Hosting;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>Bad input ends with code 2 and one line that names file, item and field, and writes nothing.</summary>
public sealed class BadInputTests : CliTest
{
    private static readonly string[] BuiltIns =
    [
        "--generation-models",
        "builtin:echo",
        "--judge-models",
        "builtin:overlap",
        "--production-judge-models",
        "builtin:support",
    ];

    [Theory]
    [InlineData("[{]", ": not JSON (line 1, byte 3)")]
    [InlineData("", ": not JSON (line 1, byte 1)")]
    [InlineData("{\"question\": \"q\"}", ": must be a JSON array of items, but is an object")]
    [InlineData(
        "{\"data\": []}",
        ": must be a JSON array of items, but is an object; a SQuAD file is imported with 'dataset import FILE --format squad'"
    )]
    [InlineData("[]", ": holds no items: an empty array cannot be evaluated")]
    [InlineData("[\"q\"]", ": item 0: must be an object, but is a string")]
    [InlineData(
        "[{\"question\": \"q\", \"ground_truth_answer\": \"a\", \"chunk_text\": \"c\"}, {\"ground_truth_answer\": \"a\"}]",
        ": item 1: field 'question': missing: every item needs it"
    )]
    [InlineData("[{\"question\": 5, \"ground_truth_answer\": \"a\"}]", ": item 0: field 'question': must be a string, but is 5")]
    [InlineData(
        "[{\"question\": \"q\", \"ground_truth_answer\": [\"a\"]}]",
        ": item 0: field 'ground_truth_answer': must be a string, but is a list"
    )]
    [InlineData(
        "[{\"question\": \"q\"}]",
        ": item 0: field 'ground_truth_answer': missing: write the reference answer, or set \"answerable\": false"
    )]
    [InlineData(
        "[{\"id\": \"x\", \"question\": \"q\", \"ground_truth_answer\": \"a\"}, {\"id\": \"x\", \"question\": \"r\", \"ground_truth_answer\": \"a\"}]",
        ": item 1: field 'id': 'x' is also the id of item 0: ids must be unique"
    )]
    [InlineData(
        "[{\"id\": \"x\", \"question\": \"q\", \"ground_truth_answer\": \"a\"}]",
        ": item 0: field 'chunk_text': missing, but tiers 2 and judge answer from it: add the text of the chunk"
    )]
    public async Task A_bad_data_set_is_told_by_file_item_and_field(string content, string problem)
    {
        var file = Write("bad.json", content);
        await FailsAsync(file + problem, "--dataset", file, "--judge-pipeline-dataset", Pipeline());
    }

    [Theory]
    [InlineData(
        "[{\"question\": \"q\", \"answer\": \"a\", \"context\": \"c\", \"ground_truth_show\": \"maybe\"}]",
        ": item 0: field 'ground_truth_show': must be true or false (or \"yes\" or \"no\"), but is \"maybe\""
    )]
    [InlineData(
        "[{\"question\": \"q\", \"answer\": \"a\", \"context\": \"c\", \"ground_truth_show\": 1}]",
        ": item 0: field 'ground_truth_show': must be true or false (or \"yes\" or \"no\"), but is 1"
    )]
    [InlineData(
        "[{\"question\": \"q\", \"answer\": \"a\", \"context\": \"c\"}]",
        ": item 0: field 'ground_truth_show': missing: every item needs a label, true or false"
    )]
    [InlineData(
        "[{\"question\": \"q\", \"context\": \"c\", \"ground_truth_show\": true}]",
        ": item 0: field 'answer': missing: every item needs it, \"\" for none"
    )]
    public async Task A_bad_labelled_data_set_is_told_by_file_item_and_field(string content, string problem)
    {
        var file = Write("bad.json", content);
        await FailsAsync(file + problem, "--dataset", Gold(), "--judge-pipeline-dataset", file);
    }

    [Theory]
    [InlineData("--dataset")]
    [InlineData("--judge-pipeline-dataset")]
    public async Task A_missing_file_is_told_by_name(string flag)
    {
        var file = Path.Combine(Folder, "no.json");
        await FailsAsync($"{file}: no such file", ["--dataset", Gold(), "--judge-pipeline-dataset", Pipeline(), flag, file], once: flag);
    }

    [Theory]
    [InlineData("--tier: 'nine' is unknown: give 0, 1, 2, 3, judge, judge_pipeline, ux, all", "--tier", "nine")]
    [InlineData("--mode: 'magic' is unknown: give synthetic, manual", "--mode", "magic")]
    [InlineData("--judge-eval-mode: 'fast' is unknown: give direct, reasoned", "--judge-eval-mode", "fast")]
    [InlineData("--lang: 'de' is unknown: give en, ru", "--lang", "de")]
    [InlineData("--limit: -1 is too small: give at least 1", "--limit", "-1")]
    [InlineData("--limit: 0 is too small: give at least 1", "--limit", "0")]
    [InlineData("--limit: 'ten' is not a whole number", "--limit", "ten")]
    [InlineData("--limit: '1.5' is not a whole number", "--limit", "1.5")]
    [InlineData("--limit: 99999999999 is too large: give at most 2147483647", "--limit", "99999999999")]
    [InlineData("--limit: '--generation-models' is not a whole number", "--limit")]
    [InlineData("--consistency-runs: 0 is too small: give at least 1", "--consistency-runs", "0")]
    [InlineData("--generation-temperature: '0,7' is not a number", "--generation-temperature", "0,7")]
    [InlineData("--timeout: 'NaN' is not a number", "--timeout", "NaN")]
    [InlineData("--timeout: 0 is too small: give at least 0.001", "--timeout", "0")]
    [InlineData("--timeout: 5000000 is too large: give at most 86400", "--timeout", "5000000")]
    [InlineData("--seed: 'abc' is not a whole number", "--seed", "abc")]
    [InlineData("'--limits' is no command or flag here (did you mean --limit?)", "--limits", "5")]
    public async Task A_bad_flag_is_told_by_its_name_and_value(string problem, params string[] args)
    {
        await FailsAsync($"{problem}; see 'modellab run --help'", ["--dataset", Gold(), "--judge-pipeline-dataset", Pipeline(), .. args]);
    }

    [Theory]
    [InlineData("--generation-models", "builtin:support", "builtin:extractive")]
    [InlineData("--judge-models", "builtin:echo", "builtin:overlap")]
    [InlineData("--production-judge-models", "builtin:overlap", "builtin:support")]
    public async Task A_built_in_of_another_role_is_told_with_those_of_this_one(string flag, string model, string known)
    {
        var code = await SweepAsync([.. Without(flag), flag, model]);
        Assert.Equal(2, code);
        Assert.StartsWith($"error: {model}: there is no such built-in in this role: choose {known}", OneLine(), StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData(
        "{\"tier_2.avg_truth\": 4}",
        ": field 'tier_2.avg_truth': no metric has this address: write tier.metric such as tier_2.avg_faithfulness (all are in docs/metrics.md)"
    )]
    [InlineData("{\"tier_2.avg_faithfulness\": 7}", ": field 'tier_2.avg_faithfulness': 7 is out of its range: give 1 to 5")]
    [InlineData("[4.5]", ": must be an object such as {\"tier_2.avg_faithfulness\": 4.5}")]
    public async Task A_bad_file_of_baselines_is_told_by_field_also_in_a_dry_run(string content, string problem)
    {
        var file = Write("baselines.json", content);
        await FailsAsync(file + problem, "--dataset", Gold(), "--judge-pipeline-dataset", Pipeline(), "--baselines", file);
        Error.GetStringBuilder().Clear();
        await FailsAsync(file + problem, "--dataset", Gold(), "--judge-pipeline-dataset", Pipeline(), "--baselines", file, "--dry-run");
    }

    [Fact]
    public async Task Manual_mode_without_a_data_set_is_told()
    {
        Assert.Equal(
            2,
            await RunAsync(["run", "--output-dir", Output, "--mode", "manual", "--judge-pipeline-dataset", Pipeline(), .. BuiltIns])
        );
        Assert.Equal("error: --mode manual needs a data set: give --manual-dataset PATH", OneLine());
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_manual_data_set_without_one_usable_item_is_told()
    {
        var file = Write("manual.json", """[{"question": "q", "ground_truth_answer": "a", "chunk_text": "c", "is_question_ok": 0}]""");
        Assert.Equal(2, await SweepAsync(["--mode", "manual", "--manual-dataset", file, .. BuiltIns]));
        Assert.Equal($"error: {file}: every item is marked as not usable: nothing is left to evaluate", OneLine());
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("judge.txt", "hello", "no prompt has this name")]
    [InlineData("generation.user.txt", "{{context}}", "the placeholder {{question}} is missing")]
    [InlineData("decider.system.txt", " \n", "is empty")]
    public async Task A_bad_prompt_file_is_told_by_name(string name, string text, string problem)
    {
        Write("prompts/" + name, text);
        var folder = Path.Combine(Folder, "prompts");
        Assert.Equal(2, await SweepAsync([.. BuiltIns, "--prompts", folder]));
        Assert.StartsWith($"error: {folder}/{name}: {problem}", OneLine(), StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task A_prompts_folder_that_is_missing_or_empty_is_told()
    {
        var folder = Path.Combine(Folder, "prompts");
        Assert.Equal(2, await SweepAsync([.. BuiltIns, "--prompts", folder]));
        Assert.Equal($"error: --prompts {folder}: no such folder", OneLine());
    }

    [Fact]
    public async Task An_output_folder_that_cannot_be_made_is_told()
    {
        var file = Write("taken", "");
        Assert.Equal(
            2,
            await RunAsync(["run", "--dataset", Gold(), "--judge-pipeline-dataset", Pipeline(), .. BuiltIns, "--output-dir", file])
        );
        Assert.StartsWith($"error: --output-dir {file}: cannot be written: ", OneLine(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Judge_pipeline_without_its_data_set_is_told_with_the_place_it_was_looked_for()
    {
        var (code, output, error) = await ProcessAsync(
            "run",
            "--tier",
            "judge_pipeline",
            "--output-dir",
            Output,
            "--production-judge-models",
            "builtin:support"
        );
        Assert.Equal((2, ""), (code, output));
        Assert.Equal(
            "error: tier judge_pipeline needs a labelled data set: expected benchmarks/data/dataset_judge_pipeline_<yyyyMMdd_HHmmss>.json: give --judge-pipeline-dataset PATH\n",
            error
        );
        Assert.Empty(Files());
    }

    [Fact]
    public async Task Without_any_data_set_it_is_told_how_to_get_one()
    {
        var (code, _, error) = await ProcessAsync(
            "run",
            "--tier",
            "2",
            "--output-dir",
            Output,
            "--generation-models",
            "builtin:echo",
            "--judge-models",
            "builtin:overlap"
        );
        Assert.Equal(2, code);
        Assert.StartsWith("error: no data set found: expected benchmarks/data/dataset_", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(c => c == '\n'));
    }

    [Fact]
    public async Task A_word_that_is_no_command_is_told()
    {
        Assert.Equal(2, await RunAsync("rum"));
        Assert.Equal("error: 'rum' is no command or flag here (did you mean run?); see 'modellab --help'", OneLine());
    }

    private async Task FailsAsync(string problem, string[] args, string? once = null)
    {
        // A flag given twice would be another mistake: the later one takes the place of the earlier.
        if (once is not null)
        {
            var first = Array.IndexOf(args, once);
            args = [.. args[..first], .. args[(first + 2)..]];
        }
        var code = await RunAsync(["run", "--output-dir", Output, .. args, .. BuiltIns]);
        Assert.Equal("error: " + problem, OneLine());
        Assert.Equal(2, code);
        Assert.Empty(Files());
        Assert.Equal("", Screen.Output + RawOut);
    }

    [Fact]
    public async Task A_build_without_ONNX_Runtime_says_which_one_has_it()
    {
        // The build for tests is the one of everybody's first command: ONNX Runtime comes with Release alone.
        var folder = Path.GetDirectoryName(Write("onnx/model.onnx", ""))!;
        Write("onnx/vocab.txt", "[PAD]\n[UNK]\n[CLS]\n[SEP]\nдом\n");
        var chunks = Write("knowledge_base.jsonl", """{"id": 1, "text": "Справку выдают в деканате."}""" + "\n");

        var code = await RunAsync("kb", "embed", "--knowledge-base", chunks, "--embedding-model", "onnx:" + folder);

        Assert.Equal(
            $"error: onnx:{folder}: this build comes without ONNX Runtime, which is two thirds of all packages: start with 'dotnet run -c Release --project src/ModelLab.Cli -- …', which brings it",
            OneLine()
        );
        Assert.Equal(2, code);
    }

    private Task FailsAsync(string problem, params string[] args) => FailsAsync(problem, args, once: null);

    private static string[] Without(string flag)
    {
        var at = Array.IndexOf(BuiltIns, flag);
        return [.. BuiltIns[..at], .. BuiltIns[(at + 2)..]];
    }

    private string OneLine()
    {
        var text = Error.ToString();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.Equal(1, text.Count(c => c == '\n'));
        return text.TrimEnd('\n');
    }

    /// <summary>The program as a process of its own in the test's folder, where defaults find nothing.</summary>
    private async Task<(int Code, string Output, string Error)> ProcessAsync(params string[] args)
    {
        using var process = LabProgram.Start(Folder, new Dictionary<string, string>(), args);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return (process.ExitCode, await output, (await error).ReplaceLineEndings("\n"));
    }
}
