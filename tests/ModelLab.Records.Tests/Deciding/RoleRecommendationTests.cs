using System.Text;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Money;
using ModelLab.Core.Roles;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Tests.Writing;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Deciding;

public sealed class RoleRecommendationTests
{
    // 40 questions, each its own page. Better by a whole point on every question, or equal but for small noise.
    private static readonly string[] Items = [.. Enumerable.Range(0, 40).Select(i => $"q{i:00}")];

    [Fact]
    public void A_model_that_is_better_everywhere_is_established_better_and_ranks_first()
    {
        // All 40 differences of a pair are nearly the same, however small: every sign pattern but two gives a smaller total.
        var generation = Generation(("a", Wave(4)), ("b", Wave(3)), ("c", Wave(2.9)));
        Assert.Equal([("a", 1), ("b", 2), ("c", 3)], generation.Comparison.Models.Select(m => (m.Model, m.Rank)));
        Assert.Equal((Verdict.Clear, "a"), (generation.Verdict, generation.Pick));
        Assert.All(generation.Comparison.Pairs.Where(p => p.First == "a"), p => Assert.Equal("a", p.Better));
        Assert.Equal(3, generation.Comparison.Pairs.Count);
    }

    [Fact]
    public void Of_models_shown_not_to_be_worse_the_fastest_is_picked_where_a_price_is_unknown()
    {
        // The difference of 0.05 ± 0.02 is surely under 0.2; c is a point worse.
        var generation = Generation(("slow", Wave(4.05)), ("fast", i => 4 + (i % 2 == 0 ? 0.02 : -0.02) + Wave(0)(i)), ("c", Wave(3)));
        Assert.Equal(["slow", "fast"], generation.GoodEnough);
        Assert.Equal(("fast", PickReason.Fastest), (generation.Pick, generation.Reason));
    }

    [Theory]
    [InlineData(111, 0, 0)] // the intervals are apart and 11 ms are more than a tenth of 101: see below
    [InlineData(110, 0, 0)] // 9 % slower
    [InlineData(150, 4, 9)] // under more than twice the load
    public void Who_is_not_shown_to_be_faster_is_alike_in_speed(int other, int load, int otherLoad)
    {
        // Means 101 and other + 1 ms, with intervals of less than ±1 ms.
        List<Observation> rows =
        [
            .. Rows(40, ("slow", Wave(4.05)), ("b", Wave(4)))
                .Select(o =>
                    o with
                    {
                        Facts = o.Facts with
                        {
                            LatencyMs = o.Facts.LatencyMs + (o.GenerationModel == "b" ? other - 100 : 0),
                            InFlight = o.GenerationModel == "b" ? otherLoad : load,
                        },
                    }
                ),
        ];
        var run = Make.Run(new ModelLineup(["slow", "b"], ["j"], []), rows, tiers: [Tier.Generation]) with
        {
            Usage = UsageTally.Of(rows, PriceList.Empty),
        };
        var generation = RoleRecommendation.Of(run, new Margins())[0];
        Assert.Equal(("slow", other == 111 ? PickReason.Fastest : PickReason.AlikeInSpeed), (generation.Pick, generation.Reason));
    }

    [Fact]
    public void Built_in_models_cost_nothing_and_that_is_known()
    {
        var generation = Generation(("builtin:a", Wave(4.05)), ("builtin:b", Wave(4)), ("builtin:c", Wave(3)));
        Assert.Equal([0m, 0m, 0m], generation.TradeOffs.Select(t => t.CostPerThousand));
        // Among those good enough, a and b, the price decides nothing.
        Assert.Equal(("builtin:a", PickReason.AlikeInSpeed), (generation.Pick, generation.Reason));
    }

    [Fact]
    public void The_cheapest_is_picked_where_all_prices_are_known()
    {
        var prices = PriceList.Parse(
            Encoding.UTF8.GetBytes(
                """
                {"prices": [
                  {"model": "slow", "input_per_million": 1, "output_per_million": 1, "currency": "USD", "as_of": "2026-11-01", "source": "https://example.org/a"},
                  {"model": "fast", "input_per_million": 9, "output_per_million": 9, "currency": "USD", "as_of": "2026-11-01", "source": "https://example.org/b"}]}
                """
            ),
            "pricing.json"
        );
        var generation = Generation(prices, ("slow", Wave(4.05)), ("fast", Wave(4)));
        Assert.Equal(("slow", PickReason.Cheapest), (generation.Pick, generation.Reason));
        // 10 input and 5 output tokens a call at 1 per million: 0.015 for 1,000 calls.
        Assert.Equal(0.015m, generation.TradeOffs[0].CostPerThousand);
    }

