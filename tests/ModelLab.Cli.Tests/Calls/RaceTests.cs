using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>
/// Races over real HTTP: g1 and g2 are equally good, g3 is worse by 2 points on every question; each question is a page of its own.
/// </summary>
public sealed class RaceTests : SweepLab
{
    private const int Batch = 4;

    [Fact]
    public async Task A_worse_model_is_dropped_and_asked_nothing_more()
    {
        ScriptJudges();
        var ended = (await RunAsync(Race(60, "lab:g1,lab:g2,lab:g3"))).Expect(0);

        var race = Detail().GetProperty("race").EnumerateArray().Single();
        var drop = race.GetProperty("dropped").EnumerateArray().Single();
        var (pages, better) = (drop.GetProperty("pages").GetInt32(), drop.GetProperty("better").GetString());
        Assert.Equal("lab:g3", drop.GetProperty("model").GetString());
        Assert.Contains(better, new[] { "lab:g1", "lab:g2" });
        Assert.InRange(pages, Batch, 40);
        Assert.Equal(0, pages % Batch);
        Assert.Equal(40, race.GetProperty("threshold").GetDouble(), 1e-9); // (3 − 1) / 0.05
        Assert.True(drop.GetProperty("evidence").GetDouble() >= 40);
        Assert.Equal(
            ("questions_ended", 60, 60),
            (race.GetProperty("end").GetString(), race.GetProperty("pages").GetInt32(), race.GetProperty("planned_pages").GetInt32())
        );
        // Of 3 · 60 answers with 2 scores each, g3 spared those to its other questions.
        Assert.Equal(3 * (60 - pages), race.GetProperty("calls_saved").GetInt32());
        Assert.Equal(3 * 3 * 60, race.GetProperty("planned_calls").GetInt32());
        Assert.Equal(3 * 3 * 60 - 3 * (60 - pages), Server.RequestCount);

        // g3 was asked about the first pages and no others, and everything about them came before anything about later pages.
        var first = Asked("g3");
        Assert.Equal(pages, first.Count);
        Assert.Equal((60, 60), (Asked("g1").Count, Asked("g2").Count));
        var early = Server.Requests.Where(r => first.Contains(QuestionOf(r))).Max(r => r.Sequence);
        Assert.True(early < Server.Requests.Where(r => !first.Contains(QuestionOf(r))).Min(r => r.Sequence));

        // What is said of it: its numbers over what it answered, without interval; no pair; the reason.
        Assert.Contains("lab:g3: not ranked: dropped after ", ended.Output, StringComparison.Ordinal);
        Assert.Contains(
            "race: Generation models: 1 of 3 dropped, the questions ended after 60 of 60 pages; ",
            ended.Output,
            StringComparison.Ordinal
        );
        var dropped = Detail()
            .GetProperty("model_runs")
            .EnumerateArray()
            .Where(r => r.GetProperty("status").GetString() == "dropped")
            .ToList();
        Assert.Equal(2, dropped.Count); // with each of two judges
        Assert.All(
            dropped,
            r =>
                Assert.Equal(
                    ("lab:g3", pages),
                    (
                        r.GetProperty("generation_model").GetString(),
                        r.GetProperty("metrics").GetProperty("tier_2").GetProperty("total_queries").GetInt32()
                    )
                )
        );
        Assert.All(
            dropped,
            r =>
                Assert.Matches(
                    $@"^lab:g3: dropped after {pages} pages \({pages} questions\): others are better, lab:g[12] before all \(evidence [\d.]+ ≥ 40\)$",
                    r.GetProperty("exclusion_reason").GetString()
                )
        );
        var intervals = Detail()
            .GetProperty("aggregates")
            .EnumerateArray()
            .Where(a => a.GetProperty("metric").GetString() == "avg_faithfulness")
            .ToLookup(a => a.GetProperty("generation_model").GetString(), a => a.GetProperty("interval").ValueKind);
        Assert.All(intervals["lab:g3"], kind => Assert.Equal(JsonValueKind.Null, kind));
        Assert.All(intervals["lab:g1"].Concat(intervals["lab:g2"]), kind => Assert.Equal(JsonValueKind.Object, kind));
        var recommendation = Detail().GetProperty("recommendation").EnumerateArray().Single();
        var pair = recommendation.GetProperty("pairs").EnumerateArray().Single();
        Assert.DoesNotContain("lab:g3", new[] { pair.GetProperty("first").GetString(), pair.GetProperty("second").GetString() });
        Assert.Equal("lab:g3", recommendation.GetProperty("not_ranked").EnumerateArray().Single().GetProperty("model").GetString());
        // Scores chose who was left, so the family is that of all three pairs: the smallest p is multiplied by 3.
        Assert.Equal(Math.Min(1, 3 * pair.GetProperty("p_value").GetDouble()), pair.GetProperty("p_holm").GetDouble(), 1e-12);
    }

