using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Llm.Roles;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Roles;

public sealed class LlmShowDeciderTests : RoleTest
{
    private static readonly ShowRequest Request = new("i1", "Где справка?", "Справку выдаёт деканат.", "В деканате.");

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_verdict_comes_with_evidence_and_facts(bool show) =>
        Assert.Equal(new Reply<bool?>(Outcome.Scored, show, "Сходится.", null, Once), await AskAsync(Scripted.Verdict(show, "Сходится.")));

    [Fact]
    public async Task The_prompt_and_the_schema_are_those_of_the_settings()
    {
        await AskAsync(Scripted.Verdict(true));

        var request = Server.Requests.Single();
        Assert.Equal(PromptSet.Default.VerdictMessages(Request).Select(m => m.Text), request.Messages.Select(m => m.Text));
        Assert.Equal("verdict", request.Body.GetProperty("response_format").GetProperty("json_schema").GetProperty("name").GetString());
    }

    [Fact]
    public async Task An_unreadable_reply_is_asked_about_once_and_both_calls_count()
    {
        var reply = await AskAsync(Scripted.Text("С одной стороны, да, но нет ли ошибок."), Scripted.Text("Нет"));

        Assert.Equal(new Reply<bool?>(Outcome.Scored, false, null, null, Twice), reply);
        Assert.Equal(
            [
                .. Server.Requests[0].Messages,
                new("assistant", "С одной стороны, да, но нет ли ошибок."),
                new("user", PromptSet.Default.VerdictReAsk),
            ],
            Server.Requests[1].Messages
        );
    }

    [Theory]
    [InlineData("Yesterday it was fine", "no verdict in the reply")]
    [InlineData("Да или нет?", "no verdict in the reply")]
    [InlineData("""{"verdict": "может быть"}""", "the verdict is neither yes nor no")]
    public async Task Two_unreadable_replies_are_unparseable(string second, string error) =>
        Assert.Equal(
            new Reply<bool?>(Outcome.Unparseable, null, null, error, Twice),
            await AskAsync(Scripted.Text("Трудно сказать."), Scripted.Text(second))
        );

    [Fact]
    public async Task A_refusal_is_not_asked_again() =>
        Assert.Equal(new Reply<bool?>(Outcome.Refused, null, null, "Не могу.", Once), await AskAsync(Scripted.Refusal("Не могу.")));

    [Fact]
    public async Task A_fault_is_a_transport_error() =>
        Assert.Equal(
            new Reply<bool?>(
                Outcome.TransportError,
                null,
                null,
                "HTTP 401",
                new CallFacts
                {
                    Asks = 1,
                    Attempts = 1,
                    ErrorClass = CallErrorClass.Access,
                }
            ),
            await AskAsync(Scripted.Status(401, "Нет."))
        );

    private Task<Reply<bool?>> AskAsync(params ScriptedReply[] replies) =>
        new LlmShowDecider(Endpoint(), Script(replies), Settings()).DecideAsync(Request, Stop);
}
