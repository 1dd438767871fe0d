using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Llm;
using ModelLab.Dashboard.Views.Overview;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Tests.Views;

/// <summary>What Overview and LLM Comparison show, from hand-made numbers.</summary>
public sealed class ComparisonViewTests
{
    private static readonly Objective Quality = Objective.Find("tier_3.avg_e2e_score", new Margins())!;

    [Fact]
    public void Metrics_are_those_the_run_has_of_a_generation_model_end_to_end_first()
    {
        Aggregate[] values =
        [
            Value(Tier.Generation, "avg_bleu", "g", null, 3),
            Value(Tier.EndToEnd, "avg_e2e_score", "g", "j", 4),
            Value(Tier.EndToEnd, "p95_generation_latency_ms", "g", null, 9),
            Value(Tier.EndToEnd, "avg_rouge1_f", "g", null, null),
            Value(Tier.Retrieval, "mrr", null, null, 1),
        ];
        var metrics = GeneratorMetric.Of(values);
        Assert.Equal(["tier_3.avg_e2e_score", "tier_3.p95_generation_latency_ms", "tier_2.avg_bleu"], metrics.Select(m => m.Info.Address));
        Assert.Equal([("e2e_quality", true), (null, false), ("bleu", false)], metrics.Select(m => (m.Measure, m.IsJudged)));
        Assert.Equal("tier_2.avg_bleu", GeneratorMetric.Choose(metrics, "tier_2.avg_bleu", null)!.Info.Address);
        Assert.Equal("tier_3.avg_e2e_score", GeneratorMetric.Choose(metrics, "tier_9.nothing", null)!.Info.Address);
        Assert.Null(GeneratorMetric.Choose([], null, null));
        Assert.Equal("tier_3.avg_e2e_score", metrics[1].ByQuestion(metrics)!.Info.Address); // a percentile is no value of a question
        Assert.Equal(metrics[2], metrics[2].ByQuestion(metrics));
    }

    [Fact]
    public void Losses_are_means_over_the_judges_that_count_and_the_rest_is_good()
    {
        Aggregate[] values =
        [
            .. Rates("g1", "a", 0.1, 0.2, 0.0),
            .. Rates("g1", "b", 0.3, 0.2, 0.1),
            .. Rates("g1", "builtin:coin", 1, 0, 0),
            .. Rates("builtin:lead", "a", 0.5, 0.5, 0),
            .. Rates("builtin:lead", "b", 0.5, 0.25, 0),
        ];
        var losses = ScoreShares.Losses(values, ["a", "b"], Language.English)!;
        // g1: missed (0.1 + 0.3) / 2, wrong 0.2, failed 0.05, good 0.55. The baseline: 0.5, 0.375, 0, 0.125.
        Assert.Equal(["g1", "builtin:lead"], losses.Rows.Select(r => r.Name));
        Assert.Equal([0.55, 0.2, 0.2, 0.05], losses.Rows[0].Shares.Select(s => Math.Round(s, 12)));
        Assert.Equal([0.125, 0.5, 0.375, 0], losses.Rows[1].Shares.Select(s => Math.Round(s, 12)));
        Assert.Equal((40L, true), (losses.Rows[0].N!.Value, losses.Rows[1].IsMuted));
        Assert.Null(ScoreShares.Losses([Value(Tier.Generation, "avg_faithfulness", "g1", "a", 4)], ["a"], Language.English));
    }

    [Theory]
    [InlineData("avg_e2e_score", new[] { "1", "2", "3", "4", "5" }, new[] { 0.25, 0, 0.5, 0, 0.25 })] // 1, 2.6 and 3.4 round to 3, 5
    [InlineData("avg_bleu", new[] { "1–2", "2–3", "3–4", "4–5" }, new[] { 0.25, 0.25, 0.25, 0.25 })]
    public void Values_of_a_model_are_shares_of_ranges(string metric, string[] parts, double[] shares)
    {
        var set = Set(metric, [1], [2.6], [3.4], [5]);
        var bars = ScoreShares.Distribution(set, Language.English);
        Assert.Equal(parts, bars.Parts);
        Assert.Equal(shares, Assert.Single(bars.Rows).Shares);
        Assert.Equal((parts.Length, "q0", "q9"), (bars.Classes.Count, bars.Classes[0], bars.Classes[^1]));
    }

    [Fact]
    public void Yes_and_no_are_two_parts()
    {
        var bars = ScoreShares.Distribution(Set("false_refusal_rate", [0], [0], [1], [0]), Language.Russian);
        Assert.Equal(["нет", "да"], bars.Parts);
        Assert.Equal([0.75, 0.25], bars.Rows[0].Shares);
    }

