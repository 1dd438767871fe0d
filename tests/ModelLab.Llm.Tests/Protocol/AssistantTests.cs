using System.Text;
using System.Text.Json.Nodes;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Roles;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

/// <summary>The user's own assistant, over real HTTP.</summary>
public sealed class AssistantTests : CallTest
{
    private const string Whole =
        """{"data": {"answers": [{"text": "Во вторник."}]}, "sources": [{"url": "https://w/a"}, {"url": "https://w/b"}]}""";

    [Fact]
    public async Task The_question_goes_into_the_body_as_it_is_and_answer_sources_and_tokens_are_read()
    {
        // A mark within the question is the user's text; quotes and line breaks are JSON's business.
        const string question = "Когда \"открыт\"\nкабинет {{context}}?";
        Server.Default.Reply = _ =>
            Scripted.Body(
                """{"data": {"answers": [{"text": "Во вторник."}]}, "sources": [{"url": "https://w/a"}, {"url": 7}], "usage": {"in": 120, "out": 9}}"""
            );

        var result = await AskAsync(
            Form(
                """{"user": {"text": "Вопрос: {{question}}"}, "given": ["{{context}}", 1, null, true], "{{question}}": "x"}""",
                tokens: ("usage.in", "usage.out")
            ),
            question,
            "Текст."
        );

        Assert.Null(result.Error);
        Assert.Equal("Во вторник.", result.Text);
        Assert.Equal(["https://w/a", "7"], result.Sources!);
        Assert.Equal((120, 9), (result.Tokens.Input, result.Tokens.Output));
        Assert.True(
            JsonNode.DeepEquals(
                JsonNode.Parse(
                    """{"user": {"text": "Вопрос: Когда \"открыт\"\nкабинет {{context}}?"}, "given": ["Текст.", 1, null, true], "{{question}}": "x"}"""
                ),
                JsonNode.Parse(Assert.Single(Server.Requests).Body.GetRawText())
            )
        );
        Assert.Equal("Bearer " + Key, Server.Requests[0].Authorization);
    }

    [Theory]
    [InlineData("""{"sources": []}""", "0")] // it says that it used nothing
    [InlineData("""{"sources": null}""", null)]
    [InlineData("""{}""", null)]
    [InlineData("""{"sources": [{"url": " https://w/a "}, {"url": "https://w/a"}, {"url": ""}, {"title": "без адреса"}]}""", "1")]
    public async Task Who_does_not_say_what_it_used_has_no_list_of_it(string reply, string? count)
    {
        var json = (JsonObject)JsonNode.Parse(reply)!;
        json["data"] = JsonNode.Parse("""{"answers": [{"text": "Да."}]}""");
        Server.Default.Reply = _ => Scripted.Body(json.ToJsonString());

        Assert.Equal(count, (await AskAsync(Form())).Sources?.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData(
        """{"message": "Да.", "id": 4}""",
        "assistant:bot: its 'answer' path data.answers[0].text finds nothing in the reply, which has message, id"
    )]
    [InlineData("""{"data": {"answers": []}}""", "finds nothing in the reply, which has data")]
    [InlineData("""{"data": {"answers": [{"text": null}]}}""", "finds nothing in the reply, which has data")]
    [InlineData("""["Да."]""", "finds nothing in the reply, which is a list")]
    [InlineData("""{"data": {"answers": [{"text": {"ru": "Да."}}]}}""", "finds an object, not a text: let it go further in")]
    [InlineData(
        """{"data": {"answers": [{"text": "Да."}]}, "sources": [{"url": {"href": "x"}}]}""",
        "its 'sources' path sources[*].url finds an object"
    )]
    public async Task A_path_that_does_not_fit_is_one_line_that_names_it(string reply, string message)
    {
        Server.Default.Reply = _ => Scripted.Body(reply);

        var result = await AskAsync(Form());

        Assert.Equal(CallErrorClass.Malformed, result.ErrorClass);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', result.Error!);
        Assert.Null(result.Text);
    }

    [Theory]
    [InlineData(500, CallErrorClass.Server)]
    [InlineData(429, CallErrorClass.RateLimited)]
    [InlineData(401, CallErrorClass.Access)]
    [InlineData(404, CallErrorClass.NotFound)]
    [InlineData(422, CallErrorClass.BadRequest)]
    public async Task Errors_are_those_of_other_endpoints_and_nothing_of_the_request_is_left_out(int status, CallErrorClass error)
    {
        Server.Default.Reply = _ => Scripted.Status(status, "temperature is not supported");

        Assert.Equal(error, (await AskAsync(Form())).ErrorClass);

        Assert.Single(Server.Requests);
    }

    [Fact]
    public async Task An_answer_under_201_is_one_and_streaming_asks_for_it_whole()
    {
        Server.Default.Reply = _ => new RawReply(201, "application/json", Encoding.UTF8.GetBytes(Whole));
        var caller = CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream: true);

        var result = await caller.CallAsync(CallOf(Form(), "?"), Stop);

        Assert.Equal(("Во вторник.", null), (result.Text, result.FirstTokenMs));
    }

