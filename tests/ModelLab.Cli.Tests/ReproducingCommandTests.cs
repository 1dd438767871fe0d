using System.Text.Json;
using ModelLab.Core.Text;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>The command that a page offers makes a run of the same spec.</summary>
public sealed class ReproducingCommandTests : CliTest
{
    [Theory]
    [InlineData(
        "--tier",
        "2,judge,judge_pipeline",
        "--generation-models",
        "builtin:extractive,builtin:echo",
        "--judge-models",
        "builtin:overlap",
        "--production-judge-models",
        "builtin:support"
    )]
    [InlineData(
        "--tier",
        "2",
        "--limit",
        "3",
        "--consistency-runs",
        "2",
        "--judge-eval-mode",
        "reasoned",
        "--rubrics",
        "faithfulness",
        "--seed",
        "-5",
        "--generation-temperature",
        "0.25",
        "--judge-max-tokens",
        "321",
        "--generation-models",
        "builtin:lead",
        "--judge-models",
        "builtin:coin,builtin:strict"
    )]
    [InlineData("--tier", "judge_pipeline", "--mode", "manual", "--production-judge-models", "builtin:coin")]
    public async Task The_command_of_a_run_makes_one_of_the_same_spec(params string[] flags)
    {
        Culture = System.Globalization.CultureInfo.GetCultureInfo("ru-RU");
        await SucceedAsync(flags);
        var library = new RunLibrary(Output);
        var first = library.Open(library.Runs()[0])!;
        var words = ReproducingCommand.Words(first);
        Assert.Equal(0, await RunAsync([.. words, "--output-dir", Output, "--new"]));
        var second = library.Runs().Select(library.Open).Single(r => r.Entry.Id != first.Entry.Id);
        Assert.Equal(JsonSerializer.Serialize(first.Spec), JsonSerializer.Serialize(second.Spec));
        Assert.Equal(first.Entry.Fingerprint, second.Entry.Fingerprint);
    }

    [Fact]
    public async Task A_race_on_a_shortlist_is_made_again()
    {
        Provide("lab");
        await SucceedAsync("--tier", "2", "--limit", "4", "--generation-models", "lab:a,lab:b", "--judge-models", "builtin:overlap");
        var sifted = LastRun().GetProperty("id").GetString()!;
        await SucceedAsync(
            "--tier",
            "2",
            "--shortlist-from",
            sifted,
            "--shortlist-top",
            "2",
            "--judge-models",
            "builtin:overlap",
            "--race",
            "--race-batch",
            "3"
        );
        var library = new RunLibrary(Output);
        var first = library.Open(LastRun().GetProperty("id").GetString()!)!;
        Assert.NotNull(first.Spec!.Shortlist);
        Assert.Equal(0, await RunAsync([.. ReproducingCommand.Words(first), "--output-dir", Output, "--new"]));
        var second = library.Open(LastRun().GetProperty("id").GetString()!)!;
        Assert.NotEqual(first.Entry.Id, second.Entry.Id);
        Assert.Equal(JsonSerializer.Serialize(first.Spec), JsonSerializer.Serialize(second.Spec));
    }

    [Fact]
    public async Task A_word_that_the_shell_would_read_otherwise_is_quoted()
    {
        await SucceedAsync("--tier", "2", "--limit", "2", "--generation-models", "builtin:echo", "--judge-models", "builtin:coin");
        var library = new RunLibrary(Output);
        var run = library.Open(library.Runs()[0])!;
        var line = ReproducingCommand.Line(run with { Spec = run.Spec! with { DatasetFile = "data/it's; rm -rf ~.json" } })!;
        Assert.Contains(@"--dataset 'data/it'\''s; rm -rf ~.json' \", line, StringComparison.Ordinal);
        Assert.StartsWith("modellab run \\\n  --tier 2 \\\n", line, StringComparison.Ordinal);
    }
}
