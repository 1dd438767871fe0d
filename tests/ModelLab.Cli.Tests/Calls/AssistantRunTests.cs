using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>The user's own assistant as a generation model, over real HTTP: asked, judged, and scored by what it says it used.</summary>
public sealed partial class AssistantRunTests : SweepLab
{
    // Four pages of one chunk each, which share no words; the fourth has no question.
    private static readonly (string Page, string Text, string Question)[] Pages =
    [
        ("https://wiki.example/stipend", "Стипендию выплачивают двадцать пятого числа каждого месяца.", "Когда выплачивают стипендию?"),
        ("https://wiki.example/library", "Библиотека открыта до восьми вечера, кроме воскресенья.", "До скольких открыта библиотека?"),
        ("https://wiki.example/pool", "Пропуск в бассейн выдаёт врач поликлиники после осмотра.", "Кто выдаёт пропуск в бассейн?"),
        ("https://wiki.example/dorm", "Общежитие заселяют в последнюю неделю августа.", ""),
    ];

    private readonly Lock _gate = new();
    private readonly List<string> _judged = [];

    [Fact]
    public async Task Beside_a_model_it_is_asked_the_question_alone_in_tier_3_and_scored_by_the_pages_it_names()
    {
        // Right at once (by chunk id), right in second place (by an address with a fragment), wrong.
        ScriptAssistant(q =>
            q == 0 ? "[\"1\"]"
            : q == 1 ? Named(3, 1)
            : Named(3)
        );

        (await RunAsync(Sweep3("assistant:bot,lab:g1"))).Expect(0);

        Assert.Equal(
            Pages.Take(3).Select(p => p.Question).Order(StringComparer.Ordinal),
            Asked("bot").Select(r => r.Body.GetProperty("q").GetString()!).Order(StringComparer.Ordinal)
        );
        Assert.All(Asked("bot"), r => Assert.Equal("", r.Body.GetProperty("c").GetString()));
        // Hit in 2 of 3; (1 + 1/2 + 0) / 3 = 1/2.
        Assert.Equal(2.0 / 3, Metric("assistant:bot", "source_hit_rate")!.Value, 12);
        Assert.Equal(0.5, Metric("assistant:bot", "source_mrr")!.Value, 12);
        Assert.Null(Metric("lab:g1", "source_mrr"));
        // The judge scores all under 4: two failed although they had the page, one for it had not.
        Assert.Equal(1.0 / 3, Metric("assistant:bot", "retrieval_missed_rate")!.Value, 12);
        Assert.Equal(2.0 / 3, Metric("assistant:bot", "generation_wrong_rate")!.Value, 12);
        // It is judged against the texts of what it named: a chunk, two pages, a page.
        Assert.Equal(
            new[] { Pages[0].Text, $"{Pages[3].Text}\n\n{Pages[1].Text}", Pages[3].Text }.Order(StringComparer.Ordinal),
            Contexts().Order(StringComparer.Ordinal)
        );
        Assert.Equal("""["1"]""", Answers().Single(a => a.GenerationModel == "assistant:bot" && a.ItemId == "q0").Reasoning);
    }

    [Fact]
    public async Task Who_names_no_sources_has_no_retrieval_and_is_judged_against_the_reference_alone()
    {
        ScriptAssistant(_ => null);

        (await RunAsync(Sweep3("assistant:bot"))).Expect(0);

        Assert.Null(Metric("assistant:bot", "source_hit_rate"));
        Assert.Null(Metric("assistant:bot", "source_mrr"));
        Assert.Equal(2, Metric("assistant:bot", "avg_e2e_score"));
        Assert.Empty(Contexts());
    }

