using CsCheck;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Numbers;

public sealed class GenerationAggregatorTests
{
    [Fact]
    public void Means_run_over_scored_items_alone()
    {
        var numbers = Aggregation.Of([
            Make.Answer("g", "a"),
            Make.Answer("g", "b"),
            Make.Answer("g", "c"),
            .. Make.Scores("g", "j", "a", 5, 4, 3),
            .. Make.Scores("g", "j", "b", 2, null, 4.5),
            .. Make.Scores("g", "j", "c", null, null, null),
        ]);
        // faithfulness (5 + 2) / 2, relevance 4 / 1, correctness (3 + 4.5) / 2: what has no score is in no mean.
        Assert.Equal((3.5, 2), Both(numbers, "avg_faithfulness"));
        Assert.Equal((4.0, 1), Both(numbers, "avg_answer_relevance"));
        Assert.Equal((3.75, 2), Both(numbers, "avg_answer_correctness"));
        // Only item a has all three; 1 of 3 questions succeeded and 2 did not.
        Assert.Equal((1.0, 3), Both(numbers, "successful_evaluations"));
        Assert.Equal((2.0, 3), Both(numbers, "errors"));
    }

    [Fact]
    public void A_mean_over_nothing_is_null_and_not_zero()
    {
        var numbers = Aggregation.Of([Make.Answer("g", "a"), .. Make.Scores("g", "j", "a", null, null, null)]);
        Assert.Equal((null, 0), Both(numbers, "avg_faithfulness"));
        Assert.Equal((0.0, 1), Both(numbers, "successful_evaluations"));
        Assert.Equal((null, 0), Own(numbers, "response_exact_match_rate"));
        Assert.Equal((null, 0), Own(numbers, "abstention_rate"));
        Assert.Equal((null, 0), Own(numbers, "avg_generation_latency_ms"));
    }

    [Fact]
    public void A_failing_judge_leaves_the_generators_scores_as_the_other_judge_gives_them()
    {
        Observation[] good =
        [
            Make.Answer("g", "a"),
            Make.Answer("g", "b"),
            .. Make.Scores("g", "good", "a", 5, 5, 4),
            .. Make.Scores("g", "good", "b", 3, 4, 2),
        ];
        Observation[] prose = [.. Make.Scores("g", "prose", "a", null, null, null), .. Make.Scores("g", "prose", "b", null, null, null)];
        var (alone, together) = (Aggregation.Of(good), Aggregation.Of([.. good, .. prose]));
        Assert.NotEmpty(alone);
        Assert.All(alone, number => Assert.Contains(number, together));
        Assert.Equal((null, 0), Both(together, "avg_answer_correctness", "prose"));
    }

    [Fact]
    public void A_question_without_an_answer_counts_as_a_generation_error_and_in_no_rate()
    {
        var numbers = Aggregation.Of([
            Make.Answer("g", "a", abstained: 0),
            Make.Answer("g", "b", abstained: 1),
            Make.Answer("g", "c", abstained: null),
            Make.Answer("g", "u1", answerable: false, abstained: 1),
            Make.Answer("g", "u2", answerable: false, abstained: 0),
            Make.Answer("g", "u3", answerable: false, abstained: null),
        ]);
        Assert.Equal((6.0, 6), Own(numbers, "total_queries"));
        Assert.Equal((2.0, 6), Own(numbers, "generation_errors")); // c and u3
        Assert.Equal((0.5, 2), Own(numbers, "false_refusal_rate")); // b of a, b
        Assert.Equal((0.5, 2), Own(numbers, "abstention_rate")); // u1 of u1, u2
    }

    [Fact]
    public void An_unanswerable_question_succeeds_when_it_was_answered_at_all()
    {
        var numbers = Aggregation.Of([
            Make.Answer("g", "a"),
            Make.Answer("g", "u1", answerable: false, abstained: 1),
            Make.Answer("g", "u2", answerable: false, abstained: null),
            .. Make.Scores("g", "j", "a", 5, 5, 5),
        ]);
        // a has every applicable score, u1 has none that applies, u2 has no answer: 2 of 3.
        Assert.Equal((2.0, 3), Both(numbers, "successful_evaluations"));
        Assert.Equal((1.0, 3), Both(numbers, "errors"));
    }

    [Fact]
    public void Exact_match_is_the_mean_share_of_equal_pairs_over_questions_with_repeats()
    {
        var numbers = Aggregation.Of([
            .. Repeats("a", "x", "x", "y"), // 2·1 / (3·2) = 1/3
            .. Repeats("b", "x", "x", "x"), // 1
            .. Repeats("c", "x", null, "y"), // two answers that differ: 0
            .. Repeats("d", "x", null, null),
        ]); // one answer: no pair, not in the mean
        var (value, n) = Own(numbers, "response_exact_match_rate");
        Assert.Equal((1.0 / 3 + 1 + 0) / 3, value!.Value, 12);
        Assert.Equal(3, n);
        // Repeats are no further questions.
        Assert.Equal((4.0, 4), Own(numbers, "total_queries"));
    }

