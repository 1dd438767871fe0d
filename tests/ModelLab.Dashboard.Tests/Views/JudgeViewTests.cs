using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Views;
using ModelLab.Dashboard.Views.Judges;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Tests.Views;

public sealed class JudgeViewTests
{
    private static readonly MetricDefinition Correctness = MetricCatalog.Find(Tier.Generation, "avg_answer_correctness");

    [Fact]
    public void An_unreadable_scoring_is_no_score_of_one()
    {
        // Two judges who give the same scores, 1 to 5 in turn, on 60 answers; two replies of the second cannot be read. Alike on the other
        // 58, so κ is 1; counted as scores of 1 the two would make it 0.74.
        var rows =
            from i in Enumerable.Range(0, 60)
            from judge in new[] { "a", "b" }
            let read = judge == "a" || i is not (4 or 9)
            select new Observation
            {
                Tier = Tier.Generation,
                ItemId = $"q{i:00}",
                Measure = "faithfulness",
                GenerationModel = "g",
                JudgeModel = judge,
                Outcome = read ? Outcome.Scored : Outcome.Unparseable,
                Value = read ? 1 + i % 5 : null,
            };
        var scores = JudgeScores.Of(ScoreTable.Of(rows, ItemPages.Unknown), Tier.Generation, "faithfulness", ["a", "b"]);
        var pair = JudgeAgreement.Of(scores).Pairs[0][1]!;
        Assert.Equal((1.0, 58), (pair.Kappa, pair.N));
    }

    [Fact]
    public void Agreement_is_of_the_answers_that_both_scored()
    {
        // Both scored q1, q2, q3 of g: a gives 1, 3, 5 and b gives 2, 3, 4 (4.5 rounds up to 5). Quadratic weights: observed 1 + 0 + 0 = 1.
        // Marginals a: 1, 3, 5 once each; b: 2, 3, 5 once each. Expected: the sum of (r − c)² over 9 pairs, over 3:
        // from 1: 1 + 4 + 16, from 3: 1 + 0 + 4, from 5: 9 + 4 + 0; 39 / 3 = 13. κ = 1 − 1/13 = 12/13. The orders are equal, so ρ = 1.
        var scores = Scores(
            ("g", "a", "q1", 1),
            ("g", "a", "q2", 3),
            ("g", "a", "q3", 5),
            ("g", "a", "q4", 5),
            ("g", "b", "q1", 2),
            ("g", "b", "q2", 3),
            ("g", "b", "q3", 4.5)
        );
        var pair = JudgeAgreement.Of(scores).Pairs[0][1]!;
        Assert.Equal(
            (12.0 / 13, 1, 3),
            (pair.Kappa!.Value, pair.Spearman!.Value, pair.N),
            (x, y) => Math.Abs(x.Item1 - y.Item1) < 1e-12 && Math.Abs(x.Item2 - y.Item2) < 1e-12 && x.N == y.N
        );
        Assert.Null(JudgeAgreement.Of(scores).Pairs[0][0]);
    }

    [Fact]
    public void Judges_without_a_common_answer_have_no_agreement()
    {
        var pair = JudgeAgreement.Of(Scores(("g", "a", "q1", 1), ("g", "b", "q2", 1))).Pairs[0][1]!;
        Assert.Equal(new Agreement(null, null, 0), pair);
    }

    [Fact]
    public void Agreement_with_people_is_on_items_that_people_scored()
    {
        // κ of (2, 4) against (2, 4): nothing observed apart, so 1.
        var agreement = JudgeAgreement.WithPeople(
            new Dictionary<string, double>
            {
                ["x"] = 2,
                ["y"] = 4,
                ["z"] = 5,
            },
            new Dictionary<string, double> { ["x"] = 2, ["y"] = 4 },
            item => item
        );
        Assert.Equal((1, 2), (agreement.Kappa, agreement.N));
        Assert.Equal(1, agreement.Spearman!.Value, 1e-12);
    }

    [Fact]
    public void Agreement_has_intervals_over_pages_where_something_varies()
    {
        // 40 questions, each its own page. Judge b is like a but on every fourth question, where it is a point lower (2 … 5 against 1 … 4);
        // c is like a, so nothing varies.
        var scores = Enumerable
            .Range(0, 40)
            .SelectMany(i =>
                new (string, string, string, double)[]
                {
                    ("g", "a", $"q{i:00}", 2 + i % 4),
                    ("g", "b", $"q{i:00}", 2 + i % 4 - (i / 4 % 4 == 0 ? 1 : 0)),
                    ("g", "c", $"q{i:00}", 2 + i % 4),
                }
            );
        var agreement = JudgeAgreement.Of(Scores([.. scores]));
        var varies = agreement.Pairs[0][1]!;
        foreach (var (value, interval) in new[] { (varies.Kappa, varies.KappaInterval), (varies.Spearman, varies.SpearmanInterval) })
        {
            Assert.Equal(40, interval!.Clusters);
            Assert.Equal(value!.Value, interval.Estimate, 1e-12);
            Assert.InRange(interval.Lower, 0.6, value.Value - 0.01);
            Assert.InRange(interval.Upper, value.Value + 0.01, 1);
        }
        Assert.Equal(varies, JudgeAgreement.Of(Scores([.. scores])).Pairs[0][1]); // seeded
        var equal = agreement.Pairs[0][2]!;
        Assert.Equal((1, null, null, 40), (equal.Kappa, equal.KappaInterval, equal.SpearmanInterval, equal.N));
        Assert.Equal(1, equal.Spearman!.Value, 1e-12);
    }