    [Fact]
    public async Task As_a_generator_it_gets_the_question_and_the_context_without_a_prompt_of_ours()
    {
        Server.Default.Reply = _ => Scripted.Body(Whole);
        var endpoint = EndpointOf(Form("""{"q": "{{question}}", "c": "{{context}}"}"""));
        var generator = new AssistantAnswerGenerator(endpoint, Caller);

        var given = await generator.GenerateAsync(new GenerationRequest("i", "Когда?", "По вторникам."), Stop);
        await generator.GenerateAsync(new GenerationRequest("i", "Когда?", ""), Stop);

        Assert.Equal(
            ["""{"q":"Когда?","c":"По вторникам."}""", """{"q":"Когда?","c":""}"""],
            Server.Requests.Select(r => r.Body.GetRawText())
        );
        Assert.Equal("Во вторник.", given.Value);
        Assert.Equal("""["https://w/a","https://w/b"]""", given.Evidence);
    }

    [Fact]
    public void Another_body_or_path_is_another_call_and_the_order_of_members_is_not()
    {
        static string KeyOf(AssistantForm form) => Convert.ToHexString(CallKey.Of(Calls.Of(form)));
        var form = Form("""{"q": "{{question}}", "n": 1}""");

        Assert.Equal(KeyOf(form), KeyOf(Form("""{"n": 1, "q": "{{question}}"}""")));
        Assert.NotEqual(KeyOf(form), KeyOf(Form("""{"n": 2, "q": "{{question}}"}""")));
        Assert.NotEqual(KeyOf(form), KeyOf(form with { Sources = null }));
    }

    private static AssistantForm Form(string body = """{"q": "{{question}}"}""", (string In, string Out)? tokens = null) =>
        new(HttpMethod.Post, (JsonObject)JsonNode.Parse(body)!, ReplyPath.Parse("data.answers[0].text")!)
        {
            Sources = ReplyPath.Parse("sources[*].url"),
            InputTokens = tokens is { } t ? ReplyPath.Parse(t.In) : null,
            OutputTokens = tokens is { } o ? ReplyPath.Parse(o.Out) : null,
        };

    private ModelEndpoint EndpointOf(AssistantForm form) =>
        new(new ModelRef("assistant", "bot"), new Uri(Server.Root, "/bot/ask"), new Secret(Key), "BOT_KEY")
        {
            Protocol = EndpointProtocol.Assistant,
            Assistant = form,
            Parameters = form.AsParameters(),
        };

    private ModelCall CallOf(AssistantForm form, string question, string context = "") => Calls.Of(EndpointOf(form), question, context);

    private Task<CallResult> AskAsync(AssistantForm form, string question = "?", string context = "") =>
        Caller.CallAsync(CallOf(form, question, context), Stop);

    private static class Calls
    {
        public static ModelCall Of(AssistantForm form) =>
            Of(
                new ModelEndpoint(new ModelRef("assistant", "bot"), new Uri("http://bot.example/ask"), null, "")
                {
                    Parameters = form.AsParameters(),
                },
                "?",
                ""
            );

        public static ModelCall Of(ModelEndpoint endpoint, string question, string context) =>
            new()
            {
                Endpoint = endpoint,
                Messages =
                    context.Length == 0
                        ? [new(PromptRole.User, question)]
                        : [new(PromptRole.System, context), new(PromptRole.User, question)],
                Sampling = new(null, null),
            };
    }
}
