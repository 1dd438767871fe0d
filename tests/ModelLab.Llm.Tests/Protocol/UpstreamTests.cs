using System.Text;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

/// <summary>What routers such as OpenRouter tell of who answered and what it cost.</summary>
public sealed class UpstreamTests : CallTest
{
    private const string Choices = """ "choices":[{"message":{"role":"assistant","content":"Да."},"finish_reason":"stop"}] """;

    [Fact]
    public async Task Who_answered_and_what_it_cost_come_with_a_reply()
    {
        var result = await ReplyToAsync(_ =>
            Scripted.Body(
                $$$"""{"provider":"DeepInfra",{{{Choices}}},"usage":{"prompt_tokens":9,"completion_tokens":2,"cost":0.00014,"prompt_tokens_details":{"cached_tokens":4} } }"""
            )
        );
        Assert.Equal(("DeepInfra", 0.00014m, 4), (result.ServedBy, result.Tokens.ToldCost, result.Tokens.CachedInput));
    }

    [Fact]
    public async Task And_with_a_stream()
    {
        const string Events = """
            data: {"provider":"Together","choices":[{"delta":{"content":"Да."},"finish_reason":"stop"}]}

            data: {"provider":"Together","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":2,"cost":0.5}}

            data: [DONE]


            """;
        Server.Model("m").Reply = _ => new RawReply(200, "text/event-stream", Encoding.UTF8.GetBytes(Events));
        var result = await CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream: true).CallAsync(Call(), Stop);
        Assert.Equal(("Together", 0.5m, "Да."), (result.ServedBy, result.Tokens.ToldCost, result.Text));
    }

    // Who does not count says 0; nobody pays a negative price, or one that no call can have.
    [Theory]
    [InlineData("0", null)]
    [InlineData("0.0", null)]
    [InlineData("-1", null)]
    [InlineData("1e300", null)]
    [InlineData("100000", null)]
    [InlineData("\"0.1\"", null)]
    [InlineData("null", null)]
    [InlineData("[]", null)]
    [InlineData("{\"total_cost\":0.25,\"input_tokens_cost\":0.2}", 0.25)]
    [InlineData("1e-9", 1e-9)]
    public async Task A_cost_that_cannot_be_true_is_none(string cost, double? expected)
    {
        var result = await ReplyToAsync(_ =>
            Scripted.Body($$$"""{"provider":"",{{{Choices}}},"usage":{"prompt_tokens":9,"completion_tokens":2,"cost":{{{cost}}} }}""")
        );
        Assert.Equal(("Да.", null, (decimal?)expected), (result.Text, result.ServedBy, result.Tokens.ToldCost));
    }

    [Fact]
    public void A_sum_of_costs_is_that_of_all_or_none()
    {
        var (told, more, untold) = (
            new TokenUsage { Output = 3, ToldCost = 0.5m },
            new TokenUsage { Output = 3, ToldCost = 0.25m },
            new TokenUsage { Output = 3 }
        );
        Assert.Equal(0.75m, (told + more).ToldCost);
        Assert.Null((told + untold).ToldCost);
        Assert.Null((untold + told).ToldCost);
        // Who was not asked costs nothing.
        Assert.Equal(0.5m, (default(TokenUsage) + told).ToldCost);
        Assert.Equal(0.5m, (told + default(TokenUsage)).ToldCost);
    }

    [Fact]
    public async Task Two_providers_behind_one_name_are_a_note()
    {
        var upstreams = new Upstreams();
        var caller = new UpstreamCaller(Caller, upstreams);
        var n = 0;
        Server.Model("m").Reply = _ => Scripted.Body($$$"""{"provider":"{{{(n++ % 3 == 0 ? "B" : "A")}}}",{{{Choices}}} }""");
        Server.Model("one").Reply = _ => Scripted.Body($$$"""{"provider":"A",{{{Choices}}} }""");
        Server.Model("none").Reply = _ => Scripted.Text("Да.");
        foreach (var model in new[] { "m", "m", "m", "m", "one", "one", "none" })
            await caller.CallAsync(Call(model: model), Stop);

        // Of four replies the first and the last are B's.
        var mixed = Assert.Single(upstreams.Mixed);
        Assert.Equal(("m", Server.BaseUrl.ToString()), (mixed.Model, mixed.Endpoint));
        Assert.Equal([("A", 2), ("B", 2)], mixed.Providers);
    }

    [Fact]
    public async Task Streaming_that_is_demanded_is_given_or_the_parameter_that_spares_it_is_sent()
    {
        // Alibaba's Qwen3, which thinks unless told not to, and then only streams.
        Server.Model("m").Reply = r =>
            r.Has("enable_thinking", out var thinks) && !thinks.GetBoolean() || r.Stream
                ? Scripted.Text("Да.")
                : Scripted.Status(400, "parameter.enable_thinking must be set to false for non-streaming calls");

        var told = Call() with { Endpoint = Endpoint() with { Parameters = new ModelParameters(new() { ["enable_thinking"] = false }) } };
        var plain = await Caller.CallAsync(told, Stop);
        Assert.Equal(("Да.", 1, false), (plain.Text, plain.Attempts, Server.Requests[^1].Stream));

        var streamed = await Caller.CallAsync(Call(), Stop);
        Assert.Equal(("Да.", 2, true), (streamed.Text, streamed.Attempts, Server.Requests[^1].Stream));
        Assert.Equal(1, (await Caller.CallAsync(Call("ещё"), Stop)).Attempts); // learnt
    }
}