    [Fact]
    public void Models_that_are_merely_not_separated_are_listed_and_never_picked()
    {
        // b swings by ±3 about the same mean: no test separates them, and no interval shows that b is within 0.2.
        var generation = Generation(("a", _ => 3.1), ("b", i => i % 2 == 0 ? 1.5 : 4.5));
        Assert.Equal(["a", "b"], generation.Comparison.TiedBest.Select(m => m.Model));
        Assert.Empty(generation.GoodEnough);
        Assert.Equal((Verdict.Tie, null, "a"), (generation.Verdict, generation.Pick, generation.Provisional));
        var pair = generation.Comparison.Pairs.Single();
        Assert.True(pair.MoreQuestions > 0 && pair.MorePages == pair.MoreQuestions);
        // (1.959964 + 0.841621)² · variance / 0.2²; deviations ±1.5, so the variance of a page is 2.25 · 40/39: 7.848879 · 2.307692 / 0.04
        // = 452.82, of which there are 40.
        Assert.Equal(453 - 40, pair.MorePages);
    }

    [Fact]
    public void Few_pages_and_single_models_bear_no_pick()
    {
        var thin = RoleRecommendation.Of(Run(PriceList.Empty, 19, ["a", "b"], ("a", Wave(5)), ("b", Wave(3))), new Margins())[0];
        Assert.Equal((Verdict.Thin, null), (thin.Verdict, thin.Pick));
        Assert.Equal((Verdict.Single, null), Generation(("a", Wave(4))) is var one ? (one.Verdict, one.Pick) : default);
    }

    [Fact]
    public void Built_ins_are_reference_lines_unless_nothing_else_ran()
    {
        var mixed = Generation(("builtin:lead", Wave(5)), ("a", Wave(4)), ("b", Wave(3)));
        Assert.Equal(["a", "b"], mixed.Comparison.Models.Select(m => m.Model));
        Assert.Equal("builtin:lead", Assert.Single(mixed.Comparison.Baselines).Model);
        Assert.Equal("builtin:lead", Generation(("builtin:lead", Wave(5)), ("builtin:echo", Wave(3))).Pick);
    }

    [Fact]
    public void A_generator_surely_below_the_faithfulness_floor_is_not_picked()
    {
        var run = Run(PriceList.Empty, 40, ["a", "b"], ("a", Wave(4.05)), ("b", Wave(4)));
        var floored = RoleRecommendation.Of(run, new Margins { FaithfulnessFloor = 4.9 })[0];
        Assert.Equal((Verdict.BelowFloor, null, 2), (floored.Verdict, floored.Pick, floored.BelowFloor.Count));
        Assert.NotNull(RoleRecommendation.Of(run, new Margins { FaithfulnessFloor = 1 })[0].Pick);
    }

    [Fact]
    public void Production_judges_stand_beside_constant_verdicts_and_costs_turn_the_order()
    {
        // 30 good, 10 bad. 'yes' shows everything: F1 60/70. 'strict' shows 20 of the good: F1 40/50 = 0.8, and nothing bad.
        var rows = Items.SelectMany(
            (item, i) => new[] { Make.Verdict("yes", item, i < 30, true), Make.Verdict("strict", item, i < 30, i < 20) }
        );
        var run = Make.Run(new ModelLineup([], [], ["yes", "strict"]), rows, tiers: [Tier.JudgePipeline]);
        var byF1 = RoleRecommendation.Of(run, new Margins()).Single();
        Assert.Equal("yes", byF1.Comparison.Leader!.Model);
        Assert.Equal(
            (true, true, 60.0 / 70, 40L),
            (byF1.Constants[0].Shows, byF1.Constants[0].IsMajority, byF1.Constants[0].Value, byF1.Constants[0].N)
        );
        // Showing a bad answer costs 5, hiding a good one 1: 'yes' 10·5/40 = 1.25, 'strict' 10·1/40 = 0.25.
        var byCost = RoleRecommendation.Of(run, new Margins { Costs = new DecisionCosts(5, 1) }).Single();
        Assert.Equal([("strict", 0.25), ("yes", 1.25)], byCost.Comparison.Models.Select(m => (m.Model, m.Number.Value!.Value)));
        Assert.Equal([1.25, 0.75], byCost.Constants.Select(c => c.Value!.Value));
        Assert.Equal("strict", byCost.Comparison.Pairs.Single().Better);
    }

    [Fact]
    public void Judges_are_averaged_question_by_question_and_their_orders_compared()
    {
        // Under j a is better by 2, under k worse by 1: on average better by 0.5.
        var rows = Items.SelectMany(item =>
            new[] { "a", "b" }.SelectMany(g =>
                Make.Scores(g, "j", item, 5, 5, g == "a" ? 5 : 3)
                    .Concat(Make.Scores(g, "k", item, 5, 5, g == "a" ? 3 : 4))
                    .Prepend(Make.Answer(g, item))
            )
        );
        var generation = RoleRecommendation.Of(
            Make.Run(new ModelLineup(["a", "b"], ["j", "k"], []), rows, tiers: [Tier.Generation]),
            new Margins()
        )[0];
        Assert.Equal(0.5, generation.Comparison.Pairs.Single().Comparison.Difference);
        Assert.Equal(
            ("j", "k", -1.0, 2),
            (
                generation.Comparison.JudgeOrders[0].First,
                generation.Comparison.JudgeOrders[0].Second,
                generation.Comparison.JudgeOrders[0].Tau,
                generation.Comparison.JudgeOrders[0].Models
            )
        );
    }

