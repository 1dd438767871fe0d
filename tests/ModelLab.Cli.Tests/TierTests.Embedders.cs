using System.Collections.Concurrent;
using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Scoring;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

// Embedders, and what they embed.
public sealed partial class TierTests
{
    [Fact]
    public async Task Tier_0_measures_questions_or_chunks()
    {
        var questions = (await RunTiersAsync("0", "--limit", "2")).GetProperty("tier_0_metrics");
        var chunks = (await RunTiersAsync("0", "--limit", "2", "--intrinsic-vectors", "chunks")).GetProperty("tier_0_metrics");
        Assert.Equal((2, 3), (Number(questions, "total_samples"), Number(chunks, "total_samples")));
    }

    [Fact]
    public async Task An_embedder_behind_an_endpoint_is_paid_once()
    {
        Provide("campus");
        var first = await RunTiersAsync("1", "--embedding-model", "campus:embed");
        Assert.Equal(1, Number(first.GetProperty("tier_1_metrics"), "hit_rate@1"));
        var requests = Server.RequestCount;
        Assert.True(requests > 0);
        await RunTiersAsync("1", "--embedding-model", "campus:embed", "--new");
        Assert.Equal(requests, Server.RequestCount);
    }

    [Fact]
    public async Task An_embedder_that_is_down_ends_the_run_with_one_line()
    {
        Variables["PROVIDER_DEAD_BASE_URL"] = "http://127.0.0.1:1/v1";
        Write("knowledge_base.jsonl", KnowledgeBase());
        Assert.Equal(
            3,
            await RunAsync([
                "run",
                "--output-dir",
                Output,
                "--tier",
                "1",
                "--dataset",
                Write("dataset_small.json", JsonSerializer.Serialize(Items())),
                "--embedding-model",
                "dead:embed",
            ])
        );
        Assert.StartsWith("error: dead:embed: no embeddings (", Error.ToString(), StringComparison.Ordinal);
        Assert.Single(Error.ToString().Trim().Split('\n'));
    }

    [Fact]
    public async Task Repeats_ask_an_embedder_anew_and_an_unstable_one_is_found_out()
    {
        Provide("campus");
        var times = new ConcurrentDictionary<string, int>();
        // A passage lies on its own axis. A question lies on its passage's the first time, and on the next passage's after that.
        Server.Model("embed").Reply = r =>
            Scripted.Body(
                JsonSerializer.Serialize(
                    new
                    {
                        data = r.Inputs.Select(
                            (text, index) =>
                            {
                                var asked = times.AddOrUpdate(text, 1, (_, n) => n + 1);
                                var question = Array.FindIndex(Passages, p => p.Question == text);
                                var axis = question >= 0 ? question + (asked > 1 ? 1 : 0) : Array.FindIndex(Passages, p => p.Text == text);
                                return new { index, embedding = Enumerable.Range(0, 3).Select(i => i == axis % 3 ? 1f : 0f) };
                            }
                        ),
                    }
                )
            );
        string[] args = ["--embedding-model", "campus:embed", "--consistency-runs", "2", "--top-k", "1"];
        var metrics = (await RunTiersAsync("1", args)).GetProperty("tier_1_metrics");
        // The first run finds what is relevant; the second finds another chunk each time, so the two sets of one chunk share none.
        Assert.Equal((1, 0), (Number(metrics, "hit_rate@1"), Number(metrics, "retrieval_consistency")));
        Assert.All(Passages, p => Assert.Equal((1, 2), (times[p.Text], times[p.Question])));
        await RunTiersAsync("1", [.. args, "--new"]);
        Assert.All(Passages, p => Assert.Equal((1, 2), (times[p.Text], times[p.Question]))); // repeats too are paid for once
    }

    [Fact]
    public async Task A_missing_knowledge_base_is_told_with_what_to_do()
    {
        var dataset = Write("dataset_small.json", JsonSerializer.Serialize(Items()));
        Assert.Equal(2, await RunAsync(["run", "--output-dir", Output, "--tier", "1", "--dataset", dataset]));
        Assert.StartsWith(
            "error: no knowledge base found: expected knowledge_base.jsonl beside ",
            Error.ToString(),
            StringComparison.Ordinal
        );
        Assert.Empty(Files());
    }
}
