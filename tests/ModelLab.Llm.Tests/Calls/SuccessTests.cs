using System.Globalization;
using System.Text.Json;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

public sealed class SuccessTests : CallTest
{
    [Fact]
    public async Task A_reply_carries_what_the_provider_reports()
    {
        Server.Model("m").ReturnedModel = "m-2025-01";
        Server.Model("m").Usage = new ReportedUsage(11, 7, 3);

        var result = await ReplyToAsync(_ => Scripted.Text(" Справка в деканате. \n", finishReason: "length"));

        Assert.Equal(("Справка в деканате.", null, null), (result.Text, result.Reasoning, result.Refusal));
        Assert.Equal((11, 7, 3), (result.Tokens.Input, result.Tokens.Output, result.Tokens.Reasoning));
        Assert.Equal(("m-2025-01", "length", 1), (result.ReturnedModel, result.FinishReason, result.Attempts));
        Assert.Equal((null, null, null, null), (result.ErrorClass, result.Error, result.HttpStatus, result.RetryAfter));
        Assert.True(result.Succeeded);
    }

    [Fact]
    public async Task What_is_not_reported_is_unknown()
    {
        Server.Model("m").OmitUsage = true;

        var result = await ReplyToAsync(_ => Scripted.Text("да"));

        Assert.Equal((null, null, null), (result.Tokens.Input, result.Tokens.Output, result.Tokens.Reasoning));
    }

    [Fact]
    public async Task Latency_is_the_time_from_sending_to_the_whole_reply()
    {
        using var time = new ManualTime();
        Server.Model("m").Reply = _ =>
        {
            time.Advance(TimeSpan.FromMilliseconds(250));
            return Scripted.Text("да");
        };

        Assert.Equal(250, (await CallerBy(time, TimeSpan.FromSeconds(5)).CallAsync(Call(), Stop)).LatencyMs);
    }

