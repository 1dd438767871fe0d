using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using Xunit;

namespace ModelLab.Testing.Tests;

/// <summary>The default model, asked with ModelLab's own prompts and read with its own parsers.</summary>
public sealed class SensibleModelTests : ServerTest
{
    private static string Body(IReadOnlyList<PromptMessage> messages, ReplySchema? schema = null)
    {
        var said = messages.Select(m => new { role = JsonNamingPolicy.CamelCase.ConvertName(m.Role.ToString()), content = m.Text });
        return schema is null
            ? Json(new { model = "m", messages = said })
            : Json(
                new
                {
                    model = "m",
                    messages = said,
                    response_format = new { type = "json_schema", json_schema = new { name = schema.Name, schema = schema.Schema } },
                }
            );
    }

    private static ScoreRequest ScoreOf(int i, Rubric rubric) => new($"{i}", rubric, $"Вопрос {i}?", "Контекст.", "Ответ.", ["Эталон."]);

    public static TheoryData<Rubric, JudgeEvalMode, bool> EveryJudgePrompt =>
        [
            .. from rubric in Enum.GetValues<Rubric>()
            from mode in Enum.GetValues<JudgeEvalMode>()
            from schema in (bool[])[false, true]
            select new TheoryDataRow<Rubric, JudgeEvalMode, bool>(rubric, mode, schema),
        ];

    [Theory]
    [MemberData(nameof(EveryJudgePrompt))]
    public async Task Judge_prompts_get_scores_in_halves(Rubric rubric, JudgeEvalMode mode, bool schema)
    {
        var scores = new List<double>();
        for (var i = 0; i < 30; i++)
        {
            var content = await ContentAsync(
                Body(PromptSet.Default.ScoreMessages(ScoreOf(i, rubric), mode), schema ? ReplySchemas.Score(mode) : null)
            );
            var parsed = ScoreParser.Parse(content!);
            Assert.Null(parsed.Problem);
            Assert.Equal(mode == JudgeEvalMode.Reasoned, parsed.Evidence is not null);
            scores.Add(parsed.Score!.Value);
        }

        Assert.All(scores, s => Assert.True(s is >= 1 and <= 5 && s * 2 == Math.Floor(s * 2)));
        Assert.True(scores.Distinct().Count() > 3);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Decider_prompts_get_both_verdicts_with_evidence(bool schema)
    {
        var verdicts = new HashSet<bool>();
        for (var i = 0; i < 30; i++)
        {
            var messages = PromptSet.Default.VerdictMessages(new ShowRequest($"{i}", $"Вопрос {i}?", "Контекст.", "Ответ."));
            var parsed = VerdictParser.Parse((await ContentAsync(Body(messages, schema ? ReplySchemas.Verdict : null)))!);
            Assert.NotNull(parsed.Evidence);
            verdicts.Add(parsed.Show!.Value);
        }

        Assert.Equal(2, verdicts.Count);
    }

    [Fact]
    public async Task Generation_prompts_get_a_russian_sentence_the_same_each_time()
    {
        string Asked(int i) => Body(PromptSet.Default.GenerationMessages(new GenerationRequest($"{i}", $"Вопрос {i}?", "Контекст.")));

        var first = await ContentAsync(Asked(1));

        Assert.Matches(@"^[А-Я][а-яё ]+\.$", first);
        Assert.Equal(first, await ContentAsync(Asked(1)));
        var others = new HashSet<string?>();
        for (var i = 0; i < 20; i++)
            others.Add(await ContentAsync(Asked(i)));
        Assert.True(others.Count > 5);
    }
}
