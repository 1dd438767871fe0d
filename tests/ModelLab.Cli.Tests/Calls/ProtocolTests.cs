using System.Diagnostics;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>Whole runs over other protocols and connections than OpenAI's.</summary>
[OneCulture]
public sealed class ProtocolTests : CliTest
{
    private const string Key = "sk-ant-Qw7Zx9Rt5Yu3Io1Pa";

    private static readonly string[] Roles =
    [
        "--generation-models",
        "claude:opus",
        "--judge-models",
        "claude:opus",
        "--production-judge-models",
        "claude:opus",
    ];

    [Theory]
    [InlineData("")]
    [InlineData("/v1")]
    [InlineData("/v1/messages")]
    public async Task The_three_roles_are_played_over_Anthropics_protocol(string pasted)
    {
        Claude(pasted);
        Server.Model("opus").RequiredKey = Key;

        var run = await SucceedAsync([.. Roles, "--stream"]);

        Assert.All(Server.Requests, r => Assert.Equal(("/claude/v1/messages", Key), (r.Path, r.Headers["x-api-key"])));
        // 12 questions to answer; 10 answers in three rubrics, and the judge's own trial, to score; 4 pairs to decide on.
        var usage = run.GetProperty("usage").EnumerateArray().ToDictionary(u => u.GetProperty("role").GetString()!);
        Assert.Equal(["generation", "judge", "production_judge"], usage.Keys.Order(StringComparer.Ordinal));
        foreach (var role in usage.Values)
        {
            var outcomes = role.GetProperty("outcomes");
            Assert.Equal(
                role.GetProperty("units").GetInt32() - outcomes.GetProperty("not_run").GetInt32(),
                outcomes.GetProperty("scored").GetInt32()
            );
            Assert.False(role.GetProperty("tokens_estimated").GetBoolean());
            Assert.Equal("opus", Assert.Single(role.GetProperty("returned_models").EnumerateArray()).GetString());
        }
        Assert.Equal(
            (12, 4),
            (usage["generation"].GetProperty("calls").GetInt32(), usage["production_judge"].GetProperty("calls").GetInt32())
        );
    }

    [Fact]
    public async Task Its_limits_overload_and_refusals_are_what_they_are()
    {
        Claude("/v1");
        var limits = new Dictionary<string, string>
        {
            ["anthropic-ratelimit-requests-remaining"] = "0",
            ["anthropic-ratelimit-requests-reset"] = DateTimeOffset
                .UtcNow.AddSeconds(1)
                .ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture),
        };
        Server.Model("opus").Reply = r =>
            r.CallNumber == 3 ? Scripted.Status(429, "This request would exceed your limit", 1, limits)
            : r.CallNumber is 6 or 7 ? Scripted.Status(529, "Overloaded")
            // One question is declined, by whichever role is asked.
            : r.Messages.Any(m => m.Text.Contains("кабинет 103", StringComparison.Ordinal)) && !Judged(r)
                ? Scripted.Refusal("I cannot help with this.")
            : SensibleModel.Reply(r);

        var run = await SucceedAsync([.. Roles, "--tier", "2"]);

        var generation = run.GetProperty("usage").EnumerateArray().First(u => u.GetProperty("role").GetString() == "generation");
        var outcomes = generation.GetProperty("outcomes");
        Assert.Equal((1, 11), (outcomes.GetProperty("refused").GetInt32(), outcomes.GetProperty("scored").GetInt32()));
        var all = run.GetProperty("usage").EnumerateArray().ToList();
        Assert.Equal(3, all.Sum(u => u.GetProperty("attempts").GetInt32() - u.GetProperty("calls").GetInt32()));
        Assert.All(all, u => Assert.Equal(0, u.GetProperty("outcomes").GetProperty("transport_error").GetInt32()));

