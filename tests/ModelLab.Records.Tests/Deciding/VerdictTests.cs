using System.Text.Json;
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

/// <summary>
/// Made situations and what a person would say of them. Each page has one question; a model is its level, and half of a swing that goes up
/// on even pages and down on odd ones, so that a difference of two models has the mean of their levels and the spread of their swings.
/// </summary>
public sealed class VerdictTests
{
    // Answer correctness with a margin of 0.2. Differences of equal swings do not vary, which is no proof that they never do; of unlike ones they vary by half the difference of
    // the swings: its standard error is that by √pages.
    [Theory]
    // Apart.
    [InlineData(40, "a 4.5 0 | b 3.5 0", "clear a")]
    [InlineData(40, "a 4.5 0 | b 4.2 0.2 | c 4.1 0.4", "clear a")]
    [InlineData(200, "a 4 1 | b 3 0", "clear a")] // SE 0.5/√200 = 0.035, difference 1
    [InlineData(20, "a 4.5 0.2 | b 4.2 0", "clear a")] // 20 signs alike: p = 2/2²⁰
    [InlineData(20, "a 4.5 0 | b 4.2 0", "clear a")] // the same where nothing varies
    [InlineData(40, "a 4.9 0.2 | b 4.5 0.1 | c 4.4 0 | d 4 0 | e 3 0 | f 2 0 | g 1.5 0 | h 1 0", "clear a")]
    // A lead of less than the margin is no reason to pay more.
    [InlineData(40, "a 4.5 0.1 9 | b 4.4 0 1", "enough b")]
    [InlineData(40, "a 4.5 0.1 1 | b 4.4 0 9", "clear a")]
    [InlineData(40, "a 4.5 0.1 9 | b 4.1 0 1", "clear a")] // 0.4 is more than the margin
    [InlineData(40, "a 4.5 0.1 9 | b 4.45 0 5 | c 4.4 0.2 1", "enough c")]
    // Alike: all are within the margin of all.
    [InlineData(40, "a 4.4 0.1 2 | b 4.4 0 1", "enough b")]
    [InlineData(40, "a 4.4 0 2 | b 4.4 0 1", "tie a")] // nothing varies: a page in 21 of −4 would go unseen with p = 0.14
    [InlineData(200, "a 4.4 0 2 | b 4.4 0 1", "enough b")] // p = 6e-5
    [InlineData(200, "a 4 0.2 1 | b 4.01 0 2", "enough a")] // SE 0.1/√200 = 0.007, so 0.01 is not established and 0.2 far away
    [InlineData(200, "a 4 0.2 | b 4.01 0", "enough b")] // no prices, alike in speed: the better one
    [InlineData(20, "a 4 1 | b 3.9 0", "enough a")] // SE 0.5/√19 = 0.115: a is short of b by 0.2 at t = 0.3/0.115 = 2.6, p = 0.017 of two
    // Not told apart.
    [InlineData(40, "a 3.1 0 | b 3 3", "tie a")] // SE 1.5/√40 = 0.24
    [InlineData(20, "a 4 2 | b 3.9 0", "tie a")] // SE 1/√19 = 0.23: t = 1.3
    [InlineData(40, "a 4 2 | b 3.95 0 | c 3.9 1 | d 3.85 2.4", "tie a")]
    [InlineData(40, "a 4 2 1 | b 3.95 0 9", "tie a")] // a price decides nothing by itself
    [InlineData(200, "a 3.05 3.9 | b 3 0", "tie a")] // SE 1.95/√200 = 0.14
    // Floors.
    [InlineData(40, "a 4 0 | b 3 0 | builtin:lead 4.5 0", "below_floor")]
    [InlineData(40, "a 4 0 | b 3 0 | builtin:lead 3.5 0", "clear a")]
    [InlineData(40, "a 4 3 | b 3 0 | builtin:lead 3.8 0", "below_floor")] // better than the built-in by 0.2 ± 0.24
    // Few pages, one model.
    [InlineData(19, "a 4.5 0 | b 3.5 0", "thin")]
    [InlineData(3, "a 4.5 0 | b 3.5 0", "thin")]
    [InlineData(40, "a 4.5 0", "single")]
    [InlineData(40, "builtin:a 4.5 0 | builtin:b 3.5 0", "clear builtin:a, only baselines")]
    public void A_situation_has_its_verdict(int pages, string models, string verdict)
    {
        var made = models
            .Split('|', StringSplitOptions.TrimEntries)
            .Select(m => m.Split(' '))
            .Select(m => (Name: m[0], Level: Number(m[1]), Swing: Number(m[2]), Price: m.Length > 3 ? Number(m[3]) : (double?)null))
            .ToList();
        var run = Run(
            pages,
            [.. made.Select(m => (m.Name, (Func<int, double>)(i => m.Level + (i % 2 == 0 ? 0.5 : -0.5) * m.Swing)))],
            made.Where(m => m.Price is not null).ToDictionary(m => m.Name, m => m.Price!.Value)
        );
        var r = RoleRecommendation.Of(run, new Margins())[0];
        Assert.Equal(verdict, $"{Names.Of(r.Verdict)} {r.Pick ?? r.Provisional}".Trim() + (r.BaselinesOnly ? ", only baselines" : ""));
        // Every verdict has a sentence in both languages.
        Assert.All(
            new[] { Language.English, Language.Russian },
            language => Assert.EndsWith(".", new RecommendationText(language).Reason(r), StringComparison.Ordinal)
        );
    }

