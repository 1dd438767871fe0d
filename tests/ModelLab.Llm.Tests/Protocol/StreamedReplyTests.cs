using System.Text;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

public sealed class StreamedReplyTests : CallTest
{
    [Fact]
    public async Task The_pieces_of_a_reply_are_joined_and_its_tokens_told()
    {
        Server.Model("m").Usage = new ReportedUsage(11, 7, 3);
        Server.Model("m").ReturnedModel = "m-2025-01";

        var result = await StreamAsync(_ =>
            Scripted.Text("Справку выдают в деканате, в день обращения.", "Сначала подумаю о сроках.", "length")
        );

        Assert.Equal(
            ("Справку выдают в деканате, в день обращения.", "Сначала подумаю о сроках.", "length", "m-2025-01"),
            (result.Text, result.Reasoning, result.FinishReason, result.ReturnedModel)
        );
        Assert.Equal((11, 7, 3), (result.Tokens.Input, result.Tokens.Output, result.Tokens.Reasoning));
        Assert.InRange(result.FirstTokenMs!.Value, 0, result.LatencyMs);
        var request = Server.Requests.Single();
        Assert.True(request.Stream && request.Body.GetProperty("stream_options").GetProperty("include_usage").GetBoolean());
    }

    [Fact]
    public async Task A_refusal_in_pieces_is_whole()
    {
        var result = await StreamAsync(_ => Scripted.Refusal("Не могу помочь с этим вопросом, простите."));
        Assert.Equal(("Не могу помочь с этим вопросом, простите.", ""), (result.Refusal, result.Text));
    }

    [Fact]
    public async Task Other_providers_pieces_are_understood_and_tokens_that_come_with_each_are_not_added_up()
    {
        var result = await StreamAsync(_ =>
            Events(
                """{"model":"m","choices":[{"index":0,"delta":{"role":"assistant","content":"","reasoning":"Поду"}}],"usage":{"prompt_tokens":5,"completion_tokens":1}}""",
                """{"model":"m","choices":[{"index":0,"delta":{"content":[{"type":"thinking","thinking":"маю."},{"type":"text","text":"Д"}]},"finish_reason":null}],"usage":{"prompt_tokens":5,"completion_tokens":2}}""",
                """{"model":"m","choices":[{"index":0,"delta":{"content":"а."},"finish_reason":"end_turn"}],"usage":{"prompt_tokens":5,"completion_tokens":3}}"""
            )
        );

        Assert.Equal(("Да.", "Подумаю.", "stop", null), (result.Text, result.Reasoning, result.FinishReason, result.Error));
        Assert.Equal((5, 3), (result.Tokens.Input, result.Tokens.Output));
    }

    [Theory]
    [InlineData("""{"error":{"message":"Upstream is overloaded"}}""", CallErrorClass.Server, "HTTP 200: Upstream is overloaded")]
    [InlineData(
        """{"choices":[{"index":0,"delta":{"content":"Да"},"finish_reason":"insufficient_system_resource"}]}""",
        CallErrorClass.Server,
        "HTTP 200: the provider ended the reply with 'insufficient_system_resource'"
    )]
    [InlineData(
        """{"choices":[{"index":0,"delta":{"content":"Да"}}]}""",
        CallErrorClass.Malformed,
        "malformed reply: the stream ends before the reply does"
    )]
    public async Task A_stream_that_does_not_end_well_is_no_reply(string last, CallErrorClass expected, string error)
    {
        var result = await StreamAsync(_ => Events(done: false, """{"choices":[{"index":0,"delta":{"content":"Спр"}}]}""", last));
        Assert.Equal((expected, error, null), (result.ErrorClass, result.Error, result.Text));
    }

    [Theory]
    [InlineData("data: [DONE]\n\n")]
    [InlineData("")]
    [InlineData("data: {\n\n")]
    [InlineData("<html>busy</html>")]
    public async Task A_stream_without_a_reply_is_malformed(string body)
    {
        var result = await StreamAsync(_ => new RawReply(200, "text/event-stream", Encoding.UTF8.GetBytes(body)));
        Assert.Equal((CallErrorClass.Malformed, null), (result.ErrorClass, result.Text));
        Assert.StartsWith("malformed reply: ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_cut_short_is_a_connection_fault_and_an_error_has_its_class()
    {
        Assert.Equal(CallErrorClass.Connection, (await StreamAsync(_ => Scripted.Cut())).ErrorClass);
        var limited = await StreamAsync(_ => Scripted.Status(429, "Позже.", 7));
        Assert.Equal(
            (CallErrorClass.RateLimited, "HTTP 429: Позже.", TimeSpan.FromSeconds(7)),
            (limited.ErrorClass, limited.Error, limited.RetryAfter)
        );
    }

    private async Task<CallResult> StreamAsync(Func<ReceivedRequest, ScriptedReply> script)
    {
        Server.Model("m").Reply = script;
        return await CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream: true).CallAsync(Call(), Stop);
    }

    private static RawReply Events(params string[] pieces) => Events(done: true, pieces);

    private static RawReply Events(bool done, params string[] pieces) =>
        new(
            200,
            "text/event-stream",
            Encoding.UTF8.GetBytes(string.Concat(pieces.Select(p => $"data: {p}\n\n")) + (done ? "data: [DONE]\n\n" : ""))
        );
}
