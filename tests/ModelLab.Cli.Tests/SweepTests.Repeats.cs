using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

// Answering a question several times.
public sealed partial class SweepTests
{
    [Fact]
    public async Task Repeats_are_generated_and_compared_but_only_the_first_is_scored()
    {
        Provide("campus");
        // The third answer to every question differs from the first two.
        Server.Model("g").Reply = r => Scripted.Text(r.AttemptOfSameBody == 3 ? "Иначе." : "Так.");
        var run = await SucceedAsync(
            "--tier",
            "2",
            "--consistency-runs",
            "3",
            "--skip-checks",
            "--generation-models",
            "campus:g",
            "--judge-models",
            "campus:j"
        );
        Assert.Equal(3 * 12, Answers().Count);
        Assert.Equal(3, run.GetProperty("consistency_runs").GetInt32());
        // Two equal answers of three: 2·1 / (3·2) = 1/3 for every question.
        Assert.Equal(1.0 / 3, Number(run.GetProperty("tier_2_metrics"), "response_exact_match_rate")!.Value, 12);
        Assert.Equal(3 * 10, Server.CountFor("j"));
    }

    [Fact]
    public async Task One_repeat_has_no_consistency()
    {
        var run = await SucceedAsync("--tier", "2", "--generation-models", "builtin:extractive", "--judge-models", "builtin:overlap");
        Assert.Null(Number(run.GetProperty("tier_2_metrics"), "response_exact_match_rate"));
        Assert.Equal(JsonValueKind.Null, run.GetProperty("production_judge_model").ValueKind);
    }
}
