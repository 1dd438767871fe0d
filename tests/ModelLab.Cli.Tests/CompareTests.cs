using System.Text.Json;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Money;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>Runs held against each other from the command line.</summary>
public sealed class CompareTests : CliTest
{
    private const string First = "20261124_101112",
        Second = "20261124_101112_2";

    public CompareTests() => Time = Still;

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public async Task A_renamed_generator_is_shown_as_approved(string language)
    {
        await RunModelsAsync("builtin:extractive");
        await RunModelsAsync("builtin:lead", "--production-judge-models", "builtin:support,builtin:always-yes");
        string[] compare = ["compare", First, Second, "--output-dir", Output, "--lang", language, "--fail-on-regression", "0.1"];
        var shown = Screen.Output.Length;
        Assert.True(await RunAsync(compare) == 1, Error.ToString());
        Golden.Matches("ModelLab.Cli.Tests", $"compare.{language}.txt", Screen.Output[shown..]);
        Assert.Equal("", RawOut.ToString());
        Assert.Equal(1, await RunAsync([.. compare, "--markdown"]));
        Golden.Matches("ModelLab.Cli.Tests", $"compare.{language}.md", RawOut.ToString());
        Assert.Equal("", Error.ToString());
    }

    [Fact]
    [OneCulture]
    public async Task A_run_is_the_same_as_itself_on_every_metric_that_can_be_compared()
    {
        // The metrics question by question and those of the run come different ways; on one run they must agree.
        await RunEverythingAsync();
        var run = new RunLibrary(Output).Open("latest");
        var seen = new HashSet<string>();
        foreach (var number in run.Numbers.Where(a => a.Value is not null))
        {
            if (MetricCatalog.TryFind(number.Tier, number.Metric) is not { IsByQuestion: true } metric)
                continue;
            var side = new ScoreSide(run.Scores, new ModelNames(number.GenerationModel, number.JudgeModel, number.ProductionJudgeModel));
            var itself = MetricComparison.Of(metric, side, side, seed: 0);
            Assert.True(
                Math.Abs(number.Value!.Value - itself.First!.Value) < 1e-9,
                $"{metric.Address}: {number.Value} in the run, {itself.First} from its questions"
            );
            Assert.Equal((0.0, 1.0), (itself.Paired.Difference, itself.Paired.PValue));
            if (metric.IsMean && number.Interval is { } interval)
                Assert.Equal(interval.Clusters, itself.Paired.Pages);
            seen.Add(metric.Address);
        }
        // What assistants say they used is a measure of none of these models.
        Assert.Equal(
            ["tier_3.source_hit_rate", "tier_3.source_mrr"],
            MetricCatalog.ByQuestion.Select(m => m.Address).Except(seen).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Equal_runs_do_not_differ_and_pass_every_gate()
    {
        await RunModelsAsync("builtin:extractive");
        await RunModelsAsync("builtin:extractive");
        Assert.Equal(
            0,
            await RunAsync("compare", First, Second, "--output-dir", Output, "--json", "--fail-on-regression", "0", "--strict")
        );
        var json = Printed();
        Assert.True(json.GetProperty("comparable").GetBoolean());
        var metrics = json.GetProperty("runs")[0].GetProperty("metrics").EnumerateArray().ToList();
        Assert.NotEmpty(metrics);
        Assert.All(
            metrics,
            m =>
                Assert.Equal(
                    (0, 1, "not_established"),
                    (m.GetProperty("change").GetDouble(), m.GetProperty("p_value").GetDouble(), m.GetProperty("verdict").GetString())
                )
        );
        Assert.All(
            json.GetProperty("gates").EnumerateArray(),
            g =>
                Assert.Equal(
                    ("fail_on_regression", "passed", "value"),
                    (g.GetProperty("gate").GetString(), g.GetProperty("verdict").GetString(), g.GetProperty("ground").GetString())
                )
        );
        // With --json the lines are beside it.
        Assert.Equal(
            metrics.Count,
            Error
                .ToString()
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Count(l => l.StartsWith("gate passed: ", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Runs_on_other_ground_are_refused_by_name_and_compared_when_forced()
    {
        await RunModelsAsync("builtin:extractive");
        await RunModelsAsync("builtin:extractive", "--limit", "8", "--seed", "5");
        Assert.Equal(2, await RunAsync("compare", First, Second, "--output-dir", Output));
        Assert.Matches(
            $"^error: {First} and {Second} are not comparable: questions taken: [0-9a-f]{{12}}… and [0-9a-f]{{12}}…; limit \\(--limit\\): none and 8; seed \\(--seed\\): 0 and 5: run them alike, or give --force\n$",
            Error.ToString()
        );
        Assert.Equal("", RawOut.ToString());

        Assert.Equal(0, await RunAsync("compare", First, Second, "--output-dir", Output, "--force", "--markdown", "--lang", "en"));
        var shown = RawOut.ToString();
        Assert.True(
            shown.IndexOf("- seed (--seed): 0 and 5", StringComparison.Ordinal) < shown.IndexOf("| Metric |", StringComparison.Ordinal)
        );
        Assert.Contains("items only in 20261124_101112: 4: q08, q09, q10, q11", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_runs_are_held_against_the_first()
    {
        foreach (var generator in new[] { "builtin:extractive", "builtin:lead", "builtin:echo" })
            await RunModelsAsync(generator);
        Assert.Equal(
            0,
            await RunAsync(
                "compare",
                First,
                Second,
                "20261124_101112_3",
                "--output-dir",
                Output,
                "--json",
                "--metric",
                "tier_2.avg_rougeL_f"
            )
        );
        Assert.Equal(
            [Second, "20261124_101112_3"],
            Printed().GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("run").GetString())
        );
        Assert.All(
            Printed().GetProperty("runs").EnumerateArray().SelectMany(r => r.GetProperty("metrics").EnumerateArray()),
            m =>
                Assert.Equal(
                    ("tier_2.avg_rougeL_f", "exploratory", JsonValueKind.Null),
                    (m.GetProperty("metric").GetString(), m.GetProperty("verdict").GetString(), m.GetProperty("p_holm").ValueKind)
                )
        );
    }

    [Fact]
    public async Task An_inconclusive_regression_counts_when_strict()
    {
        // The sample, because on this test's own data every question of a model is answered equally well.
        string[] sample = ["--tier", "2", "--limit", "40", "--dataset", Repository.Data("dataset_synthetic_20261101_120000.json")];
        foreach (var generator in new[] { "builtin:extractive", "builtin:lead" })
            Assert.Equal(
                0,
                await RunAsync([
                    "run",
                    "--output-dir",
                    Output,
                    "--generation-models",
                    generator,
                    "--judge-models",
                    "builtin:overlap",
                    .. sample,
                ])
            );
        string[] compare =
        [
            "compare",
            First,
            Second,
            "--output-dir",
            Output,
            "--metric",
            "tier_2.avg_answer_correctness",
            "--fail-on-regression",
        ];
        // The interval of the change, from JSON, says which tolerance is within it, beyond it, and short of it.
        Assert.Equal(0, await RunAsync([.. compare[..^1], "--json"]));
        var interval = Printed().GetProperty("runs")[0].GetProperty("metrics")[0].GetProperty("interval");
        var (lower, upper) = (interval.GetProperty("lower").GetDouble(), interval.GetProperty("upper").GetDouble());
        Assert.True(lower < upper && upper < 0, $"[{lower}, {upper}]: the sample no longer tells the two apart");
        string Tolerance(double at) => FormattableString.Invariant($"{-(lower + at * (upper - lower))}");
        Assert.Equal(0, await RunAsync([.. compare, Tolerance(-0.1), "--strict"]));
        Assert.Equal(0, await RunAsync([.. compare, Tolerance(0.5)]));
        Assert.Equal(5, await RunAsync([.. compare, Tolerance(0.5), "--strict"]));
        Assert.Equal(1, await RunAsync([.. compare, "0", "--strict"]));
    }

    [Fact]
    public async Task Mistakes_are_told_in_one_line()
    {
        await RunModelsAsync("builtin:extractive,builtin:lead");
        await RunModelsAsync("builtin:echo,builtin:refuse", "--tier", "2", "--judge-models", "builtin:strict");
        await CheckAsync("compare: name at least two different runs, the earlier one first", First);
        await CheckAsync(
            "compare: name at least two different runs, the earlier one first",
            First,
            Path.Combine(Output, $"rag_benchmark_{First}.json")
        );
        await CheckAsync("20200101_000000: no such run in ", First, "20200101_000000");
        await CheckAsync(
            "--metric tier_2.avg_correctness: no metric is called so: did you mean tier_2.avg_answer_correctness, ",
            First,
            Second,
            "--metric",
            "tier_2.avg_correctness"
        );
        await CheckAsync(
            "--metric tier_2.errors: it has no value question by question, so runs cannot be compared by it: choose one of tier_2.avg_faithfulness, ",
            First,
            Second,
            "--metric",
            "tier_2.errors"
        );
        await CheckAsync(
            "--metric tier_0.avg_spread: it has no value question by question, so runs cannot be compared by it: nothing of tier_0 has",
            First,
            Second,
            "--metric",
            "tier_0.avg_spread"
        );
        await CheckAsync(
            $"--metric tier_judge.consistency_score: run {Second} has no tier_judge",
            First,
            Second,
            "--force",
            "--metric",
            "tier_judge.consistency_score"
        );
        await CheckAsync($"{First} and {Second}: nothing to compare: no model is in both", First, Second, "--force");
        await CheckAsync("--fail-on-regression: -1 is too small: give at least 0", First, Second, "--fail-on-regression", "-1");
        Assert.Equal("", RawOut.ToString());

        async Task CheckAsync(string message, params string[] args)
        {
            Error.GetStringBuilder().Clear();
            Assert.Equal(2, await RunAsync(["compare", .. args, "--output-dir", Output]));
            Assert.StartsWith("error: " + message, Error.ToString(), StringComparison.Ordinal);
            Assert.Single(Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        }
    }

    [Fact]
    public async Task An_unfinished_run_is_compared_by_what_it_has_and_said_to_be()
    {
        await RunModelsAsync("builtin:extractive");
        await RunModelsAsync("builtin:extractive");
        File.Delete(Path.Combine(Output, $"rag_benchmark_{Second}.json")); // it is written last
        Assert.Equal(0, await RunAsync("compare", First, Second, "--output-dir", Output));
        Assert.Equal($"warning: {Second} is unfinished: only what it has is compared\n", Error.ToString());
    }

    private async Task RunModelsAsync(string generators, params string[] more)
    {
        string[] judges =
        [
            .. more.Contains("--judge-models") ? Array.Empty<string>() : ["--judge-models", "builtin:overlap"],
            .. more.Contains("--production-judge-models") ? Array.Empty<string>() : ["--production-judge-models", "builtin:support"],
        ];
        await SucceedAsync(["--new", "--lang", "en", "--generation-models", generators, .. judges, .. more]);
    }

    private async Task RunEverythingAsync()
    {
        var code = await RunAsync(
            "run",
            "--output-dir",
            Output,
            "--dataset",
            Repository.Data("dataset_synthetic_20261101_120000.json"),
            "--judge-pipeline-dataset",
            Repository.Data("dataset_judge_pipeline_20261101_120000.json"),
            "--knowledge-base",
            Repository.Data("knowledge_base.jsonl"),
            "--sessions",
            Repository.Data("sessions.json"),
            "--limit",
            "60",
            "--generation-models",
            "builtin:extractive,builtin:refuse",
            "--judge-models",
            "builtin:overlap,builtin:coin",
            "--production-judge-models",
            "builtin:support,builtin:coin"
        );
        Assert.True(code == 0, Error.ToString());
    }

    private JsonElement Printed() => JsonElement.Parse(RawOut.ToString());
}