    [Fact]
    public async Task Nothing_is_asked_twice_and_what_it_named_comes_from_the_journal_too()
    {
        ScriptAssistant(q => Named(q));
        (await RunAsync(Sweep3("assistant:bot"))).Expect(0);
        var (requests, runs) = (Server.RequestCount, DetailFiles().Count);

        (await RunAsync([.. Sweep3("assistant:bot"), "--new"])).Expect(0);

        Assert.Equal((requests, runs + 1), (Server.RequestCount, DetailFiles().Count));
        Assert.Equal(1, Metric("assistant:bot", "source_hit_rate"));

        // Another body is another question to it.
        (await RunAsync([.. Sweep3("assistant:bot", body: """{"q": "{{question}}", "lang": "ru"}""")])).Expect(0);
        Assert.Equal(6, Asked("bot").Count);
    }

    [Fact]
    public async Task Tier_2_gives_it_the_context_where_its_body_has_a_place_for_one()
    {
        ScriptAssistant(_ => null);

        (await RunAsync(Sweep3("assistant:bot", tier: "2"))).Expect(0);

        Assert.Equal(
            Pages.Take(3).Select(p => p.Text).Order(StringComparer.Ordinal),
            Asked("bot").Select(r => r.Body.GetProperty("c").GetString()!).Order(StringComparer.Ordinal)
        );
        Assert.Equal(2, Metric("assistant:bot", "avg_faithfulness", "tier_2"));
    }

    [Fact]
    public async Task Without_a_place_it_is_left_out_of_tier_2_and_said_so()
    {
        const string body = """{"q": "{{question}}"}""";
        ScriptAssistant(_ => null);

        var alone = (await RunAsync(Sweep3("assistant:bot", tier: "2", body: body))).Expect(2);
        Assert.Equal(
            "error: --tier 2 gives models the ideal context, and assistant:bot takes none: add {{context}} to its body in the models file, "
                + "name another model too, or leave tier 2 out (--tier 3)\n",
            alone.Error
        );
        Assert.Equal(0, Server.RequestCount);

        (await RunAsync(Sweep3("assistant:bot,lab:g1", tier: "2,3", body: body))).Expect(0);
        Assert.Equal(3, Asked("bot").Count); // of tier 3
        Assert.Contains(
            "assistant:bot is left out of tier 2: its body has no {{context}}",
            Detail().GetProperty("notes").EnumerateArray().Select(n => n.GetString())
        );
        Assert.Equal(2, Metric("assistant:bot", "avg_e2e_score"));
    }

    [Fact]
    public async Task A_path_that_finds_nothing_is_named_and_the_same_command_asks_again()
    {
        Time = new HastyTime();
        Server.Model("bot").Reply = _ => Scripted.Body("""{"reply": "Да."}""");
        var first = (await RunAsync(Sweep3("assistant:bot"))).Expect(6);
        Assert.Contains(
            "assistant:bot: its 'answer' path answer finds nothing in the reply, which has reply",
            first.Output + first.Error,
            StringComparison.Ordinal
        );

        ScriptAssistant(_ => null);
        (await RunAsync(Sweep3("assistant:bot"))).Expect(0);
        Assert.Equal(2, Metric("assistant:bot", "avg_e2e_score"));
    }

    [Theory]
    [InlineData("assistant:bat", "lab:j1", "--generation-models assistant:bat: there is no such assistant in ")]
    [InlineData(
        "assistant:bot",
        "assistant:bot",
        "--judge-models assistant:bot: an assistant answers questions: name it as a generation model only"
    )]
    public async Task What_is_no_assistant_or_not_in_this_role_ends_with_2(string generators, string judges, string message)
    {
        var ended = (await RunAsync(Sweep3(generators, judges: judges))).Expect(2);

        Assert.StartsWith("error: " + message, ended.Error, StringComparison.Ordinal);
        Assert.Equal(0, Server.RequestCount);
    }

    [Fact]
    public async Task A_budget_cannot_be_kept_with_one_that_costs_something()
    {
        const string price =
            """, "price": {"input_per_million": 1, "output_per_million": 1, "currency": "USD", "as_of": "2026-11-01", "source": "https://x.example"}""";
        var url = new UriBuilder(Server.Root) { Host = "0.0.0.0", Path = "/bot/ask" }.Uri;

        var ended = (await RunAsync([.. Sweep3("assistant:bot", further: price, url: url), "--budget", "1"])).Expect(2);

        Assert.Contains("what a call of assistant:bot costs at most is not known beforehand", ended.Error, StringComparison.Ordinal);
    }

