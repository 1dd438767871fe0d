using System.Text;
using System.Text.Json.Nodes;
using ModelLab.Core.Models;
using ModelLab.Core.Statistics;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class RunStatusTests
{
    [Fact]
    public void Each_baseline_is_met_missed_or_inconclusive_by_its_interval()
    {
        // 24 questions, each its own page. Faithfulness 3, 4, 3, …: mean 3.5, s² = 24 · 0.25 / 23, SE = √(0.25 / 23) = 0.104257, t(0.975;
        // 23) = 2.068658, so 3.5 ± 0.215672: under 4.5.
        // Correctness 3, 5, 3, …: 4 ± 0.431345, which holds 4.2. Relevance is 5 everywhere: 1 + 4 · 0.025^(1/24) = 4.43 and more.
        var status = RunStatus.Of(Run(24), []);
        Assert.Equal(OverallStatus.Attention, status.Overall);
        Assert.Equal(
            [
                ("tier_2.avg_faithfulness", BaselineVerdict.Missed),
                ("tier_2.avg_answer_relevance", BaselineVerdict.Met),
                ("tier_2.avg_answer_correctness", BaselineVerdict.Inconclusive),
            ],
            status.Checks.Select(c => (c.Metric.Address, c.Verdict))
        );
        var missed = Assert.Single(status.With(BaselineVerdict.Missed)).Number;
        Assert.Equal(3.5 - 0.215672, missed.Interval!.Lower, 1e-6);
        Assert.Equal(3.5 + 0.215672, missed.Interval.Upper, 1e-6);
    }

    [Fact]
    public void Under_twenty_pages_nothing_is_decided()
    {
        var status = RunStatus.Of(Run(19), []);
        Assert.Equal(OverallStatus.InsufficientData, status.Overall);
        Assert.All(status.Checks, c => Assert.Equal((BaselineVerdict.Inconclusive, false), (c.Verdict, c.IsReliable)));
        Assert.Equal(3, status.Checks.Count);
        Assert.Equal(OverallStatus.Attention, RunStatus.Of(Run(20), []).Overall);
    }

    [Theory]
    [InlineData("{\"tier_2.avg_faithfulness\": 3.2}", OverallStatus.Good)] // 3.284 and more
    [InlineData("{\"tier_2.avg_faithfulness\": null}", OverallStatus.Good)]
    [InlineData("{}", OverallStatus.Attention)] // one missed
    [InlineData("{\"tier_2.avg_answer_correctness\": 4.6}", OverallStatus.Attention)] // two: 4.431 and less
    [InlineData(
        "{\"tier_2.avg_answer_correctness\": 4.6, \"tier_2.scored_rate\": 0.1, \"tier_2.refused_rate\": 0}",
        OverallStatus.Attention
    )] // others met
    [InlineData(
        "{\"tier_2.avg_answer_correctness\": 4.6, \"tier_2.false_refusal_rate\": 0.9, \"tier_2.avg_generation_latency_ms\": 99}",
        OverallStatus.Critical
    )] // three: it takes 100 ms everywhere
    public void The_number_of_missed_baselines_makes_the_status(string baselines, OverallStatus expected) =>
        Assert.Equal(
            expected,
            RunStatus
                .Of(Run(24) with { Baselines = RunBaseline.Of(Baselines.Parse(Encoding.UTF8.GetBytes(baselines), "b.json")) }, [])
                .Overall
        );

    [Theory]
    [InlineData("avg_faithfulness", 4.0, BaselineVerdict.Met)] // [4, 4.4] lies at the baseline or above
    [InlineData("avg_faithfulness", 4.1, BaselineVerdict.Inconclusive)]
    [InlineData("avg_faithfulness", 4.4, BaselineVerdict.Inconclusive)] // it touches the baseline: not wholly below
    [InlineData("avg_faithfulness", 4.41, BaselineVerdict.Missed)]
    [InlineData("avg_generation_latency_ms", 4.4, BaselineVerdict.Met)] // the less, the better
    [InlineData("avg_generation_latency_ms", 4.1, BaselineVerdict.Inconclusive)]
    [InlineData("avg_generation_latency_ms", 4.0, BaselineVerdict.Inconclusive)]
    [InlineData("avg_generation_latency_ms", 3.9, BaselineVerdict.Missed)]
    public void The_whole_interval_must_lie_on_one_side(string metric, double baseline, BaselineVerdict verdict)
    {
        var number = new Aggregate(Tier.Generation, metric, "g", null, null, 4.2, 50)
        {
            Interval = new ConfidenceInterval(4.2, 4, 4.4, 20),
        };
        Assert.Equal(verdict, BaselineCheck.Of(MetricCatalog.Find(Tier.Generation, metric), baseline, number).Verdict);
        Assert.Equal(
            BaselineVerdict.Inconclusive,
            BaselineCheck
                .Of(
                    MetricCatalog.Find(Tier.Generation, metric),
                    baseline,
                    number with
                    {
                        Interval = number.Interval with { Clusters = 19 },
                    }
                )
                .Verdict
        );
        // Values that vary without an interval say nothing.
        Assert.Equal(
            BaselineVerdict.Inconclusive,
            BaselineCheck.Of(MetricCatalog.Find(Tier.Generation, metric), baseline, number with { Interval = null }).Verdict
        );
    }

    [Fact]
    public void Where_nothing_varies_pages_count_and_not_questions()
    {
        // 24 questions on two pages: all 5, yet only two pages say so.
        var pages = ItemPages.Of(Enumerable.Range(0, 24).Select(i => Make.Gold($"g{i}") with { ConfluenceUrl = $"page {i % 2}" }), []);
        var all = Observations(24).ToList();
        var run = Run(24) with { Numbers = Aggregation.Of(all, new Estimator(pages, 0)) };
        Assert.Equal(2, run.Find(Tier.Generation, "avg_answer_relevance", "g1", "j1")!.PagesAlike);
        Assert.Null(run.Find(Tier.Generation, "avg_faithfulness", "g1", "j1")!.PagesAlike);
        Assert.Equal(OverallStatus.InsufficientData, RunStatus.Of(run, []).Overall);
    }

    [Fact]
    public void Without_a_recommendation_the_first_usable_combination_in_flag_order_is_meant()
    {
        var run = Make.Run(
            new ModelLineup(["gone", "g1"], ["j1"], []),
            Observations(24),
            [Make.Excluded(ModelRole.Generation, "gone")],
            [Tier.Generation]
        );
        Assert.Equal("g1", RunStatus.Of(run, []).Combination!.Models.GenerationModel);
        var none = RunStatus.Of(
            Make.Run(new ModelLineup(["gone"], ["j1"], []), [], [Make.Excluded(ModelRole.Generation, "gone")], [Tier.Generation]),
            []
        );
        Assert.Equal((OverallStatus.InsufficientData, null), (none.Overall, none.Combination));
        Assert.Equal("Status: insufficient data (no combination of models is usable).", StatusText.Summary(none, Language.English));
    }

    [Fact]
    public void Without_a_metric_that_has_a_baseline_there_is_too_little_data()
    {
        var status = RunStatus.Of(Make.Run(new ModelLineup([], [], ["p1"]), Make.GoodVerdicts("p1"), tiers: [Tier.JudgePipeline]), []);
        Assert.Equal(OverallStatus.InsufficientData, status.Overall);
        Assert.Equal(
            "Status: insufficient data (no metric with a baseline was measured).\nCombination: production judge p1.",
            StatusText.Summary(status, Language.English)
        );
    }

    [Fact]
    public void The_summary_says_value_interval_denominator_and_verdict_in_English()
    {
        Assert.Equal(
            """
            Status: attention (baselines: missed 1, met 1, inconclusive 1).
            Combination: generation model g1, benchmark judge j1.
            missed: Faithfulness (tier_2.avg_faithfulness) 3.50 [3.28, 3.72] (n=24), baseline 4.50
            inconclusive: Answer correctness (tier_2.avg_answer_correctness) 4.00 [3.57, 4.43] (n=24), baseline 4.20
            met: Answer relevance (tier_2.avg_answer_relevance) 5.00 [4.43, 5.00] (n=24), baseline 4.20
            """,
            StatusText.Summary(RunStatus.Of(Run(24), []), Language.English)
        );
    }

    [Fact]
    public void The_summary_says_the_same_in_Russian()
    {
        Assert.Equal(
            """
            Статус: недостаточно данных (ориентиры: не достигнуто 0, достигнуто 0, не решено 3; ни один не опирается на 20 страниц-источников).
            Комбинация: модель генерации g1, судья бенчмарка j1.
            не решено: Верность контексту (tier_2.avg_faithfulness) 3,50 [3,22; 3,78]* (n=16), ориентир 4,50
            не решено: Релевантность (tier_2.avg_answer_relevance) 5,00 [4,17; 5,00]* (n=16), ориентир 4,20
            не решено: Правильность (tier_2.avg_answer_correctness) 4,00 [3,45; 4,55]* (n=16), ориентир 4,20
            * меньше 20 страниц-источников: интервал ненадёжен.
            """,
            StatusText.Summary(RunStatus.Of(Run(16), []), Language.Russian)
        );
        // SE √(0.25 / 15), t(0.975; 15) = 2.131450: 3.5 ± 0.275169, and twice that. All fives: 1 + 4 · 0.025^(1/16) = 4.18.
    }

    [Fact]
    public void The_files_have_the_status_in_snake_case_the_summary_and_each_verdict()
    {
        var element = Make.Element(Run(24), Language.Russian);
        Assert.Equal("attention", element["overall_status"]!.GetValue<string>());
        Assert.StartsWith(
            "Статус: требует внимания (ориентиры: не достигнуто 1, достигнуто 1, не решено 1).\n",
            element["executive_summary"]!.GetValue<string>(),
            StringComparison.Ordinal
        );
        Assert.Equal("insufficient_data", Make.Element(Run(19))["overall_status"]!.GetValue<string>());
        var verdict = Make.Detail(Run(24))["baselines"]!.AsArray()[1]!.AsObject();
        Assert.Equal(
            """{"metric":"tier_2.avg_answer_relevance","baseline":4.2,"value":5,"n":24,"verdict":"met"}""",
            WithoutInterval(verdict).ToJsonString()
        );
        Assert.Equal(
            ["missed", "met", "inconclusive"],
            Make.Detail(Run(24))["baselines"]!.AsArray().Select(b => b!["verdict"]!.GetValue<string>())
        );
    }

    [Theory]
    // On 24 pages "worse" gets 3 everywhere and "better" 5: a difference of 2 everywhere, 24 signs alike. The pick is judged, who is named
    // second, and it meets what the first named one misses.
    [InlineData(3, 5, StatusChoice.Pick, "generation model better", OverallStatus.Good)]
    // 3.25 with a swing of 1.75: a standard error of 1.75/√23 = 0.36, so that nothing is settled.
    [InlineData(3, 3.25, StatusChoice.Provisional, "generation model better (undecided: for now)", OverallStatus.Attention)]
    public void The_recommended_combination_is_judged_not_the_first_named(
        double first,
        double second,
        StatusChoice choice,
        string words,
        OverallStatus overall
    )
    {
        IEnumerable<Observation> Of(string model, Func<int, double> score) =>
            Enumerable
                .Range(0, 24)
                .SelectMany(i => (Observation[])[Make.Answer(model, $"g{i}"), .. Make.Scores(model, "j1", $"g{i}", 5, score(i), score(i))]);
        var settled = choice == StatusChoice.Pick;
        var run = Make.Run(
            new ModelLineup(["worse", "better"], ["j1"], []),
            Of("worse", _ => first).Concat(Of("better", i => settled ? second : second + (i % 2 == 0 ? 1.75 : -1.75))),
            tiers: [Tier.Generation]
        );
        var recommendations = RoleRecommendation.Of(run, new Margins());
        var status = RunStatus.Of(run, recommendations);
        Assert.Equal(
            [new StatusModel(ModelRole.Generation, "better", choice), new StatusModel(ModelRole.BenchmarkJudge, "j1", StatusChoice.Only)],
            status.Choices
        );
        Assert.Equal((overall, "better"), (status.Overall, status.Combination!.Models.GenerationModel));
        Assert.Contains(
            $"\nCombination: {words}, benchmark judge j1.\n",
            StatusText.Summary(status, Language.English),
            StringComparison.Ordinal
        );

        // The top level stays what readers of schema 2.0 know.
        var element = RunJson.Element(run, recommendations);
        Assert.Equal("worse", (string?)element["generation_model"]);
        Assert.Equal(first, (double?)element["tier_2_metrics"]!["avg_answer_correctness"]);
        Assert.Equal(
            """{"generation_model":"better","judge_model":"j1","production_judge_model":null}""",
            element["status_combination"]!.ToJsonString()
        );
        Assert.Equal(Names.Of(overall), (string?)element["overall_status"]);
        var baselines = RunJson.Detail(run, recommendations)["baselines"]!.AsArray();
        Assert.Equal([5, second, second], baselines.Select(b => (double)b!["value"]!));

        // Where the observations are gone, the file still says whom the status is about.
        using var folder = new TempFolder();
        folder.Write($"rag_benchmark_{run.Id}.json", RunJson.Detail(run, recommendations).ToJsonString());
        var told = RunStatus.Of(new RunLibrary(folder.Path).TryOpen(run.Id)!, []);
        Assert.Equal((overall, status.Combination.Models), (told.Overall, told.Combination!.Models));
        Assert.Equal(StatusChoice.Told, told.Choices[0].Choice);
    }

    [Fact]
    public void A_role_without_a_pick_is_judged_by_the_model_ranked_first()
    {
        // Four labelled answers are too few pages: no pick. p2 is right in all, p1 shows everything: F1 1 and 2/3.
        Observation[] rows =
        [
            .. new[] { true, false, true, false }.Select((label, i) => Make.Verdict("p1", $"p{i}", label, true)),
            .. new[] { true, false, true, false }.Select((label, i) => Make.Verdict("p2", $"p{i}", label, label)),
        ];
        var run = Make.Run(new ModelLineup([], [], ["p1", "p2"]), rows, tiers: [Tier.JudgePipeline]);
        var status = RunStatus.Of(run, RoleRecommendation.Of(run, new Margins()));
        Assert.Equal([new StatusModel(ModelRole.ProductionJudge, "p2", StatusChoice.RankedFirst)], status.Choices);
        Assert.EndsWith(
            "\nКомбинация: продакшн-судья p2 (в этой роли выбора нет: первая по месту).",
            StatusText.Summary(status, Language.Russian),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_runs_own_baselines_are_read_back_with_the_verdicts()
    {
        using var folder = new TempFolder();
        var run = Run(24) with
        {
            Baselines = RunBaseline.Of(
                Baselines.Parse(
                    """{"tier_2.avg_faithfulness": 3.2, "tier_2.avg_answer_correctness": null, "tier_judge_pipeline.f1_score": 0.9}"""u8.ToArray(),
                    "b.json"
                )
            ),
        };
        folder.Write("rag_benchmark_20261124_101112.json", Make.Detail(run.Named("20261124_101112")).ToJsonString());
        var detail = new RunLibrary(folder.Path).TryOpen("20261124_101112")!;
        Assert.All(detail.Baselines, b => Assert.False(b.IsCatalogued));
        RunBaseline? Of(string tier, string metric) => detail.Baselines.Of(MetricCatalog.Find(TierNames.FromFileName(tier), metric));
        Assert.Equal((3.2, BaselineVerdict.Met), (Of("tier_2", "avg_faithfulness")!.Baseline, Of("tier_2", "avg_faithfulness")!.Verdict));
        Assert.Null(Of("tier_2", "avg_answer_correctness")); // switched off, which is not the catalogue's
        Assert.Equal(
            (0.9, (BaselineVerdict?)null),
            (Of("tier_judge_pipeline", "f1_score")!.Baseline, Of("tier_judge_pipeline", "f1_score")!.Verdict)
        ); // nothing was measured
        Assert.Equal(0.8, Of("tier_1", "mrr")!.Baseline);

        // Relevance is 5 on 24 pages. A file of before has no interval there, and yet says met; of another number it says nothing.
        var relevance = MetricCatalog.Find(Tier.Generation, "avg_answer_relevance");
        var measured = detail.Numbers.Single(v => v.Metric == relevance.Name);
        Assert.Equal(BaselineVerdict.Met, RunBaseline.Catalogued.Of(relevance)!.StatusOf(relevance, measured));
        var number = measured with { Interval = null };
        Assert.Equal(BaselineVerdict.Met, Of("tier_2", relevance.Name)!.StatusOf(relevance, measured));
        Assert.Equal(BaselineVerdict.Inconclusive, Of("tier_2", relevance.Name)!.StatusOf(relevance, number with { Value = 4.9 }));
        Assert.Equal(BaselineVerdict.Inconclusive, RunBaseline.Catalogued.Of(relevance)!.StatusOf(relevance, number));
    }

    [Fact]
    public void A_file_of_verdicts_alone_tells_those_and_an_old_one_none()
    {
        using var folder = new TempFolder();
        var detail = Make.Detail(
            Run(24).Named("20261124_101112") with
            {
                Baselines = RunBaseline.Of(Baselines.Parse("""{"tier_2.avg_faithfulness": 3.2}"""u8.ToArray(), "b.json")),
            }
        );
        detail.Remove("baseline_values");
        folder.Write("rag_benchmark_20261124_101112.json", detail.ToJsonString());
        folder.Write("rag_benchmark_7.json", """{"id": "7", "schema_version": "2.0", "tier_2_metrics": {"avg_faithfulness": 4.25}}""");
        var library = new RunLibrary(folder.Path);
        Assert.Equal(
            [(3.2, false), (4.2, false), (4.2, false)],
            library.TryOpen("20261124_101112")!.Baselines.Take(3).Select(b => (b.Baseline, b.IsCatalogued))
        );
        Assert.Equal(
            (0.8, true),
            library
                .TryOpen("20261124_101112")!
                .Baselines.Where(b => b.Metric == "tier_1.mrr")
                .Select(b => (b.Baseline, b.IsCatalogued))
                .Single()
        );
        Assert.Equal(RunBaseline.Catalogued, library.TryOpen("7")!.Baselines);
    }

    [Fact]
    public void A_baseline_beyond_all_numbers_is_none()
    {
        using var folder = new TempFolder();
        folder.Write(
            "rag_benchmark_7.json",
            """{"id": "7", "schema_version": "3.0", "baseline_values": {"tier_2.avg_faithfulness": 1e999, "tier_1.mrr": 0.7}}"""
        );
        // JSON has no infinity: sent on, it would be an answer that breaks off.
        Assert.Equal([new RunBaseline("tier_1.mrr", 0.7, IsCatalogued: false)], new RunLibrary(folder.Path).TryOpen("7")!.Baselines);
    }

    private static Run Run(int questions) =>
        Make.Run(new ModelLineup(["g1"], ["j1"], []), Observations(questions), tiers: [Tier.Generation]);

    // Every answer is a refusal, which has no baseline of its own.
    private static IEnumerable<Observation> Observations(int questions) =>
        Enumerable
            .Range(0, questions)
            .SelectMany(i =>
                (Observation[])
                    [
                        Make.Answer("g1", $"g{i}", abstained: 1, latency: 100),
                        .. Make.Scores("g1", "j1", $"g{i}", i % 2 == 0 ? 3 : 4, 5, i % 2 == 0 ? 3 : 5),
                    ]
            );

    private static JsonObject WithoutInterval(JsonObject verdict)
    {
        Assert.True(verdict.Remove("interval", out var interval) && interval is JsonObject);
        return verdict;
    }
}