    [Fact]
    public void Quality_stands_against_the_cost_of_1000_answers_and_the_unknown_is_told()
    {
        var plot = new IntervalRows(
            ["m"],
            [Row("a", 4.0), Row("b", 3.0), Row("free", 2.0), Row("builtin:lead", 1.0) with { IsMuted = true }],
            []
        );
        var cost = QualityAgainst.Cost(
            plot,
            [
                Usage("a", 200, 0.5m, "USD"),
                Usage("b", 0, 0.5m, "USD"),
                Usage("free", 200, null, null),
                Usage("builtin:lead", 200, 0m, "USD"),
            ]
        );
        // 0.5 / 200 · 1,000; b was asked nothing, and no price of free is known.
        Assert.Equal([("a", 2.5, 4.0)], cost.Points.Select(p => (p.Name, p.X, p.Y)));
        Assert.Equal(["b", "free"], cost.Unknown);
        Assert.Equal("USD", cost.Currency);
        Assert.True(QualityAgainst.Cost(plot, [Usage("a", 1, 1, "USD"), Usage("b", 1, 1, "RUB")]).HasCurrencies);
        var latency = QualityAgainst.Latency(
            plot,
            [
                Value(Tier.Generation, "avg_generation_latency_ms", "a", null, 300),
                Value(Tier.EndToEnd, "avg_generation_latency_ms", "a", null, 500),
            ],
            Tier.EndToEnd
        );
        Assert.Equal([("a", 500.0)], latency.Points.Select(p => (p.Name, p.X)));
    }

    [Fact]
    public void Pairs_make_a_matrix_with_signs_turned_below_the_diagonal()
    {
        var comparison = Compared(Quality, Pair("a", "b", 0.5, "a"), Pair("a", "c", 0.25, null), Pair("b", "c", -0.1, null));
        var grid = PairGrid.Of(comparison, Language.English);
        Assert.Equal(
            [
                ["", "+0.50", "+0.25"],
                ["−0.50", "", "−0.10"],
                ["−0.25", "+0.10", ""],
            ],
            grid.Cells.Select(r => r.Select(c => c.Text))
        );
        Assert.Equal([(true, 0.5), (true, -0.5)], new[] { grid.Cells[0][1], grid.Cells[1][0] }.Select(c => (c.IsMarked, c.Value!.Value)));
        Assert.False(grid.Cells[0][2].IsMarked);
        Assert.Equal("−0.50 [-0.70, -0.30]*, p = 0.020, better: a", grid.Cells[1][0].Hint); // the star: 12 pages are too few to trust an interval
    }

    [Fact]
    public void What_would_tell_the_tied_apart_is_the_most_that_any_open_pair_needs()
    {
        var comparison = Compared(
            Quality,
            Pair("a", "b", 0.1, null) with
            {
                MoreQuestions = 40,
                MorePages = 10,
            },
            Pair("a", "c", 0.2, null) with
            {
                MoreQuestions = 90,
                MorePages = 22,
            },
            Pair("b", "c", 0.1, null) with
            {
                MoreQuestions = 0,
                MorePages = 0,
            }
        );
        Assert.Equal((90L, 22L), RolePlot.More(comparison));
        Assert.Null(RolePlot.More(Compared(Quality, Pair("a", "b", 0.5, "a"))));
    }

    [Fact]
    public void Warnings_tell_thin_evidence_self_judging_other_settings_and_notes()
    {
        var run = Detail("r1", "f1", [("limit", "30"), ("seed", "0")]) with
        {
            Numbers =
            [
                Value(Tier.EndToEnd, "avg_e2e_score", "openrouter:openai/gpt-4o", "openai:gpt-4o", 4),
                Value(Tier.EndToEnd, "avg_e2e_score", "openrouter:openai/gpt-4o", "mistral:large", 4),
                Value(Tier.EndToEnd, "avg_e2e_score", "mistral:mistral-small", "mistral:large", 4),
                Value(Tier.EndToEnd, "avg_e2e_score", "builtin:lead", "builtin:coin", 4),
            ],
            Notes = [new Remark("latencies were measured under different load")],
        };
        var thin = new RoleRecommendation(
            Compared(Quality, Pair("a", "b", 0.1, null)),
            [],
            Verdict.Thin,
            null,
            null,
            [],
            new Dictionary<string, Floor>(),
            []
        );
        var warnings = RunWarning.Of(
            run,
            [thin],
            [Detail("r0", "f0", [("limit", "60"), ("seed", "0")]), Detail("same", "f1", []), Detail("old", null, [])],
            Language.English
        );
        Assert.Equal(
            [
                "Thin evidence",
                "A model judges itself",
                "Judge and model of one family",
                "Not comparable",
                "Not comparable",
                "Note of the run",
            ],
            warnings.Select(w => w.Title)
        );
        Assert.Contains("compared on 12 source pages", warnings[0].Text, StringComparison.Ordinal);
        Assert.StartsWith("openrouter:openai/gpt-4o judged by openai:gpt-4o.", warnings[1].Text, StringComparison.Ordinal);
        Assert.StartsWith("mistral:mistral-small judged by mistral:large.", warnings[2].Text, StringComparison.Ordinal);
        Assert.Contains("Run r0 is of the same data set but differs in limit (--limit):", warnings[3].Text, StringComparison.Ordinal);
        Assert.Contains("Run old", warnings[4].Text, StringComparison.Ordinal);
        Assert.Empty(RunWarning.Of(Detail("r1", "f1", []), [], [], Language.Russian));
    }

