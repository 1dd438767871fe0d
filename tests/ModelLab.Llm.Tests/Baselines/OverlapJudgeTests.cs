using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

public sealed class OverlapJudgeTests
{
    private const string Context = "Справку выдаёт деканат, кабинет 214. Буфет открыт до шести.";

    [Theory]
    // Answer: справк, выда, деканат. Reference: справк, выда, учебн, отдел. F1 = 2·2 / (3 + 4) = 4/7; 1 + 4·4/7 = 3.29; 1 + 4·16/49 = 2.31.
    [InlineData("Справку выдаёт деканат", "Справку выдаёт учебный отдел", 3.29, 2.31)]
    [InlineData("Справку выдаёт деканат", "Справку выдаёт деканат", 5, 5)]
    [InlineData("Справки выдавали в деканатах", "В деканате выдавали справку", 5, 5)] // inflection and order do not matter
    [InlineData("Буфет", "Деканат", 1, 1)]
    [InlineData("", "Деканат", 1, 1)]
    // Bags: «деканат» counts once of twice. F1 = 2·1 / (2 + 1) = 2/3; 1 + 8/3 = 3.67; 1 + 16/9 = 2.78.
    [InlineData("деканат деканат", "деканат", 3.67, 2.78)]
    public async Task Correctness_is_the_f1_of_stems(string answer, string reference, double overlap, double strict)
    {
        foreach (var rubric in new[] { Rubric.AnswerCorrectness, Rubric.E2eQuality })
        {
            Assert.Equal(overlap, await ScoreAsync("overlap", rubric, answer, [reference]));
            Assert.Equal(strict, await ScoreAsync("strict", rubric, answer, [reference]));
        }
    }

    [Fact]
    public async Task The_best_of_several_references_counts() =>
        Assert.Equal(5, await ScoreAsync("overlap", Rubric.AnswerCorrectness, "Деканат", ["Буфет", "Деканат", "Кабинет"]));

    [Theory]
    [InlineData(Rubric.AnswerCorrectness)]
    [InlineData(Rubric.E2eQuality)]
    public async Task Without_a_reference_nothing_is_scored(Rubric rubric) =>
        Assert.Equal(
            new Reply<double?>(Outcome.NotRun, null, null, "there is no reference answer", CallFacts.None),
            await AskAsync("overlap", rubric, "Деканат", [])
        );

    [Theory]
    // Of справк, выда, деканат, завтр the context holds three: 1 + 4·3/4 = 4; 1 + 4·9/16 = 3.25.
    [InlineData("Справку выдаёт деканат завтра", 4, 3.25)]
    [InlineData("Деканат", 5, 5)]
    [InlineData("Библиотека", 1, 1)]
    [InlineData("Ответ не найден.", 5, 5)] // who claims nothing claims nothing wrong
    public async Task Faithfulness_is_the_share_of_stems_in_the_context(string answer, double overlap, double strict)
    {
        Assert.Equal(overlap, await ScoreAsync("overlap", Rubric.Faithfulness, answer, []));
        Assert.Equal(strict, await ScoreAsync("strict", Rubric.Faithfulness, answer, []));
    }

    [Theory]
    [InlineData("Справку дают", 3)] // справк is in the question, да is not: 1 + 4·1/2
    [InlineData("В деканате", 5)] // the context's sentence about справки names the деканат
    [InlineData("Буфет", 1)] // in the context, but not about what was asked
    [InlineData("Ответ не найден.", 1)]
    public async Task Relevance_is_the_share_of_stems_on_topic(string answer, double expected) =>
        Assert.Equal(expected, await ScoreAsync("overlap", Rubric.AnswerRelevance, answer, []));

    [Theory]
    // Four of five stems: overlap 1 + 4·4/5 = 4.2; strict would be 1 + 4·16/25 = 3.56 without the cap.
    [InlineData("Справку выдаёт деканат, кабинет 215", 4.2, 2, "215")]
    [InlineData("Справку выдаёт деканат, кабинет Петрова", 4.2, 2, "петров")]
    [InlineData("Справку выдаёт деканат, кабинет «Лотос»", 4.2, 2, "лотос")]
    // Not capped: the same share with an ordinary word, and a number that the source holds.
    [InlineData("Справку выдаёт деканат, кабинет закрыт", 4.2, 3.56, null)]
    [InlineData("Справку выдаёт деканат, кабинет 214", 5, 5, null)]
    [InlineData("Петров выдаёт справку в деканате", 4, 3.25, null)] // 3 of 4; a first word is always written with a capital
    public async Task Strict_gives_at_most_two_for_a_foreign_number_or_name(string answer, double overlap, double strict, string? named)
    {
        var reply = await AskAsync("strict", Rubric.Faithfulness, answer, []);

        Assert.Equal(strict, reply.Value);
        if (named is null)
            Assert.DoesNotContain("нет в источнике", reply.Evidence, StringComparison.Ordinal);
        else
            Assert.EndsWith($"нет в источнике: {named}", reply.Evidence, StringComparison.Ordinal);
        Assert.Equal(overlap, await ScoreAsync("overlap", Rubric.Faithfulness, answer, []));
    }

    [Fact]
    public async Task A_number_of_the_reference_is_not_foreign() =>
        Assert.Equal(3.56, await ScoreAsync("strict", Rubric.Faithfulness, "Справку выдаёт деканат, кабинет 215", ["Кабинет 215"]));

    [Fact]
    public async Task A_low_score_is_not_raised_to_two() =>
        Assert.Equal(1, await ScoreAsync("strict", Rubric.Faithfulness, "Библиотека 999", []));

    [Fact]
    public async Task Evidence_has_a_decimal_point_in_every_culture() =>
        Assert.Equal(
            "доля общих основ: 0.75",
            (await AskAsync("overlap", Rubric.Faithfulness, "Справку выдаёт деканат завтра", [])).Evidence
        );

    private static async Task<double?> ScoreAsync(string judge, Rubric rubric, string answer, string[] references) =>
        (await AskAsync(judge, rubric, answer, references)).Value;

    private static Task<Reply<double?>> AskAsync(string judge, Rubric rubric, string answer, string[] references) =>
        BuiltInModels
            .CreateJudge(judge, 1, TimeProvider.System)!
            .ScoreAsync(new("i", rubric, "Где взять справку?", Context, answer, references), TestContext.Current.CancellationToken);
}