    private static string Named(params int[] pages) => JsonSerializer.Serialize(pages.Select(p => Pages[p].Page + "#top"));

    private void ScriptAssistant(Func<int, string?> sources) =>
        Server.Model("bot").Reply = r =>
        {
            var question = Array.FindIndex(Pages, p => p.Question == r.Body.GetProperty("q").GetString());
            var reply = new JsonObject { ["answer"] = $"Ответ на вопрос {question}." };
            if (sources(question) is { } json)
                reply["sources"] = JsonNode.Parse(json);
            return Scripted.Body(reply.ToJsonString());
        };

    private string[] Sweep3(
        string generators,
        string tier = "3",
        string? body = null,
        string judges = "lab:j1",
        string further = "",
        Uri? url = null
    )
    {
        Server.Model("j1").Reply = r =>
        {
            lock (_gate)
                _judged.Add(r.Messages[^1].Text);
            return Scripted.Score(2);
        };
        Server.Model("g1").Reply = _ => Scripted.Text("Не сказано.");
        var items = Pages
            .Take(3)
            .Select(
                (p, i) =>
                    new JsonObject
                    {
                        ["id"] = $"q{i}",
                        ["question"] = p.Question,
                        ["ground_truth_answer"] = p.Text,
                        ["chunk_id"] = i + 1,
                        ["chunk_text"] = p.Text,
                        ["confluence_url"] = p.Page,
                    }.ToJsonString()
            );
        var chunks = Pages.Select(
            (p, i) =>
                new JsonObject
                {
                    ["id"] = i + 1,
                    ["confluence_url"] = p.Page,
                    ["text"] = p.Text,
                }.ToJsonString()
        );
        return
        [
            "run",
            "--tier",
            tier,
            "--dataset",
            Write("gold.json", $"[{string.Join(',', items)}]"),
            "--knowledge-base",
            Write("knowledge_base.jsonl", string.Join('\n', chunks)),
            "--embedding-model",
            "builtin:lexical",
            "--context-top-k",
            "1",
            "--output-dir",
            Output,
            "--generation-models",
            generators,
            "--judge-models",
            judges,
            "--models-file",
            ModelsFile(body, further, url),
            "--skip-checks",
            "--lang",
            "en",
        ];
    }

    private string ModelsFile(string? body = null, string further = "", Uri? url = null) =>
        Write(
            "models.json",
            $$$"""
            {"assistants": {"bot": {
                "url": "{{{url ?? new Uri(Server.Root, "/bot/ask")}}}",
                "body": {{{body ?? """{"q": "{{question}}", "c": "{{context}}"}"""}}},
                "answer": "answer",
                "sources": "sources[*]"{{{further}}}
            } } }
            """
        );

    private List<ReceivedRequest> Asked(string prefix) => [.. Server.Requests.Where(r => r.Path == $"/{prefix}/ask")];

    // What the judge saw as the context of the assistant's answers, of which each says so.
    private List<string> Contexts()
    {
        lock (_gate)
            return
            [
                .. _judged
                    .Where(t => t.Contains("Ответ на вопрос", StringComparison.Ordinal))
                    .Select(t => Regex.Match(t, @"<context[^>]*>\n?(.*?)\n?</context", RegexOptions.Singleline))
                    .Where(m => m.Success)
                    .Select(m => m.Groups[1].Value),
            ];
    }

    private double? Metric(string generator, string metric, string tier = "tier_3") =>
        LastRun()
            .GetProperty("model_runs")
            .EnumerateArray()
            .First(m => m.GetProperty("generation_model").GetString() == generator)
            .GetProperty("metrics")
            .GetProperty(tier)
            .GetProperty(metric)
            is { ValueKind: JsonValueKind.Number } number
            ? number.GetDouble()
            : null;

    private IReadOnlyList<AnswerRow> Answers()
    {
        using var reader = ObservationReader.Open(DetailFiles()[^1]);
        return [.. reader.Answers()];
    }
}
