using System.Text.Json;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

public sealed class RecommendTests : CliTest
{
    private static readonly string[] Models =
    [
        "--generation-models",
        "builtin:extractive,builtin:echo",
        "--judge-models",
        "builtin:overlap,builtin:strict",
        "--production-judge-models",
        "builtin:support,builtin:always-yes",
    ];

    [Fact]
    public async Task The_latest_run_is_recommended_from_and_the_registry_says_the_same()
    {
        await SucceedAsync(Models);
        Assert.Equal(0, await RunAsync("recommend", "--output-dir", Output, "--json"));
        var printed = JsonDocument.Parse(RawOut.ToString()).RootElement;
        Assert.Equal(["generation", "judge", "production_judge"], printed.EnumerateArray().Select(r => r.GetProperty("role").GetString()));
        Assert.Equal(JsonSerializer.Serialize(LastRun().GetProperty("recommendation")), JsonSerializer.Serialize(printed));
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task A_recommendation_is_shown_at_80_columns_as_approved(string language)
    {
        Time = Still;
        await SucceedAsync(Models);
        var shown = Screen.Output.Length;
        Assert.Equal(0, await RunAsync("recommend", "--output-dir", Output, "--lang", language));
        Golden.Matches("ModelLab.Cli.Tests", $"recommend.{language}.txt", Screen.Output[shown..]);
        Assert.Equal("", RawOut.ToString());
        Assert.Equal(0, await RunAsync("recommend", "--output-dir", Output, "--lang", language, "--markdown"));
        Assert.StartsWith("## ", RawOut.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_of_other_models_on_the_same_ground_stand_side_by_side()
    {
        await SucceedAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:support");
        await SucceedAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:always-yes");
        var ids = Directory
            .GetFiles(Output, "rag_benchmark_*.json")
            .Select(f => Path.GetFileNameWithoutExtension(f)["rag_benchmark_".Length..])
            .Order()
            .ToArray();
        Assert.Equal(0, await RunAsync(["recommend", .. ids, "--output-dir", Output, "--json"]));
        var role = JsonDocument.Parse(RawOut.ToString()).RootElement.EnumerateArray().Single();
        Assert.Equal(
            ["builtin:always-yes", "builtin:support"],
            role.GetProperty("models").EnumerateArray().Select(m => m.GetProperty("model").GetString()).Order()
        );
        Assert.Equal(1, role.GetProperty("pairs").GetArrayLength());
    }

    [Fact]
    public async Task Runs_on_other_ground_are_refused_by_name()
    {
        await SucceedAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:support");
        await SucceedAsync("--tier", "judge_pipeline", "--production-judge-models", "builtin:support", "--seed", "5");
        var ids = Directory
            .GetFiles(Output, "rag_benchmark_*.json")
            .Select(f => Path.GetFileNameWithoutExtension(f)["rag_benchmark_".Length..])
            .Order()
            .ToArray();
        Assert.Equal(2, await RunAsync(["recommend", .. ids, "--output-dir", Output]));
        Assert.Equal(
            $"error: {ids[0]} and {ids[1]} are not comparable: seed (--seed): 0 and 5: choose runs on the same ground",
            Error.ToString().Trim()
        );
    }

    [Theory]
    [InlineData("no finished run in it: make one with 'run'", "recommend")]
    [InlineData("20200101_000000: no such run in", "recommend", "20200101_000000")]
    [InlineData(
        "--objective tier_9.x: models cannot be ranked by it: choose one of tier_2.avg_faithfulness",
        "recommend",
        "--objective",
        "tier_9.x"
    )]
    [InlineData("--wrong-hide-cost: missing: the two costs only mean something together", "recommend", "--wrong-show-cost", "3")]
    [InlineData(
        "--wrong-show-cost and --wrong-hide-cost: both are 0: give one of them a cost",
        "recommend",
        "--wrong-show-cost",
        "0",
        "--wrong-hide-cost",
        "0"
    )]
    public async Task Mistakes_are_told_in_one_line(string message, params string[] args)
    {
        Assert.Equal(2, await RunAsync([.. args, "--output-dir", Output]));
        Assert.Contains(message, Error.ToString(), StringComparison.Ordinal);
    }
}