        static bool Judged(ReceivedRequest r) => r.Has("output_config", out _);
    }

    [Fact]
    public async Task GigaChats_short_tokens_lose_no_call_of_a_run()
    {
        Time = TimeProvider.System;
        Provide("giga", Key);
        Variables["PROVIDER_GIGA_AUTH"] = "gigachat";
        Variables["PROVIDER_GIGA_TOKEN_URL"] = new Uri(Server.Root, "/oauth").ToString();
        Variables["PROVIDER_GIGA_TOKEN_SCOPE"] = "GIGACHAT_API_CORP";
        (Server.Tokens.Lifetime, Server.Tokens.RequiredKey) = (TimeSpan.FromSeconds(0.6), Key);
        (Server.Default.Tokens, Server.Default.Latency) = (Server.Tokens, TimeSpan.FromMilliseconds(100));
        var clock = Stopwatch.StartNew();

        var run = await SucceedAsync([.. Roles.Select(r => r.Replace("claude:opus", "giga:GigaChat")), "--max-concurrency", "3"]);

        foreach (var outcomes in run.GetProperty("usage").EnumerateArray().Select(u => u.GetProperty("outcomes")))
            Assert.Equal(0, outcomes.GetProperty("transport_error").GetInt32() + outcomes.GetProperty("not_asked").GetInt32());
        Assert.All(Server.Tokens.Requests, r => Assert.Equal(("Basic " + Key, "GIGACHAT_API_CORP"), (r.Authorization, r.Scope)));
        // One for all roles, and another after a tenth less than 0.6 s at the soonest.
        Assert.InRange(Server.Tokens.Sold, 2, 1 + (int)(clock.Elapsed / TimeSpan.FromSeconds(0.54)));
    }

    [Theory]
    [InlineData("CA_FILE", "ca_file: ")]
    [InlineData("CLIENT_CERTIFICATE", "client_certificate: ")]
    public async Task A_file_without_certificates_is_one_line_before_anything_is_sent(string member, string field)
    {
        Claude("");
        Variables["PROVIDER_CLAUDE_" + member] = Write("text.pem", "no certificate");

        Assert.Equal(2, await SweepAsync(Roles));

        var line = Assert.Single(Error.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(field, line, StringComparison.Ordinal);
        Assert.Contains("text.pem holds no certificate", line, StringComparison.Ordinal);
        Assert.Equal(0, Server.RequestCount);
        Assert.Empty(Directory.Exists(Output) ? Directory.EnumerateFiles(Output) : []);
    }

    [Fact]
    public async Task Two_providers_behind_one_name_are_a_note_and_what_they_say_that_it_cost_counts_without_a_price()
    {
        // Endpoints on this machine cost nothing, whatever they say: this one is elsewhere, behind a proxy.
        Provide("router", Key);
        Variables["PROVIDER_ROUTER_BASE_URL"] = "http://router.invalid/v1";
        Variables["PROVIDER_ROUTER_PROXY"] = Server.Root.ToString();
        Server.Default.Reply = r =>
        {
            var text = ((Completion)SensibleModel.Reply(r)).Content!;
            return Scripted.Body(
                $$$"""{"provider":"{{{(r.CallNumber % 2 == 0 ? "Together" : "DeepInfra")}}}","choices":[{"message":{"role":"assistant","content":{{{System.Text.Json.JsonSerializer.Serialize(text)}}}},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":20,"cost":0.25}}"""
            );
        };

        var run = await SucceedAsync([.. Roles.Select(r => r.Replace("claude:opus", "router:open/m"))]);

        var generation = run.GetProperty("usage").EnumerateArray().First(u => u.GetProperty("role").GetString() == "generation");
        // 12 answers at a quarter of a dollar.
        Assert.Equal(
            (3m, "USD", true),
            (
                generation.GetProperty("cost").GetDecimal(),
                generation.GetProperty("currency").GetString(),
                generation.GetProperty("cost_is_told").GetBoolean()
            )
        );
        Assert.Contains(
            File.ReadAllText(Directory.EnumerateFiles(Output, "rag_benchmark_*.md").Single()).Split('\n'),
            line =>
                line.Contains("open/m at ", StringComparison.Ordinal) && line.Contains("answered by DeepInfra (", StringComparison.Ordinal)
        );
    }

    private void Claude(string pasted)
    {
        Provide("claude", Key);
        Variables["PROVIDER_CLAUDE_BASE_URL"] = new Uri(Server.Root, "/claude" + pasted).ToString();
        Variables["PROVIDER_CLAUDE_PROTOCOL"] = "anthropic";
        Variables["PROVIDER_CLAUDE_AUTH"] = "x-api-key";
    }
}
