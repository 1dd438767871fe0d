using System.Collections.Concurrent;
using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Scoring;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests;

/// <summary>The tiers that rest on a knowledge base, from the command line.</summary>
public sealed class TierTests : CliTest
{
    // Three passages about things that share no word; the questions repeat the words of one each.
    private static readonly (string Text, string Question)[] Passages =
    [
        ("Стипендию выплачивают двадцать пятого числа каждого месяца.", "Когда выплачивают стипендию?"),
        ("Библиотека открыта до восьми вечера, кроме воскресенья.", "До скольких открыта библиотека?"),
        ("Пропуск в бассейн выдаёт врач поликлиники после осмотра.", "Кто выдаёт пропуск в бассейн?"),
    ];

    private static readonly string[] BuiltIns =
    [
        "--generation-models",
        "builtin:extractive",
        "--judge-models",
        "builtin:overlap",
        "--production-judge-models",
        "builtin:support",
    ];

    // Each question finds its passage first.
    [Fact]
    public async Task Tiers_without_models_to_compare_show_their_numbers()
    {
        await RunTiersAsync("0,1", "--lang", "ru");
        Assert.Contains("Вопросы как векторы (tier 0)", Screen.Output, StringComparison.Ordinal);
        Assert.Contains("Поиск (tier 1)", Screen.Output, StringComparison.Ordinal);
        Assert.Matches(@"│ MRR +│ 1,000\s\[0,290;\s1,000\]\*\s\(n=3\) │", Screen.Output);
    }

    [Fact]
    public async Task Every_tier_is_measured_and_every_metric_is_a_number_or_null()
    {
        var run = await RunTiersAsync("all", "--consistency-runs", "2", "--sessions", Sessions());
        foreach (var tier in new[] { "tier_0", "tier_1", "tier_2", "tier_3", "tier_judge", "tier_judge_pipeline", "tier_ux" })
        {
            var metrics = run.GetProperty(tier + "_metrics");
            Assert.Equal(
                MetricCatalog.All.Where(m => m.TierName == tier).Select(m => m.Name).Order(StringComparer.Ordinal),
                metrics.EnumerateObject().Select(m => m.Name).Order(StringComparer.Ordinal)
            );
        }
        Assert.Equal("builtin:lexical", run.GetProperty("embedding_model").GetString());
    }

    [Fact]
    public async Task Questions_in_the_words_of_their_passage_find_it_first()
    {
        var metrics = (await RunTiersAsync("1,3")).GetProperty("tier_1_metrics");
        // Each of three questions finds its own passage first: every rate is 1, and precision@10 is one relevant of ten.
        Assert.All(new[] { "hit_rate@1", "recall@1", "mrr", "ndcg@10", "url_mrr" }, m => Assert.Equal(1, Number(metrics, m)));
        Assert.Equal(0.1, Number(metrics, "precision@10")!.Value, 12);
        Assert.Equal(3, Number(metrics, "total_queries"));
        Assert.Null(Number(metrics, "retrieval_consistency")); // one run has none
    }

    [Fact]
    public async Task Unanswerable_questions_are_left_out_of_retrieval_and_counted()
    {
        Write("knowledge_base.jsonl", KnowledgeBase());
        var items = Items();
        items.Add(
            new()
            {
                ["id"] = "u",
                ["question"] = "Где парковка?",
                ["ground_truth_answer"] = "Об этом ничего не сказано.",
                ["answerable"] = false,
            }
        );
        var code = await RunAsync([
            "run",
            "--output-dir",
            Output,
            "--tier",
            "1",
            "--dataset",
            Write("dataset_small.json", JsonSerializer.Serialize(items)),
        ]);
        Assert.True(code == 0, Error.ToString());
        var metrics = LastRun().GetProperty("tier_1_metrics");
        Assert.Equal(
            (3, 1, 1),
            (Number(metrics, "total_queries"), Number(metrics, "unanswerable_left_out"), Number(metrics, "hit_rate@1"))
        );
    }

