using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.History;
using ModelLab.Dashboard.Views.Tiers;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Views;

public sealed class HistoryTests
{
    private static readonly MetricDefinition Correctness = MetricCatalog.Find(Tier.Generation, "avg_answer_correctness");

    [Fact]
    public void Runs_that_differ_in_the_data_set_alone_are_one_ground_with_a_stretch_for_each()
    {
        // Newest first. a and b differ in the data set, c in the prompts too; u tells nothing, w is not finished.
        RunEntry[] runs =
        [
            Entry("6", "b", 6),
            Entry("5", "c", 5),
            Entry("4", "a", 4),
            Entry("3", "b", 3) with
            {
                State = RunState.Interrupted,
            },
            Entry("2", null, 2),
            Entry("1", "a", 1),
        ];
        var asked = 0;
        var book = new ComparableGrounds(r =>
        {
            asked++;
            return new Dictionary<string, string>
            {
                ["dataset_sha256"] = r.Fingerprint!,
                ["item_ids"] = r.Fingerprint!,
                ["prompts_sha256"] = r.Fingerprint == "c" ? "new" : "old",
            };
        });
        var grounds = book.Of(runs);
        Assert.Equal(["b", "c"], grounds.Select(g => g.Key));
        Assert.Equal(
            [
                ["1", "4"],
                ["6"],
            ],
            grounds[0].Stretches.Select(s => s.Select(r => r.Id).ToArray())
        );
        Assert.True(grounds[0].Holds("a") && !grounds[0].Holds("c"));
        book.Of(runs);
        Assert.Equal(3, asked); // once for each fingerprint
    }

    [Fact]
    public void Runs_whose_parts_are_not_known_stand_alone()
    {
        var grounds = new ComparableGrounds(_ => new Dictionary<string, string>()).Of([Entry("2", "b", 2), Entry("1", "a", 1)]);
        Assert.Equal(
            [
                ["2"],
                ["1"],
            ],
            grounds.Select(g => g.Runs.Select(r => r.Id).ToArray())
        );
    }

    [Fact]
    public void A_line_is_of_one_model_under_one_judge_and_has_gaps()
    {
        Run[] runs =
        [
            Run("1", "a", Value("g1", "builtin:coin", 1), Value("g1", "qwen", 3.5), Value("gone", "qwen", 5)),
            Run("2", "a", Value("g2", "qwen", 4)),
            Run("3", "b", Value("g1", "builtin:coin", 2), Value("g1", "qwen", 3), Value("g2", "qwen", 4.5), Value("g3", "qwen", null)),
        ];
        var history = MetricHistory.Of(Correctness, runs, null, null);
        Assert.Equal("qwen", history.Judge.Chosen); // no built-in judge where there is another
        Assert.Equal([2], history.DataChanges);
        // Those of the last run first, the better before the worse; g3 was never scored.
        Assert.Equal(["g2", "g1", "gone"], history.Lines.Select(l => l.Model));
        Assert.Equal([3.5, null, 3.0], history.Lines[1].Values.Select(v => v?.Value));
        Assert.Equal(["g1"], MetricHistory.Of(Correctness, runs, "builtin:coin", null).Lines.Select(l => l.Model));
        Assert.Equal(["g1"], MetricHistory.Of(Correctness, runs, null, "G1").Lines.Select(l => l.Model));
        Assert.Empty(MetricHistory.Of(Correctness, runs, "nobody", null).Lines);
        var series = history.Series(Language.English)[1];
        Assert.Null(series.Points[1]);
    }

    [Fact]
    public void Of_a_metric_where_less_is_better_the_least_comes_first()
    {
        var latency = MetricCatalog.Find(Tier.Generation, "avg_generation_latency_ms");
        var history = MetricHistory.Of(
            latency,
            [
                Run(
                    "1",
                    "a",
                    Value("slow", null, 900) with
                    {
                        Metric = latency.Name,
                    },
                    Value("quick", null, 90) with
                    {
                        Metric = latency.Name,
                    }
                ),
            ],
            null,
            null
        );
        Assert.Equal(["quick", "slow"], history.Lines.Select(l => l.Model));
        Assert.Empty(history.Judge.Judges);
    }

