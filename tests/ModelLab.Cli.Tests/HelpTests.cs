using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class HelpTests : CliTest
{
    [Theory]
    [InlineData]
    [InlineData("--help")]
    public async Task The_help_lists_the_commands(params string[] args)
    {
        Assert.Equal(0, await RunAsync(args));
        foreach (var verb in new[] { "demo", "run", "dataset" })
            Assert.Contains($"\n  {verb}", RawOut.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.Equal("", Error.ToString());
    }

    [Fact]
    public async Task The_help_of_run_lists_every_flag_with_its_default()
    {
        Assert.Equal(0, await RunAsync("run", "--help"));
        var help = RawOut.ToString();
        string[] flags =
        [
            "--tier",
            "--mode",
            "--dataset",
            "--manual-dataset",
            "--judge-pipeline-dataset",
            "--limit",
            "--output-dir",
            "--skip-checks",
            "--judge-eval-mode",
            "--consistency-runs",
            "--generation-models",
            "--judge-models",
            "--production-judge-models",
            "--generation-model-source",
            "--judge-model-source",
            "--production-judge-model-source",
            "--generation-api-key-var",
            "--generation-api-url-var",
            "--production-judge-api-key-var",
            "--benchmark-judge-api-key-var",
            "--benchmark-judge-base-url-var",
            "--max-concurrency",
            "--shortlist-from",
            "--shortlist-top",
            "--reuse-shortlist-questions",
            "--race",
            "--race-batch",
            "--seed",
            "--fail-under",
            "--strict",
            "--baselines",
            "--lang",
            "--json",
        ];
        Assert.All(flags, flag => Assert.Contains($"  {flag}", help, StringComparison.Ordinal));
        foreach (var preset in new[] { "[all]", "[synthetic]", "[direct]", "[benchmarks/reports]", "[1]" })
            Assert.Contains(preset, help, StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Theory]
    [InlineData("ru", "help", "runs", "delete")]
    [InlineData("ru", "runs", "delete", "--help", "--lang", "ru")]
    [InlineData("en", "runs", "delete", "-h", "--lang=en")]
    public async Task The_help_is_in_the_readers_language(string language, params string[] args)
    {
        Culture = System.Globalization.CultureInfo.GetCultureInfo(language);
        Assert.Equal(0, await RunAsync(args));
        Assert.Equal(language == "ru", RawOut.ToString().Contains("Удалить запуски: их файлы и место в реестре", StringComparison.Ordinal));
        Assert.Equal(language == "en", RawOut.ToString().Contains("\nUsage:\n", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_shell_is_told_how_to_complete_and_asks_the_program()
    {
        Assert.Equal(0, await RunAsync("completion", "bash"));
        Assert.Contains("complete -o default -F _modellab modellab\n", RawOut.ToString(), StringComparison.Ordinal);
        var shown = RawOut.ToString().Length;
        Assert.Equal(0, await RunAsync("[suggest:21]", "modellab run --shortl"));
        Assert.Equal(
            ["--shortlist-from", "--shortlist-top"],
            RawOut.ToString()[shown..].Split('\n', StringSplitOptions.RemoveEmptyEntries).Order()
        );
        Assert.Equal(2, await RunAsync("completion", "cmd"));
    }

    [Fact]
    public async Task The_Python_tools_other_spelling_is_understood()
    {
        Provide("campus");
        await SucceedAsync("--tier", "judge", "--benchmark-judge-models", "builtin:overlap");
        Assert.Equal(
            ["builtin:overlap"],
            LastRun().GetProperty("model_runs").EnumerateArray().Select(r => r.GetProperty("judge_model").GetString())
        );
    }

    [Theory]
    [InlineData("demo")]
    [InlineData("dataset")]
    [InlineData("dataset", "import")]
    [InlineData("score")]
    [InlineData("score", "text")]
    [InlineData("score", "retrieval")]
    [InlineData("score", "labels")]
    [InlineData("report")]
    public async Task Every_command_has_help(params string[] verb)
    {
        Assert.Equal(0, await RunAsync([.. verb, "--help"]));
        Assert.Contains($" {string.Join(' ', verb)} ", RawOut.ToString(), StringComparison.Ordinal);
        Assert.Contains("\nUsage:\n", RawOut.ToString().ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }
}
