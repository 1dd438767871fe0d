using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

public sealed class AdaptationTests : CallTest
{
    private readonly ManualTime _serverTime = new();

    protected override TimeProvider ServerTime => _serverTime;

    [Theory]
    [InlineData("temperature", "max_tokens response_format", "asked without temperature")]
    [InlineData("max_tokens", "temperature max_completion_tokens response_format", "asked with max_completion_tokens")]
    [InlineData("response_format", "temperature max_tokens", "asked without response_format")]
    [InlineData("max_tokens max_completion_tokens", "temperature response_format", "asked without a token limit")]
    [InlineData(
        "temperature max_tokens max_completion_tokens response_format",
        "",
        "asked without temperature, asked without a token limit, asked without response_format"
    )]
    public async Task A_refused_parameter_is_left_out_and_that_is_remembered(string refused, string sent, string told)
    {
        Server.Model("m").RefusedParameters = [.. refused.Split(' ')];

        var first = await Caller.CallAsync(Full(), Stop);
        var second = await Caller.CallAsync(Full(), Stop);

        var refusals = refused.Split(' ').Length;
        Assert.Equal((true, true), (first.Succeeded, second.Succeeded));
        Assert.Equal((refusals + 1, 1, refusals + 2), (first.Attempts, second.Attempts, Server.RequestCount));
        foreach (var request in Server.Requests.Skip(refusals))
            Assert.Equal(
                sent,
                string.Join(
                    ' ',
                    new[] { "temperature", "max_tokens", "max_completion_tokens", "response_format" }.Where(p => request.Has(p, out _))
                )
            );
        Assert.Equal([$"m at {Server.BaseUrl}: {told}"], Adaptations.Describe());
    }

