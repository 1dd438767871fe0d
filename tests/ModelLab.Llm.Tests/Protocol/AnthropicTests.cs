using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Microsoft.Extensions.AI;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Llm.Protocol;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

public sealed class AnthropicTests : CallTest
{
    [Fact]
    public async Task The_request_has_the_protocols_form()
    {
        await ReplyToAsync(
            _ => Scripted.Verdict(true),
            AnthropicCall(new ModelParameters(new() { ["output_config"] = new JsonObject { ["effort"] = "low" } })) with
            {
                Messages =
                [
                    new(PromptRole.System, "Правила."),
                    new(PromptRole.User, "Где?"),
                    new(PromptRole.Assistant, "Там."),
                    new(PromptRole.User, "Точнее?"),
                ],
                Sampling = new(0.5, 200),
                Schema = ReplySchemas.Verdict,
            }
        );

        var request = Server.Requests.Single();
        Assert.Equal(("/v1/messages", "2023-06-01"), (request.Path, request.Headers["anthropic-version"]));
        Assert.Null(request.Authorization);
        Assert.True(
            JsonElement.DeepEquals(
                JsonElement.Parse(
                    $$$"""
                    {"model":"m","system":"Правила.","max_tokens":200,"temperature":0.5,
                     "messages":[{"role":"user","content":"Где?"},{"role":"assistant","content":"Там."},{"role":"user","content":"Точнее?"}],
                     "output_config":{"effort":"low","format":{"type":"json_schema","schema": {{{ReplySchemas.Verdict.Schema.GetRawText()}}} } } }
                    """
                ),
                request.Body
            ),
            request.Body.GetRawText()
        );
    }

    [Fact]
    public async Task A_call_without_a_limit_is_sent_with_one_and_thoughts_have_room_beside_it()
    {
        await ReplyToAsync(_ => Scripted.Text("Да."), AnthropicCall());
        var thinking = new JsonObject { ["type"] = "enabled", ["budget_tokens"] = 2048 };
        var thoughtful = AnthropicCall(new ModelParameters(new() { ["thinking"] = thinking }));
        await ReplyToAsync(_ => Scripted.Text("Да."), thoughtful with { Sampling = new(null, 300) });
        await ReplyToAsync(_ => Scripted.Text("Да."), thoughtful with { Sampling = new(null, 3000) });

        // 300 of the answer and 2048 of thoughts; 3000 hold both already.
        Assert.Equal([4096, 2348, 3000], Server.Requests.Select(r => r.Body.GetProperty("max_tokens").GetInt32()));
        Assert.Equal(3, Server.RequestCount);
        // A budget sets as much aside.
        Assert.Equal((4096L, 2348L), (AnthropicCall().MostOutput, (thoughtful with { Sampling = new(null, 300) }).MostOutput));
        Assert.Equal((null, 300L), (Call().MostOutput, (Call() with { Sampling = new(null, 300) }).MostOutput));
    }

    [Fact]
    public async Task Headers_of_the_connection_come_before_those_of_the_protocol()
    {
        var call = AnthropicCall();
        await ReplyToAsync(
            _ => Scripted.Text("Да."),
            call with
            {
                Endpoint = call.Endpoint with
                {
                    Connection = new EndpointConnection
                    {
                        Headers = new Dictionary<string, Secret>
                        {
                            ["Anthropic-Version"] = new("2026-10-21"),
                            ["anthropic-beta"] = new("x"),
                        },
                    },
                },
            }
        );

        var headers = Server.Requests.Single().Headers;
        Assert.Equal(("2026-10-21", "x"), (headers["anthropic-version"], headers["anthropic-beta"]));
    }

    [Fact]
    public async Task Too_high_a_temperature_and_a_limit_of_another_name_are_refusals_that_end()
    {
        var hot = AnthropicCall() with { Sampling = new(1.5, 100) };
        Assert.Equal(("Да.", 2), await AnswerOf(hot)); // without temperature, which stands for 1

        Server.Model("m").RefusedParameters = ["max_tokens"];
        var result = await ReplyToAsync(_ => Scripted.Text("Да."), AnthropicCall() with { Sampling = new(null, 100) });
        Assert.Equal((CallErrorClass.BadRequest, 1), (result.ErrorClass, result.Attempts));

        async Task<(string?, int)> AnswerOf(ModelCall call)
        {
            var answer = await ReplyToAsync(_ => Scripted.Text("Да."), call);
            return (answer.Text, answer.Attempts);
        }
    }

