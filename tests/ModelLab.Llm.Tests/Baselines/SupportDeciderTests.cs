using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

public sealed class SupportDeciderTests
{
    private const string Question = "Где взять справку за 2024 год?";
    private const string Context = "Справку выдаёт деканат, кабинет 214. Буфет открыт до шести.";

    [Theory]
    [InlineData("Справку выдают в деканате.", true, "доля подтверждённых основ: 1.00")]
    [InlineData("В кабинете 214 деканата.", true, "доля подтверждённых основ: 1.00")]
    [InlineData("Справку за 2024 год выдаёт деканат.", true, "доля подтверждённых основ: 0.60")] // справк, 2024, год, выда, деканат: three of five
    [InlineData("Справку выдаёт деканат, кабинет 215.", false, "числа 215 нет в контексте")]
    [InlineData("Справку оформит секретарь кафедры.", false, "доля подтверждённых основ: 0.25")] // one of four
    [InlineData("Буфет открыт.", false, "не связан с вопросом")]
    [InlineData("Ответ не найден.", false, "ответа нет")]
    [InlineData("В контексте нет информации об этом.", false, "ответа нет")]
    [InlineData(" ", false, "ответа нет")]
    public async Task An_answer_is_shown_when_the_context_supports_it(string answer, bool show, string why)
    {
        var reply = await DecideAsync(Context, answer);

        Assert.Equal((show, why), (reply.Value, reply.Evidence));
    }

    [Theory]
    [InlineData(9, 20, true)] // 0.45
    [InlineData(8, 18, false)] // 0.444…
    public async Task Forty_five_percent_of_the_stems_are_enough(int known, int all, bool show)
    {
        // Words of one consonant, repeated, have no endings: each is its own stem.
        string[] words = [.. "бвгджзклмнпрстфхцчшщ".Select(c => new string(c, 3))];
        var context = string.Join(' ', words[..known]);

        Assert.Equal(show, (await DecideAsync(context, string.Join(' ', words[..all]), question: words[0])).Value);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" \n")]
    public async Task Without_a_context_nothing_is_shown(string context)
    {
        var reply = await DecideAsync(context, "Справку выдают в деканате.");

        Assert.Equal((false, "контекст пуст"), (reply.Value, reply.Evidence));
    }

    private static Task<Reply<bool?>> DecideAsync(string context, string answer, string question = Question) =>
        BuiltInModels
            .CreateDecider("support", 1, TimeProvider.System)!
            .DecideAsync(new("i", question, context, answer), TestContext.Current.CancellationToken);
}