    [Fact]
    public async Task With_one_left_the_race_stops_and_no_interval_is_given_to_anyone()
    {
        ScriptJudges();
        var ended = (await RunAsync([.. Race(60, "lab:g1,lab:g3").Select(a => a == "en" ? "ru" : a)])).Expect(0);

        var race = Detail().GetProperty("race").EnumerateArray().Single();
        var pages = race.GetProperty("pages").GetInt32();
        Assert.Equal("one_left", race.GetProperty("end").GetString());
        Assert.InRange(pages, Batch, 40);
        Assert.Equal(Asked("g1").Order(), Asked("g3").Order());
        Assert.Equal((pages, 2 * 3 * pages), (Asked("g1").Count, Server.RequestCount));
        Assert.Equal(2 * 3 * (60 - pages), race.GetProperty("calls_saved").GetInt32());
        Assert.All(
            Detail()
                .GetProperty("aggregates")
                .EnumerateArray()
                .Where(a => a.GetProperty("generation_model").ValueKind == JsonValueKind.String),
            a => Assert.Equal(JsonValueKind.Null, a.GetProperty("interval").ValueKind)
        );
        var recommendation = Detail().GetProperty("recommendation").EnumerateArray().Single();
        Assert.Equal(
            ("lab:g1", "won_race"),
            (recommendation.GetProperty("pick").GetString(), recommendation.GetProperty("pick_reason").GetString())
        );
        Assert.Contains("Возьмите lab:g1: она выиграла гонку", ended.Output, StringComparison.Ordinal);
        Assert.Contains("lab:g3: без места: снята после ", ended.Output, StringComparison.Ordinal);
        Assert.Contains(
            "Судьи бенчмарка в гонке не участвуют",
            File.ReadAllText(Path.ChangeExtension(DetailFiles()[^1], ".md")),
            StringComparison.Ordinal
        );
        // Read back from its file, the run says the same.
        Assert.Contains(
            "won_race",
            (await RunAsync("recommend", "--output-dir", Output, "--json")).Expect(0).Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Production_judges_race_on_their_own_and_a_generator_leaves_tiers_2_and_3_together()
    {
        ScriptJudges();
        foreach (var (decider, right) in new[] { ("p1", true), ("p2", false) })
            Server.Model(decider).Reply = r =>
                Scripted.Verdict(r.Messages.Any(m => m.Text.Contains("верно", StringComparison.Ordinal)) == right);
        var labelled = Write(
            "dataset_judge_pipeline_small.json",
            JsonSerializer.Serialize(
                Enumerable
                    .Range(0, 40)
                    .Select(i => new
                    {
                        id = $"d{i}",
                        question = $"Вопрос {i}?",
                        answer = i % 2 == 0 ? $"Ответ {i}: верно." : $"Ответ {i}: мимо.",
                        context = $"Текст {i}.",
                        ground_truth_show = i % 2 == 0 ? "yes" : "no",
                    })
            )
        );
        Write(
            "knowledge_base.jsonl",
            string.Join(
                '\n',
                Enumerable
                    .Range(0, 40)
                    .Select(i => JsonSerializer.Serialize(new { id = i + 1, text = $"Справка {Id(i)} выдаётся в кабинете {i}." }))
            )
        );

        (
            await RunAsync([
                .. Race(40, "lab:g1,lab:g3").Select(a => a == "2" ? "2,3,judge,judge_pipeline" : a),
                "--production-judge-models",
                "lab:p1,lab:p2",
                "--judge-pipeline-dataset",
                labelled,
            ])
        ).Expect(0);

        var races = Detail().GetProperty("race").EnumerateArray().ToDictionary(r => r.GetProperty("role").GetString()!);
        Assert.Equal(
            ["tier_3.avg_e2e_score", "tier_judge_pipeline.accuracy"],
            races.Values.Select(r => r.GetProperty("objective").GetString())
        );
        Assert.Equal(
            ["lab:g3", "lab:p2"],
            races.Values.Select(r => r.GetProperty("dropped").EnumerateArray().Single().GetProperty("model").GetString())
        );
        var asked = Observations()
            .Where(o => o.JudgeModel is null && (o.GenerationModel ?? o.ProductionJudgeModel) is not null)
            .ToLookup(o => (o.Tier, o.GenerationModel ?? o.ProductionJudgeModel), o => o.ItemId);
        var (generation, decision) = (
            races["generation"].GetProperty("pages").GetInt32(),
            races["production_judge"].GetProperty("pages").GetInt32()
        );
        Assert.InRange(generation, Batch, 36);
        Assert.InRange(decision, Batch, 36);
        foreach (var model in new[] { "lab:g1", "lab:g3" })
            Assert.All(new[] { Tier.Generation, Tier.EndToEnd }, tier => Assert.Equal(generation, asked[(tier, model)].Distinct().Count()));
        Assert.All(new[] { "lab:p1", "lab:p2" }, model => Assert.Equal(decision, asked[(Tier.JudgePipeline, model)].Count()));
        // Being right on every item against on none: the difference is always the whole range of 1, and the fourth page shows it (20.8 ≥ 20, as
        // in RaceStateTests).
        var drop = races["production_judge"].GetProperty("dropped").EnumerateArray().Single();
        Assert.Equal((4, Batch), (drop.GetProperty("evidence_page").GetInt32(), drop.GetProperty("pages").GetInt32()));
        // Benchmark judges do not race: each of two scored every reference answer twice.
        Assert.Equal(2 * 2 * 40, Observations().Count(o => o.Tier == Tier.JudgeTrial));
        // One role's loser makes a combination a dropped one.
        Assert.Equal(
            ["dropped", "dropped", "dropped", "ok"],
            LastRun()
                .GetProperty("model_runs")
                .EnumerateArray()
                .Where(r => r.GetProperty("judge_model").GetString() == "lab:j1")
                .Select(r => r.GetProperty("status").GetString())
                .Order()
        );
    }

    [Fact]
    [OneCulture]
    public async Task Killed_or_out_of_money_a_race_ends_as_if_it_had_never_been()
    {
        ScriptJudges();
        (await RunAsync(Race(40, "lab:g1,lab:g2,lab:g3"))).Expect(0);
        var (unbroken, calls) = (Lasting(), Server.RequestCount);

        Directory.Delete(Output, recursive: true);
        Server.Reset();
        foreach (var model in new[] { "g1", "g2", "g3", "j1", "j2" })
            Server.Model(model).Usage = new ReportedUsage(10, 10);
        var pricing = Write(
            "pricing.json",
            JsonSerializer.Serialize(
                new
                {
                    prices = new[] { "g1", "g2", "g3", "j1", "j2" }.Select(model => new
                    {
                        model = "lab:" + model,
                        input_per_million = 1,
                        output_per_million = 1,
                        currency = "USD",
                        as_of = "2026-11-01",
                        source = "https://lab.example/prices",
                    }),
                }
            )
        );
        // 20 millionths a call: at most 150 calls a leg, less what is set aside for the worst case, of some 280.
        string[] poor =
        [
            .. Race(40, "lab:g1,lab:g2,lab:g3"),
            "--max-concurrency",
            "4",
            "--generation-max-tokens",
            "10",
            "--judge-max-tokens",
            "10",
            "--pricing",
            pricing,
        ];
        var legs = 0;
        for (var code = 4; code == 4 && legs < 40; legs++)
            code = (await RunAsync([.. poor, "--budget", "0.003"])).Code;
        Assert.InRange(legs, 3, 40);
        Assert.Equal((calls, 0), (Server.RequestCount, Server.Duplicates));
        Assert.Single(DetailFiles());
        Assert.Equal(unbroken, Lasting());

        Directory.Delete(Output, recursive: true);
        var random = new Random(20261125);
        foreach (var model in new[] { "g1", "g2", "g3", "j1", "j2" })
            Server.Model(model).Latency = TimeSpan.FromMilliseconds(20);
        for (var kill = 0; kill < 6; kill++)
        {
            var until = Server.RequestCount + random.Next(10, 45);
            using var process = Start([.. Race(40, "lab:g1,lab:g2,lab:g3"), "--max-concurrency", "4"]);
            var end = EndAsync(process);
            await Task.WhenAny(Server.WhenReceived(until), end);
            Assert.False(end.IsCompleted, end.IsCompleted ? $"ended before kill {kill}: {(await end).Error}" : "");
            process.Kill();
            await end;
        }
        using (var last = Start([.. Race(40, "lab:g1,lab:g2,lab:g3"), "--max-concurrency", "16"]))
            (await EndAsync(last)).Expect(0);
        Assert.Single(DetailFiles());
        Assert.Equal(unbroken, Lasting());
    }

    [Fact]
    public async Task A_dry_run_gives_an_upper_bound_and_says_so()
    {
        var text = (await RunAsync([.. Race(10, "lab:g1,lab:g2"), "--dry-run"])).Expect(0).Output;
        Assert.Contains("\nat most, if --race drops nobody: every number below is an upper bound\n", text, StringComparison.Ordinal);
        Assert.Contains("\nrace: Generation models, 2 models, 10 pages, ", text, StringComparison.Ordinal);
        Assert.Contains("altogether: 60 calls", text, StringComparison.Ordinal);
        Assert.DoesNotContain("upper bound", (await RunAsync([.. Sweep(10), "--dry-run"])).Expect(0).Output, StringComparison.Ordinal);
        Assert.True(
            JsonElement
                .Parse(
                    System.Text.Encoding.UTF8.GetBytes(
                        (await RunAsync([.. Race(10, "lab:g1,lab:g2"), "--dry-run", "--json"])).Expect(0).Output
                    )
                )
                .GetProperty("is_upper_bound")
                .GetBoolean()
        );
    }

    [Fact]
    public async Task A_race_needs_two_models_and_a_batch_needs_a_race()
    {
        Assert.Equal(
            "error: --race: no role has two models to race: give --generation-models A,B with tier 2 or 3, or --production-judge-models A,B with tier judge_pipeline (benchmark judges do not race)\n",
            (await RunAsync(Race(10, "lab:g1"))).Expect(2).Error
        );
        Assert.Equal(
            "error: --race-batch: there is no race: give --race too\n",
            (await RunAsync([.. Sweep(10), "--race-batch", "3"])).Expect(2).Error
        );
        Assert.StartsWith(
            "error: --race-batch: 0 is too small: give at least 1",
            (await RunAsync([.. Sweep(10), "--race", "--race-batch", "0"])).Expect(2).Error,
            StringComparison.Ordinal
        );
        Assert.Equal(0, Server.RequestCount);
        Assert.False(Directory.Exists(Output));
    }

    [Fact]
    public async Task A_raced_run_is_not_comparable_with_a_full_one()
    {
        ScriptJudges();
        (await RunAsync(Race(8, "lab:g1,lab:g2"))).Expect(0);
        var raced = LastRun().GetProperty("id").GetString()!;
        (await RunAsync([.. Sweep(8), "--new"])).Expect(0);
        var full = LastRun().GetProperty("id").GetString()!;

        Assert.Contains(
            "race (--race): batch_pages:",
            (await RunAsync("recommend", raced, full, "--output-dir", Output)).Expect(2).Error,
            StringComparison.Ordinal
        );
    }

    private string[] Race(int questions, string generators) =>
        [.. Sweep(questions, generators), "--race", "--race-batch", Batch.ToString(CultureInfo.InvariantCulture)];

    private IReadOnlyCollection<string> Asked(string generator) =>
        Server.Requests.Where(r => r.Model == generator).Select(QuestionOf).ToHashSet();

    // What a run says, without what differs between two equal runs: when it was, how long calls took, and what came from the journal.
    private string Lasting()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.ChangeExtension(DetailFiles()[^1], ".json")))!;
        string Timeless(JsonNode node) => node.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal);
        var aggregates = json["aggregates"]!
            .AsArray()
            .Where(a => !a!["metric"]!.GetValue<string>().Contains("latency", StringComparison.Ordinal))
            .Select(a => Timeless(a!));
        var runs = json["model_runs"]!
            .AsArray()
            .Select(r => $"{r!["generation_model"]} {r["judge_model"]} {r["status"]} {r["exclusion_reason"]}");
        return string.Join('\n', [Timeless(json["race"]!), .. aggregates, .. runs]);
    }
}