    [Fact]
    public async Task Under_a_budget_no_call_goes_without_a_token_limit()
    {
        Server.Model("m").RefusedParameters = ["max_tokens", "max_completion_tokens"];
        var capped = CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), adaptations: new EndpointAdaptations(keepsTokenLimit: true));

        var result = await capped.CallAsync(Full(), Stop);

        Assert.Equal((CallErrorClass.BadRequest, 2), (result.ErrorClass, result.Attempts));
        Assert.EndsWith("without which --budget cannot be kept: leave --budget or this model out", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_renamed_limit_keeps_its_value()
    {
        Server.Model("m").RefusedParameters = ["max_tokens"];

        await Caller.CallAsync(Full(), Stop);

        Assert.Equal(200, Server.Requests[1].Body.GetProperty("max_completion_tokens").GetInt32());
    }

    [Fact]
    public async Task Other_models_and_endpoints_are_asked_in_full()
    {
        Server.Model("a", "m").RefusedParameters = ["temperature"];

        await Caller.CallAsync(Full() with { Endpoint = Endpoint("m", "a") }, Stop);
        var (sameName, samePlace) = (
            await Caller.CallAsync(Full() with { Endpoint = Endpoint("m", "b") }, Stop),
            await Caller.CallAsync(Full() with { Endpoint = Endpoint("m2", "a") }, Stop)
        );

        Assert.Equal((1, 1), (sameName.Attempts, samePlace.Attempts));
        Assert.All(Server.Requests.Skip(2), r => Assert.True(r.Has("temperature", out _)));
        Assert.Equal([$"m at {Server.BaseUrlFor("a")}: asked without temperature"], Adaptations.Describe());
    }

    [Fact]
    public async Task Many_first_calls_at_once_ask_again_once_each()
    {
        string[] refused = ["response_format", "max_tokens", "temperature"];
        Server.Model("m").Reply = r =>
            refused.FirstOrDefault(p => r.Has(p, out _)) is { } parameter
                ? Scripted.Slow(TimeSpan.FromSeconds(1), Scripted.Status(400, $"Unsupported parameter: '{parameter}'"))
                : Scripted.Text("да");

        var calls = Enumerable.Range(0, 64).Select(_ => Caller.CallAsync(Full(), Stop)).ToArray();
        foreach (var _ in refused)
        {
            await _serverTime.WaitsAsync(64, Stop); // all 64 have been sent before the first is refused
            _serverTime.Advance(TimeSpan.FromSeconds(1));
        }
        var results = await Task.WhenAll(calls);
        var later = await Caller.CallAsync(Full(), Stop);

        Assert.All(results, r => Assert.Equal((true, 4), (r.Succeeded, r.Attempts)));
        Assert.Equal((1, 64 * 4 + 1), (later.Attempts, Server.RequestCount));
        Assert.Equal(
            [$"m at {Server.BaseUrl}: asked without temperature, asked with max_completion_tokens, asked without response_format"],
            Adaptations.Describe()
        );
    }

    [Theory]
    [InlineData(
        "This model's maximum context length is 2048 tokens: 'max_tokens' or 'max_completion_tokens' is too large: 800.",
        CallErrorClass.TooLarge
    )]
    [InlineData("Invalid 'max_tokens': integer below minimum value.", CallErrorClass.BadRequest)]
    [InlineData("The prompt is too long.", CallErrorClass.TooLarge)]
    public async Task A_limit_that_suits_one_request_badly_is_not_dropped_for_all(string message, CallErrorClass expected)
    {
        var result = await ReplyToAsync(_ => Scripted.Status(400, message), Full());

        Assert.Equal((expected, 1), (result.ErrorClass, result.Attempts));
        Assert.Empty(Adaptations.Describe());
    }

    [Fact]
    public async Task A_quoted_request_names_no_parameter()
    {
        var result = await ReplyToAsync(
            r => new RawReply(
                422,
                "application/json",
                System.Text.Encoding.UTF8.GetBytes(
                    $$"""{"detail":[{"loc":["body","messages"],"msg":"too many","input":{{r.Body.GetRawText()}}}]}"""
                )
            ),
            Full()
        );

        Assert.Equal(
            // Once per endpoint it is tried whether JSON is what is refused, which here it is not.
            (CallErrorClass.BadRequest, 3, "HTTP 422: body.messages: too many"),
            (result.ErrorClass, result.Attempts, result.Error)
        );
        Assert.Equal(1, (await Caller.CallAsync(Full(), Stop)).Attempts);
        Assert.Empty(Adaptations.Describe());
    }

    [Fact]
    public async Task A_parameter_in_a_detail_list_is_recognised()
    {
        await ReplyToAsync(
            r =>
                r.Has("response_format", out _)
                    ? new RawReply(
                        422,
                        "application/json",
                        """{"message":{"detail":[{"loc":["body","response_format"],"msg":"Extra inputs are not permitted"}]}}"""u8.ToArray()
                    )
                    : Scripted.Text("да"),
            Full()
        );

        Assert.Equal([$"m at {Server.BaseUrl}: asked without response_format"], Adaptations.Describe());
    }

    // What the endpoint says, what it does not accept, and what is sent in the end.
    [Theory]
    [InlineData("System role not supported", "system", "asked with the system's text before the user's")]
    [InlineData(
        "Conversation roles must alternate user/assistant/user/assistant/...",
        "system",
        "asked with the system's text before the user's"
    )]
    [InlineData("Developer instruction is not enabled for models/gemma", "system", "asked with the system's text before the user's")]
    [InlineData("Invalid value: 'system' role is not allowed", "system", "asked with the system's text before the user's")]
    [InlineData("This response_format type is unavailable now", "json_schema", "asked for JSON without a schema")]
    [InlineData("json_schema is not supported by this model", "json_schema", "asked for JSON without a schema")]
    [InlineData("No endpoints found that can handle the requested parameters.", "json_schema", "asked for JSON without a schema")]
    [InlineData("No provider supports all requested parameters", "response_format", "asked without response_format")]
    [InlineData("JSON mode is not enabled for this model", "response_format", "asked without response_format")]
    [InlineData("Bad request", "json_schema", "asked for JSON without a schema")]
    [InlineData("Invalid argument.", "response_format", "asked for JSON without a schema, asked without response_format")]
    [InlineData("temperature must be in range (0, +inf)", "temperature 0", "asked with temperature 0.01 in place of 0")]
    [InlineData("Temperature should be greater than 0", "temperature 0", "asked with temperature 0.01 in place of 0")]
    [InlineData(
        "'temperature' does not support 0 with this model. Only the default (1) is supported.",
        "temperature",
        "asked without temperature"
    )]
    public async Task What_is_refused_is_said_otherwise(string message, string refused, string told)
    {
        var result = await ReplyToAsync(
            r =>
                refused switch
                {
                    "system" => r.Body.GetProperty("messages")[0].GetProperty("role").GetString() == "system",
                    "json_schema" => r.Has("response_format", out var format) && format.GetProperty("type").GetString() == "json_schema",
                    "response_format" => r.Has("response_format", out _),
                    "temperature 0" => r.Has("temperature", out var t) && t.GetDouble() == 0,
                    _ => r.Has("temperature", out _),
                }
                    ? Scripted.Status(400, message)
                    : Scripted.Text("да"),
            Full() with
            {
                Messages = [new PromptMessage(PromptRole.System, "Кратко."), new PromptMessage(PromptRole.User, "Да?")],
                Sampling = new Sampling(0, 200),
            }
        );

        Assert.Equal(("да", null), (result.Text, result.Error));
        Assert.Contains(told.Split(", ")[^1], Adaptations.Describe().Single(), StringComparison.Ordinal);
        var sent = Server.Requests[^1].Body.GetProperty("messages");
        Assert.Equal(refused == "system" ? "Кратко.\n\nДа?" : "Кратко.", sent[0].GetProperty("content").GetString());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(403)]
    [InlineData(429)]
    public async Task Only_a_bad_request_is_a_refusal_of_parameters(int status)
    {
        var result = await ReplyToAsync(_ => Scripted.Status(status, "temperature max_tokens response_format"), Full());

        Assert.Equal(1, result.Attempts);
        Assert.Empty(Adaptations.Describe());
    }

    [Fact]
    public async Task A_parameter_that_was_not_sent_is_not_left_out()
    {
        var result = await ReplyToAsync(_ => Scripted.Status(400, "temperature max_tokens response_format"));

        Assert.Equal((CallErrorClass.BadRequest, 1), (result.ErrorClass, result.Attempts));
    }

    [Fact]
    public async Task Refusing_what_is_already_left_out_ends_the_asking()
    {
        var result = await ReplyToAsync(
            _ => Scripted.Status(400, "temperature, max_tokens, max_completion_tokens and response_format are unsupported"),
            Full()
        );

        // The full request, then without response_format, with the other name, without a limit, without temperature.
        Assert.Equal((CallErrorClass.BadRequest, 5, 5), (result.ErrorClass, result.Attempts, Server.RequestCount));
    }

    private ModelCall Full() => Call() with { Sampling = new(0.2, 200), Schema = ReplySchemas.Verdict };
}