    [Fact]
    public async Task The_request_says_what_the_call_says()
    {
        await ReplyToAsync(
            _ => Scripted.Text("да"),
            Call() with
            {
                Messages =
                [
                    new(PromptRole.System, "Правила."),
                    new(PromptRole.User, "Где?"),
                    new(PromptRole.Assistant, "Там."),
                    new(PromptRole.User, "Точнее?"),
                ],
                Sampling = new Sampling(0.7, 200),
                Schema = ReplySchemas.Verdict,
            }
        );

        var request = Server.Requests.Single();
        Assert.Equal([new("system", "Правила."), new("user", "Где?"), new("assistant", "Там."), new("user", "Точнее?")], request.Messages);
        Assert.Equal(("m", 200), (request.Body.GetProperty("model").GetString(), request.Body.GetProperty("max_tokens").GetInt32()));
        Assert.Equal(
            ["max_tokens", "messages", "model", "response_format", "temperature"],
            request.Body.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
        var format = request.Body.GetProperty("response_format");
        Assert.Equal("json_schema", format.GetProperty("type").GetString());
        Assert.Equal("verdict", format.GetProperty("json_schema").GetProperty("name").GetString());
        Assert.True(JsonElement.DeepEquals(ReplySchemas.Verdict.Schema, format.GetProperty("json_schema").GetProperty("schema")));
    }

    [Fact]
    public async Task What_the_call_leaves_open_is_not_sent()
    {
        await ReplyToAsync(_ => Scripted.Text("да"));

        Assert.Equal(
            ["messages", "model"],
            Server.Requests.Single().Body.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("ru-RU")]
    [InlineData("en-US")]
    public async Task The_temperature_has_a_decimal_point_in_every_culture(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        await ReplyToAsync(_ => Scripted.Text("да"), Call() with { Sampling = new(0.7, null) });

        Assert.Equal("0.7", Server.Requests.Single().Body.GetProperty("temperature").GetRawText());
    }

    [Fact]
    public async Task Reasoning_in_a_field_of_its_own_is_kept_apart()
    {
        var result = await ReplyToAsync(_ => Scripted.Text("Да.", "Сначала подумаю."));

        Assert.Equal(("Да.", "Сначала подумаю."), (result.Text, result.Reasoning));
        Assert.Equal(4, result.Tokens.Reasoning); // 16 characters at 4 a token
    }

    [Fact]
    public async Task Reasoning_between_tags_is_kept_apart()
    {
        var result = await ReplyToAsync(_ => Scripted.Text("<think>\nСначала подумаю.\n</think>\n\nДа."));

        Assert.Equal(("Да.", "Сначала подумаю."), (result.Text, result.Reasoning));
    }

    [Theory]
    [InlineData("""{"role":"assistant","content":"Да.","reasoning":"Подумаю."}""")]
    [InlineData(
        """{"role":"assistant","content":[{"type":"thinking","thinking":[{"type":"text","text":"Поду"},{"type":"text","text":"маю."}]},{"type":"text","text":"Да."}]}"""
    )]
    [InlineData(
        """{"role":"assistant","content":[{"type":"thinking","thinking":"Подумаю."},{"type":"text","text":"Д"},{"type":"text","text":"а."}]}"""
    )]
    public async Task Other_providers_forms_of_reasoning_are_understood(string message)
    {
        var result = await ReplyToAsync(_ =>
            Scripted.Body(
                $$"""{"id":"1","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{{message}},"finish_reason":"stop"}],"usage":{"prompt_tokens":2,"completion_tokens":3,"total_tokens":5} }"""
            )
        );

        Assert.Equal(("Да.", "Подумаю.", "stop"), (result.Text, result.Reasoning, result.FinishReason));
        Assert.Equal((2, 3), (result.Tokens.Input, result.Tokens.Output));
    }

    [Theory]
    [InlineData("\"eos\"", "stop")]
    [InlineData("\"end_turn\"", "stop")]
    [InlineData("null", "stop")]
    [InlineData("\"model_length\"", "length")] // Mistral: the context window is full
    [InlineData("\"MAX_TOKENS\"", "length")]
    public async Task Other_providers_words_for_the_end_are_understood(string reason, string expected)
    {
        var result = await ReplyToAsync(_ =>
            Scripted.Body(
                $$$"""{"id":"1","choices":[{"index":0,"message":{"role":"assistant","content":"Да."},"finish_reason":{{{reason}}}}]}"""
            )
        );

        Assert.Equal(("Да.", expected), (result.Text, result.FinishReason));
    }

    [Theory]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"prompt_tokens_details":{"cached_tokens":4}}""")]
    [InlineData("""{"prompt_tokens":9,"completion_tokens":3,"prompt_cache_hit_tokens":4,"prompt_cache_miss_tokens":5}""")] // DeepSeek
    public async Task Tokens_from_a_providers_prompt_cache_are_told_apart(string usage)
    {
        var result = await ReplyToAsync(_ =>
            Scripted.Body(
                $$$"""{"choices":[{"index":0,"message":{"role":"assistant","content":"Да."},"finish_reason":"stop"}],"usage":{{{usage}}}}"""
            )
        );

        Assert.Equal((9, 4, 3, null), (result.Tokens.Input, result.Tokens.CachedInput, result.Tokens.Output, result.Tokens.Reasoning));
    }

    [Fact]
    public async Task A_refusal_is_no_answer_and_no_error()
    {
        var result = await ReplyToAsync(_ => Scripted.Refusal("Не могу\nпомочь с этим."));

        Assert.Equal(("Не могу помочь с этим.", null, ""), (result.Refusal, result.ErrorClass, result.Text));
    }

    [Fact]
    public async Task A_content_filter_is_a_refusal()
    {
        var result = await ReplyToAsync(_ => Scripted.ContentFilter());

        Assert.Equal(
            ("stopped by the provider's content filter", "content_filter", null),
            (result.Refusal, result.FinishReason, result.ErrorClass)
        );
    }

    [Fact]
    public async Task An_empty_reply_is_a_reply()
    {
        var result = await ReplyToAsync(_ => Scripted.Text(null, finishReason: "length"));

        Assert.Equal(("", "length", true), (result.Text, result.FinishReason, result.Succeeded));
    }

    [Fact]
    public async Task Two_providers_on_one_server_get_their_own_keys()
    {
        (Server.Model("a", "m").RequiredKey, Server.Model("b", "m").RequiredKey) = ("key-of-a", "key-of-b");

        foreach (var prefix in new[] { "a", "b", "a" })
            Assert.True((await Caller.CallAsync(Call() with { Endpoint = Endpoint("m", prefix, $"key-of-{prefix}") }, Stop)).Succeeded);
        // The same address with another key is another client.
        var wrong = await Caller.CallAsync(Call() with { Endpoint = Endpoint("m", "a", "key-of-b") }, Stop);

        Assert.Equal(401, wrong.HttpStatus);
        Assert.Equal(
            [("a", "Bearer key-of-a"), ("b", "Bearer key-of-b"), ("a", "Bearer key-of-a"), ("a", "Bearer key-of-b")],
            Server.Requests.Select(r => (r.Prefix, r.Authorization))
        );
    }

    [Fact]
    public async Task An_endpoint_without_a_key_gets_none()
    {
        await Caller.CallAsync(Call(), Stop);
        await Caller.CallAsync(Call() with { Endpoint = Endpoint(key: null) }, Stop);

        Assert.Equal([$"Bearer {Key}", null], Server.Requests.Select(r => r.Authorization));
    }
}