    [Fact]
    public void The_widest_disagreement_stands_first_and_one_score_is_none()
    {
        var found = Disagreements
            .Of(
                Scores(
                    ("g", "a", "q1", 4),
                    ("g", "b", "q1", 3),
                    ("h", "a", "q1", 5),
                    ("h", "b", "q1", 1.5),
                    ("h", "c", "q1", 2),
                    ("g", "a", "q2", 1)
                )
            )
            .Answers;
        Assert.Equal([new Disagreement("h", "q1", 1.5, 5, 3), new Disagreement("g", "q1", 3, 4, 2)], found);
    }

    [Fact]
    public void Self_preference_is_what_is_left_after_strictness_and_quality()
    {
        // Judge openai:gpt-4o is a point more lenient to all (5 and 4 against 4 and 3); to its relative gpt-4o-mini 1.5 points more, 0.5
        // beyond that.
        var scores = Scores(
            ("openai:gpt-4o-mini", "openai:gpt-4o", "q1", 4.5),
            ("openai:gpt-4o-mini", "lab:qwen3", "q1", 3),
            ("lab:llama3", "openai:gpt-4o", "q1", 5),
            ("lab:llama3", "lab:qwen3", "q1", 4),
            ("openai:gpt-4o-mini", "openai:gpt-4o", "q2", 4.5),
            ("openai:gpt-4o-mini", "lab:qwen3", "q2", 3),
            ("lab:llama3", "openai:gpt-4o", "q2", 4),
            ("lab:llama3", "lab:qwen3", "q2", 3)
        );
        var pair = Assert.Single(SelfPreferences.Of(scores).Pairs);
        Assert.Equal(
            ("openai:gpt-4o", "openai:gpt-4o-mini", Kinship.Family, 0.5, 2),
            (pair.Judge, pair.Generator, pair.Kinship, pair.Excess!.Value, pair.N)
        );
        Assert.Null(pair.Interval); // 0.5 on both pages: nothing varies
    }

    [Fact]
    public void Self_preference_without_a_stranger_to_hold_it_against_is_undefined()
    {
        var alone = SelfPreferences
            .Of(
                Scores(
                    ("openai:gpt-4o-mini", "openai:gpt-4o", "q1", 5),
                    ("openai:gpt-4o-mini", "openai:o3", "q1", 5),
                    ("lab:llama3", "openai:gpt-4o", "q1", 5)
                )
            )
            .Pairs;
        Assert.All(alone, p => Assert.Equal((null, 0), (p.Excess, p.N)));
        Assert.Equal(2, alone.Count);
    }

    [Theory]
    [InlineData("mistral:mistral-small", "openrouter:mistralai/mistral-small", Kinship.Same)]
    [InlineData("mistral:mistral-small", "mistral:mistral-large", Kinship.Family)]
    [InlineData("qwen2.5:7b", "openrouter:qwen/qwen3-max", Kinship.Family)]
    [InlineData("openai:gpt-4o", "openrouter:openai/o3-mini", Kinship.Family)]
    [InlineData("openrouter:openai/gpt-4o", "openrouter:google/gemma-3", Kinship.None)]
    [InlineData("builtin:overlap", "builtin:strict", Kinship.None)]
    public void Kinship_is_read_from_names(string first, string second, Kinship kinship)
    {
        Assert.Equal(kinship, Kinships.Of(first, second));
        Assert.Equal(kinship, Kinships.Of(second, first));
    }

    [Fact]
    public void Scores_are_counted_where_they_round_to()
    {
        var spread = Assert.Single(
            ScoreSpread.Of(Scores(("g", "a", "q1", 1), ("g", "a", "q2", 2.5), ("g", "a", "q3", 4.4), ("h", "a", "q1", 5)))
        );
        Assert.Equal([1, 0, 1, 1, 1], spread.Counts);
        Assert.Equal((4, 0.25, 12.9 / 4), (spread.N, spread.Share(4), spread.Mean));
    }

    [Fact]
    public void Judges_that_reverse_the_order_have_tau_minus_one_and_baselines_take_no_part()
    {
        // a: x 4 > y 3; b: x 2 < y 5. One pair, discordant: −1. builtin:refuse, last under both, would add two concordant pairs: τ = 1/3.
        var means = GeneratorMeans.Of(
            Correctness,
            [
                Value("x", "a", 4),
                Value("y", "a", 3),
                Value("builtin:refuse", "a", 1),
                Value("x", "b", 2),
                Value("y", "b", 5),
                Value("builtin:refuse", "b", 1),
                Value("z", "b", 4.5),
            ],
            ["b", "a"]
        );
        Assert.Equal(["b", "a"], means.Judges);
        Assert.Equal(["y", "x", "builtin:refuse", "z"], means.Generators); // means 4, 3, 1; a has not scored z
        Assert.Equal((-1, 2), means.Order(0, 1));
        Assert.Equal(["x"], means.Best(1));
        Assert.Equal((1, 2, (int?)null), (means.Rank(0, 0), means.Rank(3, 0), means.Rank(3, 1)));
    }

    private static JudgeScores Scores(params (string Generator, string Judge, string Item, double Score)[] scores) =>
        JudgeScores.Of(
            ScoreTable.Of(
                scores.Select(s => new Observation
                {
                    Tier = Tier.Generation,
                    ItemId = s.Item,
                    Measure = "answer_correctness",
                    GenerationModel = s.Generator,
                    JudgeModel = s.Judge,
                    Outcome = Outcome.Scored,
                    Value = s.Score,
                }),
                ItemPages.Unknown
            ),
            Tier.Generation,
            "answer_correctness",
            []
        );

    private static Aggregate Value(string generator, string judge, double value) =>
        new(Tier.Generation, "avg_answer_correctness", generator, judge, null, value, 10);
}