    [Fact]
    public void Excluded_models_and_thin_coverage_are_listed_with_the_reason()
    {
        var rows = Items.SelectMany(
            (item, i) =>
                Make.Scores("a", "j", item, 5, 5, 4)
                    .Prepend(Make.Answer("a", item))
                    .Append(Make.Answer("weak", item, abstained: i < 4 ? null : 0))
        );
        var run = Make.Run(
            new ModelLineup(["a", "weak", "gone"], ["j"], []),
            rows,
            [Make.Excluded(ModelRole.Generation, "gone")],
            [Tier.Generation]
        );
        var left = RoleRecommendation.Of(run, new Margins())[0].Comparison.LeftOut;
        Assert.Equal(
            [("gone", "no API key: set X_API_KEY"), ("weak", "only 36 of 40 replies usable (under 95 %)")],
            left.Select(l => (l.Model, l.Reason)).Order()
        );
    }

    [Theory]
    [InlineData("en")]
    [InlineData("ru")]
    public void The_section_is_as_approved(string code)
    {
        var rows = Items
            .SelectMany((item, i) => new[] { Make.Verdict("yes", item, i < 30, true), Make.Verdict("strict", item, i < 30, i < 20) })
            .Concat(
                Rows(
                    40,
                    ("slow", Wave(4.05)),
                    ("fast", i => 4 + (i % 2 == 0 ? 0.02 : -0.02) + Wave(0)(i)),
                    ("builtin:lead", Wave(3)),
                    ("swings", i => i % 2 == 0 ? 3 : 5)
                )
            );
        var run = Make.Run(
            new ModelLineup(["slow", "fast", "builtin:lead", "swings"], ["j"], ["yes", "strict"]),
            rows,
            tiers: [Tier.Generation, Tier.JudgePipeline]
        );
        var text = new StringBuilder();
        RecommendationReport.Append(text, RoleRecommendation.Of(run, new Margins()), code == "ru" ? Language.Russian : Language.English);
        Golden.Matches("ModelLab.Records.Tests", $"recommendation.{code}.md", text.ToString());
    }

    [Fact]
    public void Tables_bear_any_name()
    {
        var text = new StringBuilder();
        RecommendationReport.Append(text, [Generation(("odd|one", Wave(4)), ("b|a", Wave(3)), ("builtin:l|d", Wave(2)))], Language.English);
        // Its line of the ranking, and the pair with the other.
        Assert.Equal(2, MarkdownTests.AssertWholeTables(text.ToString(), @"`odd\|one`"));
        Assert.Equal(1, MarkdownTests.AssertWholeTables(text.ToString(), @"`builtin:l\|d`"));
        Assert.Contains("### Generation models: `odd|one`", text.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_objectives_name_those_there_are()
    {
        var problem = Assert.Throws<ModelLab.Core.BadInputException>(() => Objective.Parse("tier_2.avg_beauty", new Margins()));
        Assert.StartsWith(
            "--objective tier_2.avg_beauty: models cannot be ranked by it: choose one of tier_2.avg_faithfulness, ",
            problem.Message,
            StringComparison.Ordinal
        );
        Assert.Equal(3, Objective.Parse("tier_2.avg_bleu", new Margins()).Margin); // 0.03 of 100
    }

    // The same ups and downs for every model, but for a hundredth: differences hardly vary.
    private static Func<int, double> Wave(double level)
    {
        var own = (int)Math.Round(level * 20) % 4;
        return i => level + i % 3 * 0.3 - 0.3 + (own > 0 && i / own % 2 == 0 ? 0.01 : -0.01);
    }

    private static RoleRecommendation Generation(params (string, Func<int, double>)[] models) => Generation(PriceList.Empty, models);

    private static RoleRecommendation Generation(PriceList prices, params (string Model, Func<int, double>)[] models) =>
        RoleRecommendation.Of(Run(prices, 40, [.. models.Select(m => m.Model)], models), new Margins())[0];

    private static Run Run(PriceList prices, int questions, string[] names, params (string, Func<int, double>)[] models)
    {
        var rows = Rows(questions, models).ToList();
        return Make.Run(new ModelLineup(names, ["j"], []), rows, tiers: [Tier.Generation]) with { Usage = UsageTally.Of(rows, prices) };
    }

    private static IEnumerable<Observation> Rows(int questions, params (string Model, Func<int, double> Score)[] models) =>
        from model in models
        from i in Enumerable.Range(0, questions)
        let answer = Make.Answer(model.Model, Items[i], latency: (model.Model == "fast" ? 10 : 100) + i % 3)
        from row in Make.Scores(model.Model, "j", Items[i], Math.Min(5, 4.5 + i % 2 * 0.1), 5, Math.Min(5, model.Score(i)))
            .Prepend(
                answer with
                {
                    Facts = answer.Facts with
                    {
                        Tokens = new TokenUsage { Input = 10, Output = 5 },
                    },
                }
            )
        select row;
}
