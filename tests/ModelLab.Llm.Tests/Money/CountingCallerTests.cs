using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Money;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Money;

public sealed class CountingCallerTests : CallTest
{
    [Theory]
    [InlineData("", 0)]
    [InlineData("hello world", 2)] // "hello" and " world" are words of o200k
    public void Tokens_are_those_of_the_vocabulary(string text, int tokens) => Assert.Equal(tokens, new TokenCounter().Count(text));

    [Fact]
    public void A_conversation_counts_its_texts_its_schema_and_its_frame()
    {
        var counter = new TokenCounter();
        var call = Call() with { Messages = [new(PromptRole.System, "hello world"), new(PromptRole.User, "hello world")] };
        Assert.Equal(3 + 2 * (3 + 2), counter.Input(call));

        var schema = ReplySchemas.Score(JudgeEvalMode.Direct);
        Assert.Equal(13 + counter.Count(schema.Schema.GetRawText()), counter.Input(call with { Schema = schema }));
    }

    [Fact]
    public async Task What_the_provider_does_not_report_is_counted_and_marked()
    {
        Server.Model("m").OmitUsage = true;
        Server.Model("m").Reply = _ => Scripted.Text("hello world", reasoningContent: "hello world");

        var result = await new CountingCaller(Caller, new TokenCounter()).CallAsync(Call("hello world"), Stop);

        Assert.Equal((8, 4, true), (result.Tokens.Input, result.Tokens.Output, result.Tokens.IsEstimated));
    }

    [Fact]
    public async Task What_the_provider_reports_is_taken_as_it_is()
    {
        Server.Model("m").Usage = new ReportedUsage(100, 50);

        var result = await new CountingCaller(Caller, new TokenCounter()).CallAsync(Call(), Stop);

        Assert.Equal((100, 50, false), (result.Tokens.Input, result.Tokens.Output, result.Tokens.IsEstimated));
    }

    // "hello world" is 2 tokens, and 8 as a conversation of one message. Reasoning that is not shown may be long.
    [Theory]
    [InlineData(0, 0, 8, 2, true)]
    [InlineData(0, 128, 8, 128, true)]
    [InlineData(10, 0, 10, 2, true)]
    [InlineData(-3, 2, 8, 2, true)]
    [InlineData(2_000_000_000, 2, 8, 2, true)]
    [InlineData(9, 30_000, 9, 30_000, false)]
    public async Task What_cannot_be_is_counted_here(int input, int output, int inputCounted, int outputCounted, bool estimated)
    {
        Server.Model("m").Usage = new ReportedUsage(input, output);
        Server.Model("m").Reply = _ => Scripted.Text("hello world");

        var result = await new CountingCaller(Caller, new TokenCounter()).CallAsync(Call("hello world"), Stop);

        Assert.Equal((inputCounted, outputCounted, estimated), (result.Tokens.Input, result.Tokens.Output, result.Tokens.IsEstimated));
    }

    // 1,200 times "hello world " are 2,401 tokens of o200k, and 2,407 as a conversation.
    [Theory]
    [InlineData(2048, null)] // more than 70 %: another vocabulary
    [InlineData(1200, "lab:m 1200 2407 1")]
    public async Task A_prompt_that_was_cut_off_is_noticed(int reported, string? note)
    {
        Server.Model("m").Usage = new ReportedUsage(reported, 50);
        var counter = new TokenCounter();
        var cuts = new PromptCuts(counter);

        await new CountingCaller(Caller, counter, cuts).CallAsync(Call(string.Concat(Enumerable.Repeat("hello world ", 1200))), Stop);

        Assert.Equal(note, cuts.Noticed.Select(c => $"{c.Model} {c.Reported} {c.Sent} {c.Calls}").SingleOrDefault());
    }

    [Fact]
    public async Task An_error_has_no_tokens()
    {
        Server.Model("m").Reply = _ => Scripted.Status(500, "?");

        var result = await new CountingCaller(Caller, new TokenCounter()).CallAsync(Call(), Stop);

        Assert.Equal((null, null, false), (result.Tokens.Input, result.Tokens.Output, result.Tokens.IsEstimated));
    }
}