    [Fact]
    public async Task A_cut_off_beyond_top_k_is_null_and_not_a_lower_number()
    {
        var metrics = (await RunTiersAsync("1", "--top-k", "3")).GetProperty("tier_1_metrics");
        Assert.Equal((1, 1), (Number(metrics, "hit_rate@1"), Number(metrics, "recall@3")));
        Assert.All(
            new[] { "hit_rate@5", "hit_rate@10", "recall@5", "precision@5", "ndcg@5", "url_ndcg@10" },
            m => Assert.Null(Number(metrics, m))
        );
    }

    [Fact]
    public async Task A_bad_answer_is_laid_at_the_door_of_retrieval_generation_or_judge()
    {
        Provide("campus");
        // The judge thinks little of every answer, and cannot decide on the second question; nobody but the retriever misses the third.
        Server.Model("j").Reply = r =>
            r.Messages.Any(m => m.Text.Contains("библиотека?", StringComparison.Ordinal))
                ? Scripted.Text("Трудно сказать.")
                : Scripted.Score(2);
        Write("knowledge_base.jsonl", KnowledgeBase());
        var items = Items();
        items[2]["chunk_id"] = 9; // relevant, but in no knowledge base
        var code = await RunAsync([
            "run",
            "--output-dir",
            Output,
            "--tier",
            "3",
            "--skip-checks",
            "--dataset",
            Write("dataset_small.json", JsonSerializer.Serialize(items)),
            "--generation-models",
            "builtin:echo",
            "--judge-models",
            "campus:j",
        ]);
        Assert.True(code == 0, Error.ToString());
        var metrics = LastRun().GetProperty("model_runs")[0].GetProperty("metrics").GetProperty("tier_3");
        Assert.Equal(
            (1 / 3.0, 1 / 3.0, 1 / 3.0),
            (Number(metrics, "retrieval_missed_rate"), Number(metrics, "generation_wrong_rate"), Number(metrics, "judge_failed_rate"))
        );
        Assert.Equal((2.0, 2.0 / 3), (Number(metrics, "avg_e2e_score"), Number(metrics, "scored_rate")));
    }

    [Fact]
    public async Task Sessions_past_questions_and_rephrased_turns_are_measured_and_null_without_them()
    {
        Write(
            "past_questions.csv",
            "question,answer,confluence_url,score,created_at\nКогда выплачивают стипендию?,25 числа,https://wiki/0,5,\nКто выдаёт пропуск в бассейн?,Врач,https://wiki/2,4,\n"
        );
        var ux = (await RunTiersAsync("2,ux", "--sessions", Sessions())).GetProperty("tier_ux_metrics");
        // One of three questions has a past twin with score 5; the twin with score 4 serves nobody.
        Assert.Equal(1 / 3.0, Number(ux, "cache_hit_rate"));
        Assert.Equal((1, 1), (Number(ux, "total_sessions"), Number(ux, "context_preservation")));
        Assert.Equal(1, Number(ux, "multi_turn_consistency")!.Value, 6); // both turns get the same sentence

        var without = (await RunTiersAsync("2,ux")).GetProperty("tier_ux_metrics");
        Assert.Equal(0, Number(without, "total_sessions"));
        Assert.Null(Number(without, "context_preservation"));
        Assert.False(
            without.TryGetProperty("multi_turn_consistency", out var consistency) && consistency.ValueKind == JsonValueKind.Number
        );
    }

    [Fact]
    public async Task Without_past_questions_a_cache_hit_rate_is_undefined()
    {
        var ux = (await RunTiersAsync("ux")).GetProperty("tier_ux_metrics");
        Assert.Null(Number(ux, "cache_hit_rate"));
    }

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

    [Fact]
    public async Task A_dry_run_foretells_the_calls_of_tier_3()
    {
        Provide("campus");
        Write("knowledge_base.jsonl", KnowledgeBase());
        var dataset = Write("dataset_small.json", JsonSerializer.Serialize(Items()));
        string[] args =
        [
            "run",
            "--output-dir",
            Output,
            "--tier",
            "3",
            "--dataset",
            dataset,
            "--generation-models",
            "campus:g",
            "--judge-models",
            "campus:j",
            "--skip-checks",
        ];
        Assert.Equal(0, await RunAsync([.. args, "--dry-run", "--json"]));
        var missing = JsonElement
            .Parse(RawOut.ToString())
            .GetProperty("lines")
            .EnumerateArray()
            .Sum(l => l.GetProperty("missing").GetInt64());
        Assert.Equal((6L, 0), (missing, Server.RequestCount)); // three answers and three scorings
        Assert.Equal(0, await RunAsync(args));
        Assert.Equal(6, Server.RequestCount);
    }

