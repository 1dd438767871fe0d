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
        foreach (
            var preset in new[]
            {
                "[default: all]",
                "[default: synthetic]",
                "[default: direct]",
                "[default: benchmarks/reports]",
                "[default: 1]",
            }
        )
            Assert.Contains(preset, help, StringComparison.Ordinal);
        Assert.Empty(Files());
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
        Assert.StartsWith("Description:", RawOut.ToString(), StringComparison.Ordinal);
    }
}