    [Fact]
    public void Totals_are_sums_and_what_is_unknown_is_not_0()
    {
        var run = Detail("r", null, []);
        Assert.Equal(new RunTotals(null, null, null, null, 0, false), RunTotals.Of(run));
        var totals = RunTotals.Of(
            run with
            {
                Usage =
                [
                    Usage("a", 10, null, null) with
                    {
                        Calls = 11,
                        JournalHits = 4,
                        Tokens = new TokenUsage { Input = 100, Output = 20 },
                    },
                    Usage("b", 10, null, null) with
                    {
                        Calls = 10,
                    },
                    Usage("builtin:lead", 5, null, null) with
                    {
                        Calls = 5,
                    },
                ],
            }
        );
        Assert.Equal(new RunTotals(26, 4, 100, 20, 1, false), totals);
    }

    [Fact]
    public void Names_of_points_do_not_lie_on_each_other_where_there_is_room()
    {
        var places = LabelPlaces.Of([(100, 100, 10), (104, 102, 10), (90, 100, 10), (500, 50, 10)], 560);
        Assert.Equal(new LabelPlace(110, 92, "start"), places[0]); // above, to the right
        Assert.Equal(new LabelPlace(114, 118, "start"), places[1]); // the place above is taken: below
        Assert.Equal(new LabelPlace(80, 92, "end"), places[2]); // both places to the right are taken
        Assert.Equal(new LabelPlace(490, 42, "end"), places[3]); // near the right edge names stand to the left
    }

    private static QuestionSet Set(string metric, params double?[][] rows) =>
        new(
            GeneratorMetric.Of([Value(Tier.EndToEnd, metric, "g", null, 1)])[0],
            ["g"],
            [true],
            [],
            [
                .. rows.Select(
                    (r, i) =>
                        new QuestionRow(new QuestionText(i, $"q{i}", "", "", null, null, true), r, [QuestionOutcomes.None], r[0], null)
                ),
            ],
            [],
            false
        );

    private static RoleComparison Compared(Objective objective, params ModelPair[] pairs)
    {
        var names = pairs.SelectMany(p => new[] { p.First, p.Second }).Distinct().ToList();
        return new(
            objective,
            [],
            [
                .. names.Select(n => new ComparedModel(
                    n,
                    1 + pairs.Count(p => p.Better is { } b && b != n && (p.First == n || p.Second == n)),
                    new Aggregate(Tier.EndToEnd, objective.Metric.Name, null, null, null, 3, 50)
                )),
            ],
            pairs,
            [],
            [],
            []
        );
    }

    private static ModelPair Pair(string first, string second, double difference, string? better) =>
        new(
            first,
            second,
            new PairedComparison(
                50,
                12,
                difference,
                new ConfidenceInterval(difference, difference - 0.2, difference + 0.2, 12),
                0.01,
                PairedTest.PageFlip,
                new PairedEffect(30, 10, 10, difference, 0.5),
                null
            ),
            0.02,
            better,
            null,
            null
        );

    private static IntervalRow Row(string name, double value) => new(name, [new IntervalPoint(0, value)], Shown: value);

    private static IEnumerable<Aggregate> Rates(string generator, string judge, double missed, double wrong, double failed) =>
        [
            Value(Tier.EndToEnd, "retrieval_missed_rate", generator, judge, missed),
            Value(Tier.EndToEnd, "generation_wrong_rate", generator, judge, wrong),
            Value(Tier.EndToEnd, "judge_failed_rate", generator, judge, failed),
        ];

    private static Aggregate Value(Tier tier, string metric, string? generator, string? judge, double? value) =>
        new(tier, metric, generator, judge, null, value, 40);

    private static ModelUsage Usage(string model, long units, decimal? cost, string? currency) =>
        new()
        {
            Role = ModelRole.Generation,
            Model = model,
            Units = units,
            Cost = cost,
            Currency = currency,
            Outcomes = new Dictionary<string, long>(),
        };

    private static Run Detail(string id, string? fingerprint, (string, string)[] parts) =>
        new()
        {
            Entry = new RunEntry
            {
                Id = id,
                Fingerprint = fingerprint,
                DatasetFile = "d.json",
            },
            Fingerprint = new Fingerprint(parts.ToDictionary(p => p.Item1, p => p.Item2)),
        };
}
