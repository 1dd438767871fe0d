using System.Globalization;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Models;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class RunComparisonTests
{
    [Fact]
    public void Changes_are_adjusted_over_the_ranking_measures_in_which_something_differs()
    {
        // Eight questions, each its own page. Correctness rises by 1 on all: two of 2⁸ sign patterns are as far, p = 2/256. Faithfulness
        // falls on four, ties on four, which is not skewed: 2/2⁴ = 0.125.
        // Relevance rises on all too but ranks nothing. Holm, m = 2: 2 · 2/256 = 0.015625; 0.125.
        var before = Run("a", Scores("g", "j", 8, _ => 4, _ => 3, _ => 3));
        var after = Run("b", Scores("g", "j", 8, i => i < 4 ? 3 : 4, _ => 4, _ => 4));
        var changes = Compare(
            before,
            after,
            "tier_2.avg_faithfulness",
            "tier_2.avg_answer_relevance",
            "tier_2.avg_answer_correctness",
            "tier_judge_pipeline.f1_score"
        );
        Assert.Equal(
            [
                ("avg_faithfulness", -0.5, 0.125, 0.125, ChangeVerdict.NotEstablished, 0, 4),
                ("avg_answer_relevance", 1.0, 2.0 / 256, null, ChangeVerdict.Exploratory, 8, 0),
                ("avg_answer_correctness", 1.0, 2.0 / 256, 4.0 / 256, ChangeVerdict.Better, 8, 0),
                ("f1_score", 0.0, 1.0, 1.0, ChangeVerdict.NotEstablished, 0, 0),
            ],
            changes.Select(c =>
                (
                    c.Metric.Name,
                    c.Values.Paired.Difference!.Value,
                    c.Values.Paired.PValue!.Value,
                    c.AdjustedPValue,
                    c.Verdict,
                    c.Better,
                    c.Worse
                )
            )
        );
        Assert.Equal(ChangeVerdict.Worse, Compare(after, before, "tier_2.avg_answer_correctness").Single().Verdict);
    }

    [Fact]
    public void Unless_told_otherwise_the_ranking_measures_are_compared()
    {
        var run = Run("a", Scores("g", "j", 3, _ => 4, _ => 3, _ => 3));
        Assert.Equal(
            [
                "tier_2.avg_faithfulness",
                "tier_2.avg_answer_correctness",
                "tier_judge.consistency_score",
                "tier_judge_pipeline.accuracy",
                "tier_judge_pipeline.f1_score",
            ],
            RunComparison.Of(run, [run]).Changes.Select(c => c.Metric.Address)
        );
    }

    [Fact]
    public void Where_less_is_better_a_rise_is_worse()
    {
        // One of two trials fails on each item: the share of errors rises from 0 to 0.5.
        IEnumerable<Observation> Trials(double? second) =>
            Enumerable.Range(0, 3).SelectMany(i => new[] { Make.Trial("j", Id(i), 0, 4), Make.Trial("j", Id(i), 1, second) });
        var change = Compare(Run("a", Trials(4)), Run("b", Trials(null)), "tier_judge.error_rate").Single();
        Assert.Equal((0.5, 0, 3), (change.Values.Paired.Difference, change.Better, change.Worse));
    }

    [Fact]
    public void A_renamed_generator_stands_against_its_predecessor_under_the_judge_they_share()
    {
        var later = Against(
            Run("a", Scores("g", "j", 3, _ => 4, _ => 3, _ => 3)),
            Run("b", Scores("h", "j", 3, _ => 4, _ => 3, _ => 5), generator: "h")
        );
        Assert.Equal([new ReplacedModel(ModelRole.Generation, "g", "h")], later.Replaced);
        Assert.Empty(later.Unmatched);
        var change = later.Changes.First(c => c.Metric.Name == "avg_answer_correctness");
        Assert.Equal(
            (new ModelNames("g", "j"), new ModelNames("h", "j"), 3.0, 5.0),
            (change.Before, change.After, change.Values.Second, change.Values.First)
        );
    }

    [Fact]
    public void Under_another_judge_generators_are_not_compared_but_the_judges_are()
    {
        var later = Against(
            Run("a", Scores("g", "j", 3, _ => 4, _ => 3, _ => 3)),
            Run("b", Scores("g", "k", 3, _ => 4, _ => 3, _ => 5), judge: "k")
        );
        Assert.Equal([new ReplacedModel(ModelRole.BenchmarkJudge, "j", "k")], later.Replaced);
        Assert.Equal(["consistency_score", "accuracy", "f1_score"], later.Changes.Select(c => c.Metric.Name));
    }

    [Fact]
    public void With_a_model_in_common_the_others_stand_against_none()
    {
        var both = Make.Run(
            new ModelLineup(["g", "h"], ["j"], ["p"]),
            [.. Scores("g", "j", 2, _ => 4, _ => 3, _ => 3), .. Scores("h", "j", 2, _ => 4, _ => 3, _ => 3), .. Make.GoodVerdicts("p")]
        );
        var later = Against(both, Run("b", Scores("g", "j", 2, _ => 4, _ => 3, _ => 3)));
        Assert.Empty(later.Replaced);
        Assert.Equal([new UnmatchedModel(ModelRole.Generation, "h", both.Id, IsRaced: false)], later.Unmatched);
        Assert.All(later.Changes, c => Assert.Equal(c.Before, c.After));
    }

    [Fact]
    public void A_model_that_could_not_be_called_was_in_neither_run()
    {
        var before = Make.Run(
            new ModelLineup(["gone", "g"], ["j"], ["p"]),
            [.. Scores("g", "j", 2, _ => 4, _ => 3, _ => 3), .. Make.GoodVerdicts("p")],
            [Make.Excluded(ModelRole.Generation, "gone")]
        );
        var later = Against(before, Run("b", Scores("h", "j", 2, _ => 4, _ => 3, _ => 3), generator: "h"));
        Assert.Equal([new ReplacedModel(ModelRole.Generation, "g", "h")], later.Replaced);
        Assert.Empty(later.Unmatched);
    }

    [Fact]
    public void Items_and_parts_of_the_fingerprint_that_differ_are_named()
    {
        var before = Run("a", Scores("g", "j", 2, _ => 4, _ => 3, _ => 3)) with
        {
            Scores = ScoreTable.Of(Scores("g", "j", 2, _ => 4, _ => 3, _ => 3), Pages("q0", "q1")),
        };
        var spec = before.Spec with { Seed = 5 };
        var after = before with
        {
            Spec = spec,
            Fingerprint = Fingerprint.Of(spec, new SweepItems([], [])),
            Scores = ScoreTable.Of(Scores("g", "j", 3, _ => 4, _ => 3, _ => 3), Pages("q1", "q2", "q3")),
        };
        var later = Against(before, after);
        Assert.Equal(["q0"], later.ItemsOnlyBefore);
        Assert.Equal(["q2", "q3"], later.ItemsOnlyAfter);
        Assert.Equal("seed", Assert.Single(later.Differences).Part);
        Assert.Equal(1, later.Changes[0].Values.OnlyFirst); // q2 was scored; q3 was not
    }

    private static ItemPages Pages(params string[] items) => ItemPages.Of(items.Select(i => Make.Gold(i)), []);

    private static IReadOnlyList<MetricChange> Compare(Run before, Run after, params string[] metrics) =>
        [.. RunComparison.Of(before, [after], [.. metrics.Select(m => MetricCatalog.ByQuestion.Single(c => c.Address == m))]).Changes];

    private static LaterRun Against(Run before, Run after) => RunComparison.Of(before, [after]).Later.Single();

    private static Run Run(string id, IEnumerable<Observation> observations, string generator = "g", string judge = "j") =>
        Make.Run(
                new ModelLineup([generator], [judge], ["p"]),
                [
                    .. observations.Where(o => o.Tier == Tier.JudgeTrial).Any()
                        ? observations
                        : observations.Concat(Make.GoodTrials(judge)),
                    .. Make.GoodVerdicts("p"),
                ]
            )
            .Named(id);

    private static IEnumerable<Observation> Scores(
        string generator,
        string judge,
        int questions,
        Func<int, double> faithfulness,
        Func<int, double> relevance,
        Func<int, double> correctness
    ) =>
        Enumerable
            .Range(0, questions)
            .SelectMany(i =>
                Make.Scores(generator, judge, Id(i), faithfulness(i), relevance(i), correctness(i)).Prepend(Make.Answer(generator, Id(i)))
            );

    private static string Id(int i) => "q" + i.ToString(CultureInfo.InvariantCulture);
}
