using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary><c>models list</c>, <c>check</c> and <c>prices</c>, over real HTTP.</summary>
public sealed class ModelsCommandTests : SweepLab
{
    public static TheoryData<string, Func<ReceivedRequest, ScriptedReply>, string> Faults =>
        new()
        {
            { "401", _ => Scripted.Status(401, "bad key"), "access refused (HTTP 401): check PROVIDER_LAB_API_KEY" },
            { "404", _ => Scripted.Status(404, "no such model"), "unknown model or address (HTTP 404: no such model): check the name 'm'" },
            {
                "429",
                _ => Scripted.Status(429, "slow down", retryAfterSeconds: 7),
                "refused for now (HTTP 429: slow down): key and address are right; ask again in 7 s, or tell the limit (rpm, PROVIDER_LAB_RPM)"
            },
            { "402", _ => Scripted.Status(402, "empty"), "HTTP 402: no funds, or the spending limit of the account was reached: top up" },
            { "500", _ => Scripted.Status(500, "panic"), "the endpoint fails (HTTP 500: panic): ask again later" },
            { "page", _ => Page(200), "an HTML page titled «Sign in» in place of JSON" },
            { "page of a proxy", _ => Scripted.Html502(), "the endpoint fails (HTTP 502: an HTML page titled «502 Bad Gateway»" },
            { "timeout", _ => Scripted.Hang(), "no complete reply within 1 s" },
            { "empty", _ => Scripted.Text(""), "the reply is empty: ask again" },
            { "thinks", _ => Scripted.Text("", reasoningContent: "hm", finishReason: "length"), "thinks until its tokens are used up" },
            { "refuses", _ => Scripted.Refusal("I will not"), "declines a harmless question (I will not): choose another model" },
            { "moved", _ => Moved(), "HTTP 301: moved to https://new.example/v1/chat/completions: set the address to it" },
            { "nothing", _ => Scripted.Body(""), "an empty body in place of JSON" },
            {
                "refused request",
                _ => Scripted.Status(400, "unknown model type"),
                "the endpoint refuses the model or the request (HTTP 400"
            },
        };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Each_fault_is_named_in_one_line_and_ends_with_6(
        string what,
        Func<ReceivedRequest, ScriptedReply> reply,
        string message
    )
    {
        Assert.NotEmpty(what);
        Server.Model("m").Reply = reply;
        var ended = (await RunAsync("models", "check", "lab:m", "--timeout", "1")).Expect(6);
        var line = Assert.Single(ended.Output.TrimEnd().Split('\n'));
        Assert.StartsWith("error    lab:m: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_connection_and_a_missing_key_are_named()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        Variables["PROVIDER_GONE_BASE_URL"] = $"http://127.0.0.1:{port}/v1";
        var lines = (await RunAsync("models", "check", "gone:m", "openai:m")).Expect(6).Output.TrimEnd().Split('\n');
        Assert.Contains($"error    gone:m: no connection to http://127.0.0.1:{port}/v1 (", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            "error    openai:m: no API key: set PROVIDER_OPENAI_API_KEY in the environment, .env.docker or .env.benchmark-models",
            lines[1]
        );
    }

    [Fact]
    public async Task A_healthy_model_is_asked_once_and_its_facts_are_told()
    {
        Server.Model("m").Reply = _ => Scripted.Score(5);
        Server.Model("m").Usage = new ReportedUsage(30, 5);
        var prices = Write(
            "pricing.json",
            """{"prices": [{"model": "lab:m", "input_per_million": 1, "output_per_million": 2, "currency": "USD", "as_of": "2026-11-01", "source": "https://lab.example"}]}"""
        );
        var check = JsonElement.Parse((await RunAsync("models", "check", "lab:m", "--json", "--pricing", prices)).Expect(0).Output)[0];
        Assert.Single(Server.Requests);
        Assert.True(check.GetProperty("ok").GetBoolean());
        Assert.True(check.GetProperty("streams").GetBoolean());
        Assert.True(check.GetProperty("answers_json").GetBoolean());
        Assert.Equal("schema", check.GetProperty("json_mode").GetString());
        Assert.Equal((30, 5), (check.GetProperty("input_tokens").GetInt32(), check.GetProperty("output_tokens").GetInt32()));
        Assert.Equal(0.00004m, check.GetProperty("cost").GetDecimal()); // (30 · 1 + 5 · 2) / 1,000,000
        Assert.True(check.GetProperty("latency_ms").GetDouble() > 0);

        var text = (await RunAsync("models", "check", "lab:m", "--pricing", prices)).Expect(0).Output;
        Assert.Matches(
            @"^ok       lab:m: answers in \d+ ms, streams \(first piece after \d+ ms\), JSON by schema, 30 \+ 5 tokens, cost 0.00004 USD\n",
            text
        );
    }

    [Fact]
    public async Task What_an_endpoint_refuses_is_told()
    {
        Server.Model("m").Reply = _ => Scripted.Score(5);
        Server.Model("m").RefusedParameters = ["temperature", "response_format", "stream", "max_tokens"];
        Server.Model("m").ReturnedModel = "m-2026-11";
        var text = (await RunAsync("models", "check", "lab:m")).Expect(0).Output;
        Assert.Contains("does not stream, JSON by the prompt alone", text, StringComparison.Ordinal);
        Assert.Contains(
            "asked without temperature, asked with max_completion_tokens, asked without response_format, asked without streaming",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains("answers as m-2026-11", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_that_tells_no_tokens_and_no_json_is_warned_of()
    {
        Server.Model("m").Reply = _ => Scripted.Text("Пять баллов из пяти?");
        Server.Model("m").OmitUsage = true;
        var text = (await RunAsync("models", "check", "lab:m")).Expect(0).Output;
        Assert.Contains("no JSON, no tokens reported, cost unknown", text, StringComparison.Ordinal);
        Assert.Contains("warning  lab:m: does not answer in JSON", text, StringComparison.Ordinal);
        Assert.Contains("warning  lab:m: reports no tokens", text, StringComparison.Ordinal);
        Assert.Equal(2, Server.Requests.Count); // once more without streaming, where tokens are told more often
    }

    [Fact]
    public async Task A_root_certificate_of_the_models_file_is_trusted_by_the_check_and_by_the_doctor()
    {
        using var root = TestCertificates.Root();
        using var leaf = TestCertificates.Leaf("Server", root);
        await using var tls = TlsFront.Start(Server.Root, leaf);
        Write("root.pem", root.ExportCertificatePem());
        string Of(string member) =>
            Write(
                "models.json",
                $$"""{"providers": {"own": {"base_url": "{{tls.Root}}own/v1"{{member}} } }, "models": {"m": {"model": "own:g1"} } }"""
            );

        Assert.Contains("error    m: no connection", (await RunAsync("models", "check", "--models-file", Of(""))).Expect(6).Output);
        var trusting = Of(", \"ca_file\": \"root.pem\"");
        Assert.StartsWith(
            "ok       m: ",
            (await RunAsync("models", "check", "--models-file", trusting)).Expect(0).Output,
            StringComparison.Ordinal
        );

        Variables["EMBEDDING_MODEL_PATH"] = "own:vectors";
        var doctor = (await RunAsync("doctor", "--models-file", trusting)).Output;
        Assert.Contains("own:vectors gives vectors of ", doctor, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_names_all_that_are_configured_are_checked_each_once()
    {
        Variables["GENERATION_MODEL"] = "lab:g1";
        Variables["JUDGE_MODEL"] = "lab:g1";
        Variables["LAB_GEN_MODELS"] = "g2,fast";
        var file = Write("models.json", """{"models": {"fast": {"model": "lab:g3", "parameters": {"top_p": 0.5}}}}""");
        var checks = JsonElement.Parse((await RunAsync("models", "check", "--models-file", file, "--json")).Expect(0).Output);
        Assert.Equal(["fast", "lab:g1", "lab:g2"], checks.EnumerateArray().Select(c => c.GetProperty("name").GetString()));
        Assert.Equal(["g3", "g1", "g2"], checks.EnumerateArray().Select(c => c.GetProperty("model").GetString()));
    }

    [Theory]
    [InlineData("models check: no model is named")]
    [InlineData("models check: builtin:echo is built in", "builtin:echo")]
    [InlineData("models check: 'lab:' names a provider but no model", "lab:")]
    public async Task What_cannot_be_checked_ends_with_2(string message, params string[] names) =>
        Assert.StartsWith($"error: {message}", (await RunAsync(["models", "check", .. names])).Expect(2).Error, StringComparison.Ordinal);

    [Fact]
    public async Task The_list_says_where_each_value_comes_from_and_shows_no_secret()
    {
        const string Key = "QWRTZPSDFGHJKLXCVBNM23456789";
        Variables["LAB_KEY"] = Key;
        Variables["PROVIDER_LAB_RPM"] = "60";
        Variables["PROVIDER_LAB_BASE_URL"] = $"https://user:{Key}@lab.example/v1?api_key={Key}";
        Variables["GENERATION_MODEL"] = "lab:g1";
        Variables["JUDGE_MODEL"] = "bare";
        Variables["BENCHMARKS_JUDGE_MODEL"] = "lab:g1";
        var file = Write(
            "models.json",
            """
            {
              "providers": {"lab": {"key_var": "LAB_KEY", "tpm": 100, "headers": {"X-Token": "${LAB_KEY}"}}},
              "models": {"fast": {"model": "lab:g3", "parameters": {"top_p": 0.5}}}
            }
            """
        );
        var text = (await RunAsync("models", "list", "--models-file", file)).Expect(0).Output;
        Assert.Equal(
            $"""
            lab: key LAB_KEY set (environment)
              base_url https://lab.example/v1 (PROVIDER_LAB_BASE_URL, environment)
              rpm 60 (PROVIDER_LAB_RPM, environment)
              tpm 100 ({file})
              header X-Token set ({file})
            known, not configured: mistral, openrouter, openai, azure, deepseek, alibaba, yandex, gigachat, anthropic, gemini, groq, together, zai, ollama, lmstudio, vllm, llamacpp
            models:
              fast = lab:g3 {"{\"top_p\":0.5}"} ({file}, any role): https://lab.example/v1, LAB_KEY set
              lab:g1 (GENERATION_MODEL, environment, generation): https://lab.example/v1, LAB_KEY set
              bare (JUDGE_MODEL, environment, production_judge): cannot be called: no API key: set JUDGE_API in the environment, .env.docker or .env.benchmark-models

            """,
            text
        );
        var json = (await RunAsync("models", "list", "--models-file", file, "--json", "--all")).Expect(0).Output;
        Assert.DoesNotContain(Key[..8], text + json, StringComparison.Ordinal);
        Assert.Equal(18, JsonElement.Parse(json).GetProperty("providers").GetArrayLength());
    }

    [Fact]
    public async Task Prices_say_what_is_missing_and_how_to_add_it()
    {
        Variables["GENERATION_MODEL"] = "openai:gpt-4o-mini";
        Variables["PROVIDER_OPENAI_API_KEY"] = "k";
        Variables["JUDGE_MODEL"] = "lab:j1";
        var text = (await RunAsync("models", "prices")).Expect(0).Output;
        Assert.Contains("missing  openai:gpt-4o-mini\n", text, StringComparison.Ordinal);
        Assert.Contains("ok       lab:j1: runs on this machine\n", text, StringComparison.Ordinal);
        Assert.Contains("{\"model\": \"openai:gpt-4o-mini\", \"input_per_million\": N", text, StringComparison.Ordinal);
    }

    private static RawReply Page(int status) =>
        new(status, "text/html", Encoding.UTF8.GetBytes("<html><title>Sign in</title><body>Portal</body></html>"));

    private static RawReply Moved() =>
        new(301, "text/html", ReadOnlyMemory<byte>.Empty)
        {
            Headers = new Dictionary<string, string> { ["Location"] = "https://new.example/v1/chat/completions" },
        };
}
