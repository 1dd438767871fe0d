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
public sealed partial class TierTests : CliTest
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
