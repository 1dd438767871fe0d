using System.Text.Json;
using ModelLab.Cli.Hosting;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary><c>run --fail-under</c>.</summary>
public sealed class GateCommandTests : CliTest
{
    private static readonly string[] Models =
    [
        "--lang",
        "en",
        "--generation-models",
        "builtin:extractive,builtin:echo",
        "--judge-models",
        "builtin:overlap",
        "--production-judge-models",
        "builtin:support",
    ];

    [Fact]
    public async Task A_gate_passes_fails_or_is_inconclusive_by_the_interval()
    {
        // The sample, because on this test's own data every question of a model is answered equally well.
        string[] sample =
        [
            "run",
            "--output-dir",
            Output,
            "--lang",
            "en",
            "--tier",
            "2",
            "--limit",
            "40",
            "--dataset",
            Repository.Data("dataset_synthetic_20261101_120000.json"),
            "--generation-models",
            "builtin:echo",
            "--judge-models",
            "builtin:overlap",
        ];
        Task<int> GateAsync(double limit, params string[] more) =>
            RunAsync([.. sample, "--fail-under", FormattableString.Invariant($"tier_2.avg_rougeL_f={limit}"), .. more]);
        Assert.Equal(0, await RunAsync(sample));
        var number = new RunLibrary(Output).Open("latest").Find(Tier.Generation, "avg_rougeL_f", "builtin:echo")!;
        var (value, interval) = (number.Value!.Value, number.Interval!);
        Assert.Equal(0, await GateAsync(interval.Lower - 0.001, "--strict"));
        Assert.Equal(0, await GateAsync(value));
        Assert.Contains("gate inconclusive: tier_2.avg_rougeL_f ≥ ", Screen.Output, StringComparison.Ordinal);
        Assert.Equal(5, await GateAsync(value, "--strict"));
        Assert.Equal(1, await GateAsync(interval.Upper + 0.001, "--strict"));
        Assert.Contains("gate failed: tier_2.avg_rougeL_f ≥ ", Screen.Output, StringComparison.Ordinal);
        Assert.Equal("", Error.ToString());
    }

    [Fact]
    public async Task Several_gates_are_checked_on_every_ok_combination_and_failed_beats_inconclusive()
    {
        var code = await SweepAsync([
            .. Models,
            "--strict",
            "--json",
            "--fail-under",
            "tier_2.total_queries=12",
            "--fail-under",
            "tier_2.response_exact_match_rate=0.5",
            "--fail-under",
            "tier_2.generation_errors=-1",
        ]);
        Assert.Equal(1, code);
        var gates = JsonElement
            .Parse(RawOut.ToString())
            .GetProperty("gates")
            .EnumerateArray()
            .Select(g =>
                (
                    g.GetProperty("metric").GetString(),
                    g.GetProperty("models").GetProperty("generation_model").GetString(),
                    g.GetProperty("verdict").GetString(),
                    g.GetProperty("ground").GetString()
                )
            )
            .ToList();
        Assert.Equal(
            [
                ("tier_2.total_queries", "builtin:extractive", "passed", "value"),
                ("tier_2.total_queries", "builtin:echo", "passed", "value"),
                ("tier_2.response_exact_match_rate", "builtin:extractive", "inconclusive", "undefined"),
                ("tier_2.response_exact_match_rate", "builtin:echo", "inconclusive", "undefined"),
                ("tier_2.generation_errors", "builtin:extractive", "failed", "value"),
                ("tier_2.generation_errors", "builtin:echo", "failed", "value"),
            ],
            gates
        );
        // With --json each gate is a line of standard error.
        Assert.Equal(gates.Count, Error.ToString().Split('\n').Count(l => l.StartsWith("gate ", StringComparison.Ordinal)));
        Assert.Contains(
            "gate failed: tier_2.generation_errors ≤ -1 (builtin:echo): 0: no interval, decided by the value\n",
            Error.ToString(),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(
        "--fail-under tier_2.avg_faithfulnes: no metric is called so: did you mean tier_2.avg_faithfulness, ",
        "tier_2.avg_faithfulnes=4"
    )]
    [InlineData("--fail-under tier_1.mrr: tier_1 is not run: add 1 to --tier", "tier_1.mrr=0.5")]
    [InlineData("--fail-under 4.5: give METRIC=VALUE", "4.5")]
    public async Task A_mistake_is_told_before_anything_runs(string message, string gate)
    {
        Assert.Equal(2, await SweepAsync([.. Models, "--fail-under", gate]));
        Assert.StartsWith("error: " + message, Error.ToString(), StringComparison.Ordinal);
        Assert.Empty(Files());
    }

    [Fact]
    public async Task An_endpoint_that_failed_goes_before_an_inconclusive_gate_and_after_a_failed_one()
    {
        Time = new HurriedTime(100);
        Provide("campus");
        Server.Model("dead").Reply = _ => Scripted.Status(500, "No.");
        string[] models =
        [
            "--tier",
            "2",
            "--skip-checks",
            "--generation-models",
            "builtin:extractive,campus:dead",
            "--judge-models",
            "builtin:overlap",
            "--strict",
        ];
        Assert.Equal(6, await SweepAsync([.. models, "--fail-under", "tier_2.response_exact_match_rate=0.5"]));
        Assert.Equal(1, await SweepAsync([.. models, "--fail-under", "tier_2.total_queries=1000"]));
    }

    [Theory]
    [InlineData(GateVerdict.Passed, true, false, 0)]
    [InlineData(GateVerdict.Inconclusive, false, false, 0)]
    [InlineData(GateVerdict.Inconclusive, true, false, 5)]
    [InlineData(GateVerdict.Failed, false, false, 1)]
    [InlineData(GateVerdict.Passed, true, true, 6)]
    [InlineData(GateVerdict.Inconclusive, true, true, 6)]
    [InlineData(GateVerdict.Failed, true, true, 1)]
    public void The_exit_code_is_that_of_the_surest_news(GateVerdict verdict, bool strict, bool endpointFailed, int code)
    {
        var gate = new GateResult(
            GateKind.FailUnder,
            "tier_1.mrr",
            ModelNames.None,
            null,
            0.5,
            false,
            0.6,
            3,
            new ConfidenceInterval(0.6, 0.4, 0.8, 3),
            verdict,
            GateGround.Interval
        );
        Assert.Equal(code, ExitCode.Of([gate], strict, endpointFailed));
        Assert.Equal(endpointFailed ? 6 : 0, ExitCode.Of([], strict, endpointFailed));
    }
}
