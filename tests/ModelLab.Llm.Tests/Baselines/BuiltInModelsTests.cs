using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Baselines;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Baselines;

public sealed class BuiltInModelsTests
{
    private const string Context = "Справку выдаёт деканат. Буфет открыт до шести. Деканат работает до пяти.";

    [Fact]
    public void Every_listed_name_is_a_model_and_no_other()
    {
        Assert.All(
            BuiltInModels.Generators,
            name => Assert.Equal(ModelRef.BuiltIn(name), BuiltInModels.CreateGenerator(name, 1, TimeProvider.System)!.Model)
        );
        Assert.All(
            BuiltInModels.Judges,
            name => Assert.Equal(ModelRef.BuiltIn(name), BuiltInModels.CreateJudge(name, 1, TimeProvider.System)!.Model)
        );
        Assert.All(
            BuiltInModels.Deciders,
            name => Assert.Equal(ModelRef.BuiltIn(name), BuiltInModels.CreateDecider(name, 1, TimeProvider.System)!.Model)
        );
        Assert.Null(BuiltInModels.CreateGenerator("overlap", 1, TimeProvider.System));
        Assert.Null(BuiltInModels.CreateJudge("support", 1, TimeProvider.System));
        Assert.Null(BuiltInModels.CreateDecider("strict", 1, TimeProvider.System));
    }

    // Three sentences; «деканат» is in two of them and weighs ln(1 + 3/2) = 0.92, «работает» and «открыт» in one: ln(1 + 3/1) = 1.39.
    [Theory]
    [InlineData("Когда работает деканат?", "Деканат работает до пяти.")] // 2.30 against 0.92, which is below 60 %
    [InlineData("Что такое деканат?", "Справку выдаёт деканат. Деканат работает до пяти.")] // a tie, in the context's order
    [InlineData("Открыт ли деканат?", "Справку выдаёт деканат. Буфет открыт до шести.")] // 0.92 is above 60 % of 1.39; the first of two equals
    [InlineData("Кто работает в деканатах?", "Деканат работает до пяти.")] // inflection does not matter
    [InlineData("Где библиотека?", "ответ не найден")]
    [InlineData("", "ответ не найден")]
    public async Task Extractive_gives_the_sentences_that_match(string question, string expected) =>
        Assert.Equal(expected, await AnswerAsync("extractive", question, Context));

    [Theory]
    [InlineData("lead", "Справку выдаёт деканат. Буфет открыт до шести.")]
    [InlineData("echo", Context)]
    [InlineData("refuse", "ответ не найден")]
    public async Task The_other_generators_do_what_their_names_say(string name, string expected)
    {
        Assert.Equal(expected, await AnswerAsync(name, "Где библиотека?", $" {Context}\n"));
        Assert.Equal("ответ не найден", await AnswerAsync(name, "Где библиотека?", " \n"));
    }

    [Fact]
    public async Task A_builtin_reports_its_own_time_and_no_tokens()
    {
        using var time = new ManualTime();

        var reply = await BuiltInModels
            .CreateGenerator("echo", 1, time)!
            .GenerateAsync(new("i", "?", "Да."), TestContext.Current.CancellationToken);

        Assert.Equal(
            new CallFacts
            {
                LatencyMs = 0,
                Asks = 1,
                Attempts = 1,
            },
            reply.Facts
        );
    }

    private static async Task<string?> AnswerAsync(string name, string question, string context) =>
        (
            await BuiltInModels
                .CreateGenerator(name, 1, TimeProvider.System)!
                .GenerateAsync(new("i", question, context), TestContext.Current.CancellationToken)
        ).Value;
}
