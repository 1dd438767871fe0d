using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Roles;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Roles;

public sealed class LlmAnswerGeneratorTests : RoleTest
{
    private static readonly GenerationRequest Request = new("i1", "Где взять справку?", "Справку выдаёт деканат.");

    [Fact]
    public async Task An_answer_comes_with_its_facts()
    {
        var reply = await AskAsync(Scripted.Text("В деканате.", "Подумаю."));

        Assert.Equal(new Reply<string>(Outcome.Scored, "В деканате.", "Подумаю.", null, Once with { ReasoningChars = 8 }), reply);
    }

    [Fact]
    public async Task The_prompt_and_the_sampling_are_those_of_the_settings()
    {
        await AskAsync(Scripted.Text("В деканате."));

        var request = Server.Requests.Single();
        Assert.Equal(PromptSet.Default.GenerationMessages(Request).Select(m => m.Text), request.Messages.Select(m => m.Text));
        Assert.Equal(["system", "user"], request.Messages.Select(m => m.Role));
        Assert.Contains(Request.Question, request.Messages[1].Text, StringComparison.Ordinal);
        Assert.Contains($"\n{Request.Context}\n", request.Messages[1].Text, StringComparison.Ordinal);
        Assert.Equal((0.7, 200), (request.Body.GetProperty("temperature").GetDouble(), request.Body.GetProperty("max_tokens").GetInt32()));
        Assert.False(request.Has("response_format", out _));
    }

    [Fact]
    public async Task A_refusal_is_refused() =>
        Assert.Equal(new Reply<string>(Outcome.Refused, null, null, "Не могу.", Once), await AskAsync(Scripted.Refusal("Не могу.")));

    [Fact]
    public async Task A_filtered_answer_is_refused_even_when_half_of_it_came()
    {
        var reply = await AskAsync(Scripted.Text("В дека", finishReason: "content_filter"));

        Assert.Equal((Outcome.Refused, null, "stopped by the provider's content filter"), (reply.Outcome, reply.Value, reply.Error));
    }

    [Theory]
    [InlineData("", "stop", "the reply is empty")]
    [InlineData(" \n", "stop", "the reply is empty")]
    [InlineData(
        "<think>Подумаю.</think>",
        "stop",
        "the reply is empty, only reasoning came: raise --generation-max-tokens, or switch reasoning off for this model"
    )]
    [InlineData("<think>Подум", "length", "the token limit was used up before an answer came: raise --generation-max-tokens")]
    public async Task A_reply_without_an_answer_is_unparseable_and_not_asked_again(string text, string finish, string error)
    {
        var reply = await AskAsync(Scripted.Text(text, finishReason: finish));

        Assert.Equal((Outcome.Unparseable, null, error), (reply.Outcome, reply.Value, reply.Error));
        Assert.Equal((1, null), (reply.Facts.Asks, reply.Facts.ErrorClass));
    }

    [Fact]
    public async Task A_fault_is_a_transport_error_with_its_class_and_no_latency()
    {
        var reply = await AskAsync(Scripted.Status(500, "Сломалось."));

        Assert.Equal(
            new Reply<string>(
                Outcome.TransportError,
                null,
                null,
                "HTTP 500: Сломалось.",
                new CallFacts
                {
                    Asks = 1,
                    Attempts = 1,
                    ErrorClass = CallErrorClass.Server,
                }
            ),
            reply
        );
    }

    private Task<Reply<string>> AskAsync(ScriptedReply reply) =>
        new LlmAnswerGenerator(Endpoint(), Script(reply), Settings()).GenerateAsync(Request, Stop);
}