    [Fact]
    public async Task The_analyses_stand_in_the_registry_beside_the_tiers()
    {
        Write(
            "past_questions.csv",
            "question,answer,confluence_url,score,created_at\nКогда стипуха?,25 числа,https://wiki/0,5,\nГде препод?,,,,\n"
        );
        var run = await RunTiersAsync(
            "1",
            "--seed",
            "1",
            "--analyze-utilization",
            "--analyze-topics",
            "--topics-count",
            "2",
            "--analyze-domain"
        );
        Assert.Equal(
            (3, 3),
            (
                run.GetProperty("utilization_metrics").GetProperty("total_chunks").GetInt32(),
                run.GetProperty("utilization_metrics").GetProperty("question_count").GetInt32()
            )
        );
        Assert.Equal(2, run.GetProperty("topic_coverage_metrics").GetProperty("total_questions").GetInt32());
        var domain = run.GetProperty("domain_analysis_metrics");
        Assert.Equal(0.5, domain.GetProperty("with_answers_rate").GetDouble());
        // The seed is the sample's and says nothing of how many words are listed.
        Assert.Equal(
            ["препод", "стипуха"],
            domain.GetProperty("top_tokens_all").EnumerateArray().Select(t => t.GetProperty("token").GetString())
        );
        Assert.All(
            ["utilization_metrics", "topic_coverage_metrics", "domain_analysis_metrics"],
            (string analysis) => Assert.Equal(1, run.GetProperty(analysis).GetProperty("seed").GetInt32())
        );
    }

    private async Task<JsonElement> RunTiersAsync(string tiers, params string[] args)
    {
        Write("knowledge_base.jsonl", KnowledgeBase());
        var dataset = Write("dataset_small.json", JsonSerializer.Serialize(Items()));
        var code = await RunAsync([
            "run",
            "--output-dir",
            Output,
            "--tier",
            tiers,
            "--dataset",
            dataset,
            "--judge-pipeline-dataset",
            Pipeline(),
            .. BuiltIns,
            .. args,
        ]);
        Assert.True(code == 0, $"exit {code}: {Error}");
        return LastRun();
    }

    private static string KnowledgeBase() =>
        string.Concat(
            Passages.Select(
                (p, i) =>
                    JsonSerializer.Serialize(
                        new
                        {
                            id = i + 1,
                            confluence_url = $"https://wiki/{i}",
                            text = p.Text,
                        }
                    ) + "\n"
            )
        );

    private static List<Dictionary<string, object>> Items() =>
        [
            .. Passages.Select(
                (p, i) =>
                    new Dictionary<string, object>
                    {
                        ["id"] = $"q{i}",
                        ["question"] = p.Question,
                        ["ground_truth_answer"] = p.Text,
                        ["chunk_id"] = i + 1,
                        ["chunk_text"] = p.Text,
                        ["confluence_url"] = $"https://wiki/{i}",
                    }
            ),
        ];

    private string Sessions() =>
        Write(
            "sessions.json",
            JsonSerializer.Serialize(
                new[]
                {
                    new
                    {
                        session_id = "s",
                        turn = 1,
                        question = "Когда выплачивают стипендию?",
                        ground_truth_answer = "25 числа.",
                        confluence_url = "https://wiki/0",
                        rephrases_turn = (int?)null,
                    },
                    new
                    {
                        session_id = "s",
                        turn = 2,
                        question = "То есть стипендию выплачивают какого числа?",
                        ground_truth_answer = "25 числа.",
                        confluence_url = "https://wiki/0",
                        rephrases_turn = (int?)1,
                    },
                }
            )
        );
}