    [Fact]
    public void Tiers_hold_their_leading_metrics_and_what_retrieval_costs()
    {
        var run = Run(
            "1",
            "a",
            Value("g1", "qwen", 4.5),
            Value("g1", "builtin:coin", 1),
            Value("g1", "qwen", 3.75) with
            {
                Tier = Tier.EndToEnd,
                Metric = "avg_e2e_score",
            },
            Value("g2", "qwen", 4.75),
            Value("g3", "qwen", 3) with
            {
                Tier = Tier.EndToEnd,
                Metric = "avg_e2e_score",
            },
            Value("g1", "qwen", 3.25) with
            {
                Metric = "avg_answer_relevance",
            },
            new Aggregate(Tier.Retrieval, "mrr", null, null, null, 0.5, 40),
            new Aggregate(Tier.JudgeTrial, "consistency_score", null, "qwen", null, 0.875, 40),
            new Aggregate(Tier.JudgeTrial, "consistency_score", null, "builtin:coin", null, 0.5, 40)
        );
        var view = TierComparison.Of([run], null, Language.English);
        Assert.Equal(["tier_3", "tier_2", "tier_1", "tier_judge"], view.Tiers.Select(t => t.Tier));
        var generation = view.Tiers[1];
        Assert.Equal(ModelRole.Generation, generation.Role);
        Assert.Equal(["g2", "g1"], generation.Lines.Select(l => l.Model));
        Assert.Equal([4.5, null, 3.25], generation.Lines[1].Cells.Select(c => c?.Value)); // correctness, faithfulness, relevance
        Assert.Equal(["qwen", "builtin:coin"], view.Tiers[3].Lines.Select(l => l.Model)); // judges are all there, whoever scores
        // 3.75 − 4.5; g2 has no tier 3 and g3 no tier 2.
        Assert.Equal(
            [("g1", -0.75), ("g3", double.NaN), ("g2", double.NaN)],
            view.Losses.Select(l => (l.Model, l.Difference ?? double.NaN))
        );
        Assert.Empty(TierComparison.Of([run], "builtin:coin", Language.English).Losses); // it scored tier 2 alone
    }

    [Fact]
    public void What_retrieval_costs_is_paired_question_by_question()
    {
        // q5 has no score in tier 3, q6 none in tier 2. On q1 … q4, a page each, tier 3 − tier 2 is −2, 0, −2, −2.
        double?[] ideal = [5, 4, 4, 3, 1, null],
            real = [3, 4, 2, 1, null, 5];
        Observation Row(Tier tier, string measure, int i, double? value) =>
            new()
            {
                Tier = tier,
                ItemId = $"q{i + 1}",
                Measure = measure,
                GenerationModel = "g1",
                JudgeModel = "qwen",
                Outcome = value is null ? Outcome.Unparseable : Outcome.Scored,
                Value = value,
            };
        var rows = Enumerable
            .Range(0, 6)
            .SelectMany(i =>
                new[] { Row(Tier.Generation, "answer_correctness", i, ideal[i]), Row(Tier.EndToEnd, "e2e_quality", i, real[i]) }
            );
        var table = ScoreTable.Of(
            rows,
            ItemPages.Of(
                [
                    .. Enumerable
                        .Range(1, 6)
                        .Select(i => new GoldItem
                        {
                            Id = $"q{i}",
                            Question = "?",
                            GroundTruthAnswer = "!",
                            ChunkText = "…",
                            ConfluenceUrl = $"https://wiki.example/{i}",
                        }),
                ],
                []
            )
        );
        RetrievalLoss Loss(Run run) => Assert.Single(TierComparison.Of([run with { Scores = table }], null, Language.English).Losses);
        var run = Run("1", "a", Value("g1", "qwen", 3.4), Value("g1", "qwen", 3) with { Tier = Tier.EndToEnd, Metric = "avg_e2e_score" });

        var without = Loss(run);
        Assert.Equal((null, NoInterval.NoDetailFile), (without.Paired, without.WithoutInterval));
        Assert.Equal(-0.4, without.Difference!.Value, 9); // of the two means alone

        using var folder = new TempFolder();
        folder.Write("rag_benchmark_1.json", """{"id": "1", "schema_version": "3.0"}""");
        folder.Write("rag_benchmark_1.db", "");
        var loss = Loss(run with { Entry = Assert.Single(new RunLibrary(folder.Path).Runs()) });
        Assert.Equal((4, 4.0, 2.5, -1.5), (loss.Paired!.Questions, loss.Paired.Ideal, loss.Paired.Real, loss.Difference));
        // Differences −2, 0, −2, −2 of four pages, which lie from −4 to 4.
        var interval = new BoundedMean([-2, 0, -2, -2], ClusterIndex.Independent(4), Scale.Score.Difference).Interval();
        Assert.Equal(interval, loss.Paired.Interval);
        Assert.Null(loss.WithoutInterval);
    }

    private static RunEntry Entry(string id, string? fingerprint, int day) =>
        new()
        {
            Id = id,
            Fingerprint = fingerprint,
            Timestamp = new DateTimeOffset(2026, 1, day, 0, 0, 0, TimeSpan.Zero),
        };

    private static Run Run(string id, string fingerprint, params Aggregate[] values) =>
        new() { Entry = Entry(id, fingerprint, 1), Numbers = values };

    private static Aggregate Value(string generator, string? judge, double? value) =>
        new(Tier.Generation, "avg_answer_correctness", generator, judge, null, value, 40);
}
