using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

public sealed class CoinTests
{
    private const int Items = 1000;

    // Of 1,000 fair coins 500 ± 95 are heads (six standard deviations of √250 = 15.8); two independent ones agree as often.
    [Fact]
    public async Task Verdicts_are_fair_and_depend_on_seed_item_repeat_and_answer()
    {
        var verdicts = await VerdictsAsync(seed: 1);

        Assert.InRange(verdicts.Count(v => v), 405, 595);
        foreach (
            var other in new[]
            {
                await VerdictsAsync(seed: 2),
                await VerdictsAsync(seed: 1, repeat: 1),
                await VerdictsAsync(seed: 1, answer: "Нет."),
                await VerdictsAsync(seed: 1, prefix: "x"),
            }
        )
            Assert.InRange(verdicts.Zip(other).Count(p => p.First == p.Second), 405, 595);
        Assert.Equal(verdicts, await VerdictsAsync(seed: 1));
    }

    // Of 1,000 throws of five sides 200 ± 76 show each (six standard deviations of √160 = 12.6); two independent ones agree as often.
    [Fact]
    public async Task Scores_are_whole_fair_and_depend_on_seed_repeat_and_rubric()
    {
        var scores = await ScoresAsync(seed: 1);

        Assert.Equal([1, 2, 3, 4, 5], scores.Distinct().Order());
        Assert.All(scores.CountBy(s => s), side => Assert.InRange(side.Value, 124, 276));
        foreach (
            var other in new[]
            {
                await ScoresAsync(seed: 2),
                await ScoresAsync(seed: 1, repeat: 1),
                await ScoresAsync(seed: 1, rubric: Rubric.E2eQuality),
            }
        )
            Assert.InRange(scores.Zip(other).Count(p => p.First == p.Second), 124, 276);
    }

    [Fact]
    public async Task Always_yes_is_always_yes()
    {
        var decider = BuiltInModels.CreateDecider("always-yes", 1, TimeProvider.System)!;

        foreach (var answer in new[] { "", "Ответ не найден.", "Да." })
            Assert.True((await decider.DecideAsync(new("i", "?", "", answer), TestContext.Current.CancellationToken)).Value);
    }

    private static async Task<bool[]> VerdictsAsync(int seed, int repeat = 0, string answer = "Да.", string prefix = "i")
    {
        var coin = BuiltInModels.CreateDecider("coin", seed, TimeProvider.System)!;
        var verdicts = new bool[Items];
        for (var i = 0; i < Items; i++)
            verdicts[i] = (await coin.DecideAsync(new($"{prefix}{i}", "?", "", answer, repeat), TestContext.Current.CancellationToken))
                .Value!
                .Value;
        return verdicts;
    }

    private static async Task<double[]> ScoresAsync(int seed, int repeat = 0, Rubric rubric = Rubric.Faithfulness)
    {
        var coin = BuiltInModels.CreateJudge("coin", seed, TimeProvider.System)!;
        var scores = new double[Items];
        for (var i = 0; i < Items; i++)
            scores[i] = (await coin.ScoreAsync(new($"i{i}", rubric, "?", "", "Да.", [], repeat), TestContext.Current.CancellationToken))
                .Value!
                .Value;
        return scores;
    }
}