    [Fact]
    public void Latency_is_the_mean_over_calls_that_have_one()
    {
        var numbers = Aggregation.Of([
            Make.Answer("g", "a", latency: 100),
            Make.Answer("g", "b", latency: 300),
            Make.Answer("g", "c", abstained: null),
        ]);
        Assert.Equal((200.0, 2), Own(numbers, "avg_generation_latency_ms"));
    }

    [Fact]
    public void What_was_not_run_is_no_score()
    {
        var numbers = Aggregation.Of([
            Make.Answer("g", "a", abstained: null),
            Make.Score("g", "j", "a", Rubric.Faithfulness, null, Outcome.NotRun),
        ]);
        Assert.Equal((null, 0), Both(numbers, "avg_faithfulness"));
        Assert.Equal((1.0, 1), Both(numbers, "errors"));
    }

    [Fact]
    [OneCulture]
    public void The_order_of_observations_changes_nothing()
    {
        // Halves of scores and whole milliseconds add up without rounding, so equality is exact.
        var answers = Gen.Select(
                Gen.OneOf("g1", "g2"),
                Gen.Int[0, 5],
                Gen.Bool,
                Gen.OneOf<double?>(0, 1, null),
                Gen.Int[0, 2],
                Gen.OneOf("d1", "d2")
            )
            .Select(a =>
                Make.Answer(a.Item1, $"i{a.Item2}", answerable: a.Item2 < 4, a.Item4, a.Item5, a.Item6, a.Item3 ? 10 * a.Item2 : null)
            );
        var scores = Gen.Select(
                Gen.OneOf("g1", "g2"),
                Gen.OneOf("j1", "j2"),
                Gen.Int[0, 3],
                Gen.OneOf(Rubric.Faithfulness, Rubric.AnswerRelevance, Rubric.AnswerCorrectness),
                Gen.Int[2, 10],
                Gen.Bool
            )
            .Select(s => Make.Score(s.Item1, s.Item2, $"i{s.Item3}", s.Item4, s.Item6 ? s.Item5 / 2.0 : null));
        var trials = Gen.Select(Gen.OneOf("j1", "j2"), Gen.Int[0, 5], Gen.Int[0, 1], Gen.Int[2, 10], Gen.Bool)
            .Select(t => Make.Trial(t.Item1, $"i{t.Item2}", t.Item3, t.Item5 ? t.Item4 / 2.0 : null, t.Item4));
        var verdicts = Gen.Select(Gen.OneOf("p1", "p2"), Gen.Int[0, 9], Gen.OneOf<bool?>(true, false, null))
            .Select(v => Make.Verdict(v.Item1, $"p{v.Item2}", v.Item2 % 2 == 0, v.Item3, v.Item2));
        Observation[] firsts = [Make.Answer("g1", "first"), Make.Answer("g2", "first")];
        Gen.OneOf(answers, scores, trials, verdicts)
            .Array[0, 60]
            .Select(rows =>
                (Observation[])
                    [
                        .. firsts,
                        .. rows.DistinctBy(o =>
                            (o.Tier, o.Measure, o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Repeat)
                        ),
                    ]
            )
            .SelectMany(rows => Gen.Shuffle(rows).Select(shuffled => (rows, shuffled)))
            .Sample(
                pair =>
                {
                    Assert.Equal(Aggregation.Of(pair.rows), Aggregation.Of(pair.shuffled));
                    Assert.Equal(Text(UsageTally.Of(pair.rows, PriceList.Empty)), Text(UsageTally.Of(pair.shuffled, PriceList.Empty)));
                },
                iter: 300
            );

        static IEnumerable<string> Text(IEnumerable<ModelUsage> usages) =>
            usages.Select(u =>
                $"{u with { Outcomes = new Dictionary<string, long>() }} {string.Join(' ', u.Outcomes.OrderBy(o => o.Key, StringComparer.Ordinal))}"
            );
    }

    private static IEnumerable<Observation> Repeats(string item, params string?[] digests) =>
        digests.Select((digest, repeat) => Make.Answer("g", item, abstained: digest is null ? null : 0, repeat: repeat, digest: digest));

    private static (double? Value, long N) Own(IReadOnlyList<Aggregate> numbers, string metric) => Only(numbers, metric, null);

    private static (double? Value, long N) Both(IReadOnlyList<Aggregate> numbers, string metric, string judge = "j") =>
        Only(numbers, metric, judge);

    private static (double?, long) Only(IReadOnlyList<Aggregate> numbers, string metric, string? judge)
    {
        var number = Assert.Single(
            numbers,
            n => n.Tier == Tier.Generation && n.Metric == metric && n.GenerationModel == "g" && n.JudgeModel == judge
        );
        return (number.Value, number.N!.Value);
    }
}
