using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class MetricComparisonTests
{
    private static readonly MetricDefinition Correctness = MetricCatalog.Find(Tier.Generation, "avg_answer_correctness")!;

    [Fact]
    public void Without_a_judge_the_judges_given_are_averaged_on_what_all_of_them_scored()
    {
        var table = Table([
            Make.Score("g", "j", "a", Rubric.AnswerCorrectness, 4),
            Make.Score("g", "j", "b", Rubric.AnswerCorrectness, 2),
            Make.Score("g", "k", "a", Rubric.AnswerCorrectness, 1),
            Make.Score("g", "k", "b", Rubric.AnswerCorrectness, null),
        ]);
        Assert.Equal([("a", 2.5)], Pairs(Correctness.Values(table, new ModelNames("g"), ["j", "k"])));
        Assert.Equal([("a", 4.0), ("b", 2.0)], Pairs(Correctness.Values(table, new ModelNames("g"), ["j"])));
        Assert.Equal([("a", 4.0), ("b", 2.0)], Pairs(Correctness.Values(table, new ModelNames("g", "j", "p"), ["k"])));
        Assert.Empty(Correctness.Values(table, new ModelNames("g"))!);
    }

    [Fact]
    public void Abstentions_are_told_apart_by_whether_there_is_an_answer()
    {
        var table = Table([
            Make.Answer("g", "a", abstained: 1),
            Make.Answer("g", "b", abstained: 0),
            Make.Answer("g", "u", answerable: false, abstained: 1),
        ]);
        Assert.Equal([("u", 1.0)], Pairs(MetricCatalog.Find(Tier.Generation, "abstention_rate").Values(table, new ModelNames("g"))));
        Assert.Equal(
            [("a", 1.0), ("b", 0.0)],
            Pairs(MetricCatalog.Find(Tier.Generation, "false_refusal_rate").Values(table, new ModelNames("g")))
        );
    }

    [Fact]
    public void Verdicts_are_right_or_wrong_on_each_item_and_recall_is_of_those_to_be_shown()
    {
        var table = Table([
            Make.Verdict("p", "a", label: true, shown: true),
            Make.Verdict("p", "b", label: true, shown: false),
            Make.Verdict("p", "c", label: false, shown: true),
            Make.Verdict("p", "d", label: false, shown: null),
        ]);
        IReadOnlyDictionary<string, double>? Of(string metric) =>
            MetricCatalog.Find(Tier.JudgePipeline, metric).Values(table, new ModelNames(ProductionJudgeModel: "p"));
        Assert.Equal([("a", 1.0), ("b", 0.0), ("c", 0.0)], Pairs(Of("accuracy")));
        Assert.Equal([("a", 1.0), ("b", 0.0)], Pairs(Of("recall")));
        Assert.Empty(Of("f1_score")!);
        Assert.Empty(Of("precision")!);
    }

    [Fact]
    public void Items_of_two_tables_are_matched_by_id()
    {
        var first = Table([
            Make.Score("g", "j", "a", Rubric.AnswerCorrectness, 5),
            Make.Score("g", "j", "b", Rubric.AnswerCorrectness, 4),
            Make.Score("g", "j", "c", Rubric.AnswerCorrectness, 3),
        ]);
        var second = Table([
            Make.Score("h", "j", "b", Rubric.AnswerCorrectness, 2),
            Make.Score("h", "j", "a", Rubric.AnswerCorrectness, 4),
        ]);
        // On a and b: 5, 4 against 4, 2.
        var c = MetricComparison.Of(
            Correctness,
            new ScoreSide(first, new ModelNames("g", "j")),
            new ScoreSide(second, new ModelNames("h", "j")),
            seed: 1
        );
        Assert.Equal((4.5, 3.0, 1.5, 2, 1, 0), (c.First, c.Second, c.Paired.Difference, c.Paired.Questions, c.OnlyFirst, c.OnlySecond));
    }

    [Fact]
    public void F1_and_precision_are_of_the_items_whose_label_is_the_same_on_both_sides()
    {
        var first = Table([Make.Verdict("p", "a", true, true), Make.Verdict("p", "b", false, true), Make.Verdict("p", "c", true, true)]);
        var second = Table([Make.Verdict("p", "a", true, true), Make.Verdict("p", "b", false, false), Make.Verdict("p", "c", false, true)]);
        MetricComparison Of(string metric) =>
            MetricComparison.Of(
                MetricCatalog.Find(Tier.JudgePipeline, metric),
                new ScoreSide(first, new ModelNames(ProductionJudgeModel: "p")),
                new ScoreSide(second, new ModelNames(ProductionJudgeModel: "p")),
                seed: 1
            );
        // c was relabelled. First: TP 1, FP 1: F1 2/3, precision 1/2. Second: TP 1, TN 1: both 1.
        var f1 = Of("f1_score");
        Assert.Equal(
            (2.0 / 3, 1.0, 2, 1, 1, PairedTest.PageSwap),
            (f1.First, f1.Second, f1.Paired.Questions, f1.OnlyFirst, f1.OnlySecond, f1.Paired.Test)
        );
        Assert.Equal(
            (0.5, 1.0, -0.5, PairedTest.PageSwap),
            (Of("precision").First, Of("precision").Second, Of("precision").Paired.Difference, Of("precision").Paired.Test)
        );
    }

    [Fact]
    public void Counts_quantiles_and_what_takes_repeats_have_no_value_question_by_question()
    {
        foreach (var metric in new[] { "total_queries", "p95_generation_latency_ms", "response_exact_match_rate", "scored_rate" })
            Assert.False(MetricCatalog.Find(Tier.Generation, metric).IsByQuestion);
        Assert.Equal(MetricCatalog.ByQuestion.Count, MetricCatalog.ByQuestion.DistinctBy(m => m.Address).Count());
    }

    private static ScoreTable Table(IEnumerable<Observation> observations) => ScoreTable.Of(observations, ItemPages.Unknown);

    private static IEnumerable<(string, double)> Pairs(IReadOnlyDictionary<string, double>? values) =>
        values!.Select(v => (v.Key, v.Value)).Order();
}
