using System.Text.Json;
using ModelLab.Core.Text;
using ModelLab.Records.Store;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>The English sample from end to end: English prompts over real HTTP, and an English verdict on every role.</summary>
public sealed class EnglishDataTests : CliTest
{
    private static readonly string[] Data =
    [
        "--dataset",
        Repository.Data("en/dataset_synthetic_20261101_120000.json"),
        "--judge-pipeline-dataset",
        Repository.Data("en/dataset_judge_pipeline_20261101_120000.json"),
        "--knowledge-base",
        Repository.Data("en/knowledge_base.jsonl"),
    ];

    [Fact]
    public async Task The_English_sample_is_asked_and_judged_in_English()
    {
        Provide("campus");
        Server.Model("good").Reply = _ => Scripted.Text("Transfer students apply until 19 August.");
        Server.Model("strict").Reply = r =>
            Scripted.Score(r.Messages.Any(m => m.Text.Contains("19 August", StringComparison.Ordinal)) ? 4.5 : 3);
        Server.Model("gate").Reply = _ => Scripted.Verdict(true);
        var code = await RunAsync([
            "run",
            "--output-dir",
            Output,
            "--tier",
            "0,1,2,3,judge_pipeline",
            .. Data,
            "--generation-models",
            "campus:good,builtin:extractive,builtin:lead",
            "--judge-models",
            "campus:strict",
            "--production-judge-models",
            "campus:gate,builtin:support",
            "--assistant",
            "the desk of Ridge Valley",
            "--skip-checks",
            "--lang",
            "en",
        ]);
        Assert.True(code == 0, $"exit {code}: {Error}");

        var prompts = Server.Requests.Select(r => r.Messages[0].Text).ToHashSet(StringComparer.Ordinal);
        Assert.All(prompts, p => Assert.Equal(DataLanguage.En, DataLanguages.Of([p])));
        Assert.Contains(
            prompts,
            p => p.StartsWith("You answer users' questions. Who you are: the desk of Ridge Valley.", StringComparison.Ordinal)
        );
        Assert.Contains("questions: 40; source pages: 20; English;", Screen.Output, StringComparison.Ordinal);
        Assert.Contains("labelled answers: 30; source pages: 20; English;", Screen.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(Screen.Output, c => c is >= 'а' and <= 'я');

        var run = LastRun();
        Assert.Equal(
            ["generation", "judge", "production_judge"],
            run.GetProperty("recommendation")
                .EnumerateArray()
                .Select(r => r.GetProperty("role").GetString())
                .Union(["judge"])
                .Order(StringComparer.Ordinal)
        );
        var detail = JsonElement.Parse(File.ReadAllBytes(Directory.GetFiles(Output, "rag_benchmark_*.json").Single()));
        Assert.Equal("en", detail.GetProperty("spec").GetProperty("data_language").GetString());
        Assert.Equal("the desk of Ridge Valley", detail.GetProperty("spec").GetProperty("assistant").GetString());
        Assert.Equal("\"en\"", detail.GetProperty("fingerprint_parts").GetProperty("data_language").GetString());
        Assert.Contains("--data-language en", File.ReadAllText(Directory.GetFiles(Output, "*.md").Single()), StringComparison.Ordinal);
        // The words of the built-in baselines are English too: the first result is the page of most questions.
        Assert.True(run.GetProperty("tier_1_metrics").GetProperty("url_hit_rate@1").GetDouble() > 0.8);
    }

    [Fact]
    public async Task A_language_that_was_told_stands_over_what_was_found()
    {
        Provide("campus");
        Server.Model("good").Reply = _ => Scripted.Text("До 19 августа.");
        Server.Model("strict").Reply = _ => Scripted.Score(4);
        var code = await RunAsync([
            "run",
            "--output-dir",
            Output,
            "--tier",
            "2",
            .. Data,
            "--limit",
            "3",
            "--generation-models",
            "campus:good",
            "--judge-models",
            "campus:strict",
            "--data-language",
            "ru",
            "--skip-checks",
            "--lang",
            "en",
        ]);
        Assert.True(code == 0, $"exit {code}: {Error}");
        Assert.All(Server.Requests, r => Assert.Equal(DataLanguage.Ru, DataLanguages.Of([r.Messages[0].Text])));
        Assert.Contains("Russian (--data-language)", Screen.Output, StringComparison.Ordinal);

        Assert.Equal(2, await RunAsync("run", "--data-language", "de"));
        Assert.Contains("--data-language: 'de' is unknown: give ru or en", Error.ToString(), StringComparison.Ordinal);
    }
}