    [Theory]
    [InlineData("https://api.anthropic.com", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://api.anthropic.com/", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://api.anthropic.com/v1", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://api.anthropic.com/v1/", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://api.anthropic.com/v1/messages", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://api.anthropic.com/v1/messages/", "https://api.anthropic.com/v1/messages")]
    [InlineData("https://gate.example/anthropic?tenant=7", "https://gate.example/anthropic/v1/messages?tenant=7")]
    [InlineData("http://127.0.0.1:4000/a/v1?x=y", "http://127.0.0.1:4000/a/v1/messages?x=y")]
    public async Task Base_urls_work_as_they_are_pasted(string pasted, string expected)
    {
        using var wire = new Wire();
        await wire.SendAsync(new Uri(pasted), [new ChatMessage(ChatRole.User, "?")], Stop);
        Assert.Equal(expected, wire.Address!.ToString());
    }

    [Fact]
    public async Task Turns_alternate_begin_with_the_user_and_lose_no_word()
    {
        using var wire = new Wire();
        var message = Gen.Select(
            Gen.Int[0, 2].Select(i => new[] { ChatRole.System, ChatRole.User, ChatRole.Assistant }[i]),
            Gen.Int[0, 4].Select(i => new[] { "", " \n", "а", "б в", "г" }[i])
        );
        await message
            .List[1, 8]
            .Where(all => all.Any(m => !string.IsNullOrWhiteSpace(m.Item2)))
            .SampleAsync(
                async all =>
                {
                    var json = await wire.SendAsync(
                        new Uri("http://lab.invalid"),
                        all.Select(m => new ChatMessage(m.Item1, m.Item2)),
                        CancellationToken.None
                    );
                    var turns = json["messages"]!.AsArray().Select(t => (Role: (string)t!["role"]!, Text: (string)t["content"]!)).ToList();
                    for (var i = 0; i < turns.Count; i++)
                        Assert.Equal(i % 2 == 0 ? "user" : "assistant", turns[i].Role);
                    Assert.DoesNotContain(turns, t => string.IsNullOrWhiteSpace(t.Text));
                    var sent = turns.Select(t => t.Text).Append((string?)json["system"] ?? "");
                    Assert.Equal(Letters(all.Select(m => m.Item2)), Letters(sent));
                },
                threads: 1
            );

        static string Letters(IEnumerable<string> texts) => string.Concat(string.Concat(texts).Where(char.IsLetter).Order());
    }

    [Theory]
    [InlineData("end_turn", "stop")]
    [InlineData("stop_sequence", "stop")]
    [InlineData("max_tokens", "length")]
    [InlineData("model_context_window_exceeded", "length")]
    [InlineData("tool_use", "tool_calls")]
    [InlineData("pause_turn", "pause_turn")]
    [InlineData("refusal", "content_filter")]
    public async Task Why_a_model_stopped_is_told_in_one_vocabulary(string word, string expected)
    {
        var result = await ReplyToAsync(
            _ =>
                Scripted.Body(
                    $$$"""{"type":"message","role":"assistant","model":"m","content":[{"type":"redacted_thinking","data":"eA=="},{"type":"text","text":"Да"},{"type":"tool_use","id":"t","name":"n","input":{}},{"type":"text","text":"."}],"stop_reason":"{{{word}}}","usage":{"input_tokens":10,"cache_creation_input_tokens":20,"cache_read_input_tokens":30,"output_tokens":5}}"""
                ),
            AnthropicCall()
        );

        Assert.Equal(("Да.", expected, word == "refusal"), (result.Text, result.FinishReason, result.Refusal is not null));
        // 10 that no cache had, 20 that it took and 30 that it gave.
        Assert.Equal((60, 30, 5), (result.Tokens.Input, result.Tokens.CachedInput, result.Tokens.Output));
    }

    [Fact]
    public async Task A_stream_is_read_with_all_that_it_may_hold()
    {
        var result = await StreamAsync(
            """{"type":"message_start","message":{"model":"m-1","content":[],"usage":{"input_tokens":9,"cache_read_input_tokens":2,"output_tokens":1}}}""",
            """{"type":"ping"}""",
            """{"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"Поду"}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"маю."}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"x"}}""",
            """{"type":"content_block_stop","index":0}""",
            """{"type":"something_new","of":"next year"}""",
            """{"type":"content_block_start","index":1,"content_block":{"type":"text","text":"Д"}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"а."}}""",
            """{"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{}}}""",
            """{"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15,"output_tokens_details":{"thinking_tokens":8}}}""",
            """{"type":"message_stop"}"""
        );

        Assert.Equal(("Да.", "Подумаю.", "stop", "m-1"), (result.Text, result.Reasoning, result.FinishReason, result.ReturnedModel));
        // 9 and the 2 of the cache; what is told of the output last counts.
        Assert.Equal((11, 2, 15, 8), (result.Tokens.Input, result.Tokens.CachedInput, result.Tokens.Output, result.Tokens.Reasoning));
        Assert.NotNull(result.FirstTokenMs);
    }

    [Theory]
    [InlineData("overloaded_error", CallErrorClass.Server, 529)]
    [InlineData("rate_limit_error", CallErrorClass.RateLimited, 429)]
    [InlineData("api_error", CallErrorClass.Server, 502)]
    [InlineData("authentication_error", CallErrorClass.Access, 401)]
    [InlineData("permission_error", CallErrorClass.Access, 403)]
    [InlineData("request_too_large", CallErrorClass.TooLarge, 413)]
    [InlineData("billing_error", CallErrorClass.NoFunds, 502)]
    public async Task An_error_amid_a_stream_has_its_class(string type, CallErrorClass expected, int status)
    {
        var result = await StreamAsync(
            """{"type":"message_start","message":{"model":"m","usage":{"input_tokens":9}}}""",
            """{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Спр"}}""",
            $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"Не вышло"}}"""
        );
        Assert.Equal((expected, status, null), (result.ErrorClass, result.HttpStatus, result.Text));
    }

    [Theory]
    [InlineData("""{"type":"message_start","message":{"model":"m"}}""", "malformed reply: the stream ends before the reply does")]
    [InlineData("""{"content":"Да"}""", "malformed reply: the event has no 'type'")]
    public async Task A_stream_that_does_not_end_well_is_no_reply(string only, string error)
    {
        var result = await StreamAsync(only);
        Assert.Equal((CallErrorClass.Malformed, error), (result.ErrorClass, result.Error));
    }

    private ModelCall AnthropicCall(ModelParameters? parameters = null) =>
        Call() with
        {
            Endpoint = Endpoint() with
            {
                Protocol = EndpointProtocol.Anthropic,
                Parameters = parameters ?? ModelParameters.None,
                Connection = new EndpointConnection { Auth = EndpointAuth.XApiKey },
            },
        };

    private Task<CallResult> StreamAsync(params string[] events)
    {
        var body = string.Concat(events.Select(e => $"event: {JsonElement.Parse(e).TryGetProperty("type", out _)}\ndata: {e}\n\n"));
        Server.Model("m").Reply = _ => new RawReply(200, "text/event-stream", Encoding.UTF8.GetBytes(body));
        return CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream: true).CallAsync(AnthropicCall(), Stop);
    }

    /// <summary>Takes what would go over the wire, and answers.</summary>
    private sealed class Wire : HttpMessageHandler
    {
        private readonly HttpMessageInvoker _http;

        public Wire() => _http = new HttpMessageInvoker(this, disposeHandler: false);

        public Uri? Address { get; private set; }

        public async Task<JsonNode> SendAsync(Uri baseUrl, IEnumerable<ChatMessage> messages, CancellationToken stop)
        {
            var endpoint = new ModelEndpoint(new ModelRef("lab", "m"), baseUrl, null, "KEY") { Protocol = EndpointProtocol.Anthropic };
            var clients = new ModelClients(_http, TimeProvider.System);
            var reply = await clients.ChatOf(endpoint).GetResponseAsync(messages, cancellationToken: stop);
            return JsonNode.Parse(reply.Text)!; // it answers with what it was asked
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Address = request.RequestUri;
            var asked = await request.Content!.ReadAsStringAsync(cancellationToken);
            var reply = new JsonObject
            {
                ["content"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = asked }),
                ["stop_reason"] = "end_turn",
            };
            return new HttpResponseMessage { Content = new StringContent(reply.ToJsonString()) };
        }

        protected override void Dispose(bool disposing)
        {
            _http.Dispose();
            base.Dispose(disposing);
        }
    }
}