    // 40 pages, one item each, 30 answers good.
    [Theory]
    [InlineData("40 show everything", "below_floor")] // F1 60/70, which no careful judge reaches
    [InlineData("30 good shown, 10 bad hidden", "single")]
    public void A_production_judge_must_beat_the_rules_that_need_no_judge(string what, string verdict)
    {
        bool Shows(int i) => what.StartsWith("40", StringComparison.Ordinal) || i < 30;
        var rows = Enumerable
            .Range(0, 40)
            .SelectMany(i =>
                new[] { "p", "q" }
                    .Take(what.StartsWith("40", StringComparison.Ordinal) ? 2 : 1)
                    .Select(p => Make.Verdict(p, $"i{i:00}", i < 30, Shows(i)))
            )
            .ToList();
        var run = Make.Run(
            new ModelLineup([], [], [.. rows.Select(r => r.ProductionJudgeModel!).Distinct()]),
            rows,
            tiers: [Tier.JudgePipeline]
        );
        var r = RoleRecommendation.Of(run, new Margins())[0];
        Assert.Equal(verdict, Names.Of(r.Verdict));
        if (r.Verdict == Verdict.BelowFloor)
            Assert.Equal(
                "Выбора нет: ни один судья не лучше правила «показывать всё» (превосходство не показано).",
                new RecommendationText(Language.Russian).Reason(r)
            );
    }

    /// <summary>
    /// Eight models on 20 pages, whose levels and pages vary: whatever is named is worse than the best by more than the margin in at most
    /// 5 % of runs, and what is called clear is the best in all but 2.5 %. Three standard errors of the runs are allowed.
    /// </summary>
    [Theory]
    [InlineData(0.1)]
    [InlineData(0.4)]
    public void What_is_named_is_right_as_often_as_it_says(double spread)
    {
        const int Runs = 100;
        var (wrongClear, wrongEnough, ties) = (0, 0, 0);
        for (var seed = 0; seed < Runs; seed++)
        {
            var random = new Random(seed);
            double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
            var levels = Enumerable.Range(0, 8).Select(_ => spread * Normal()).ToArray();
            var page = Enumerable.Range(0, 20).Select(_ => 0.5 * Normal()).ToArray();
            var noise = levels.Select(_ => page.Select(_ => 0.5 * Normal()).ToArray()).ToArray();
            var run = Run(20, [.. levels.Select((level, m) => ($"m{m}", (Func<int, double>)(i => 3 + level + page[i] + noise[m][i])))], []);
            var r = RoleRecommendation.Of(run, new Margins())[0];
            var short_ = r.Pick is { } pick ? levels.Max() - levels[pick[1] - '0'] : 0;
            wrongClear += r.Verdict == Verdict.Clear && short_ > 0 ? 1 : 0;
            wrongEnough += r.Verdict == Verdict.Enough && short_ > 0.2 ? 1 : 0;
            ties += r.Verdict == Verdict.Tie ? 1 : 0;
        }
        Assert.InRange(wrongClear, 0, Runs * (0.025 + 3 * Math.Sqrt(0.025 * 0.975 / Runs)));
        Assert.InRange(wrongEnough, 0, Runs * (0.05 + 3 * Math.Sqrt(0.05 * 0.95 / Runs)));
        Assert.True(spread > 0.2 || ties > Runs / 2, $"{ties} ties");
    }

    private static double Number(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static Run Run(int pages, (string Model, Func<int, double> Score)[] models, Dictionary<string, double> prices)
    {
        var rows = models
            .SelectMany(m =>
                Enumerable
                    .Range(0, pages)
                    .SelectMany(i =>
                    {
                        var answer = Make.Answer(m.Model, $"q{i:000}");
                        var facts = answer.Facts with
                        {
                            Tokens = new TokenUsage { Input = 1_000_000, Output = 0 },
                        };
                        return Make.Scores(m.Model, "j", $"q{i:000}", 4.9, 5, m.Score(i)).Prepend(answer with { Facts = facts });
                    })
            )
            .ToList();
        var list = PriceList.Of(
            prices.Select(p => new Price(
                p.Key,
                (decimal)p.Value,
                null,
                0,
                "USD",
                new DateOnly(2026, 11, 1),
                new Uri("https://example.org/")
            ))
        );
        return Make.Run(new ModelLineup([.. models.Select(m => m.Model)], ["j"], []), rows, tiers: [Tier.Generation]) with
        {
            Usage = UsageTally.Of(rows, list),
        };
    }
}
