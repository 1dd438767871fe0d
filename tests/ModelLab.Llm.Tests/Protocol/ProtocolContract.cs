using System.Globalization;
using System.Text;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Llm.Configuration;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

/// <summary>What is expected of every protocol, whatever its form, whole and streamed.</summary>
public abstract class ProtocolContract : CallTest
{
    /// <summary>The protocol under test.</summary>
    protected abstract EndpointProtocol Protocol { get; }

    /// <summary>The header that a key comes by, with what stands before it.</summary>
    protected abstract (string Header, string Before) KeyHeader { get; }

    /// <summary>Headers that say that no request is left for 90 seconds.</summary>
    protected abstract Dictionary<string, string> UsedUp { get; }

    /// <summary>The member of a request that asks for a schema.</summary>
    protected abstract string SchemaMember { get; }

    /// <summary>A stream of about so many bytes that never ends, and says nothing.</summary>
    protected abstract string EndlessPiece { get; }

    protected ModelCall CallOf(ModelParameters? parameters = null, Sampling? sampling = null, ReplySchema? schema = null) =>
        Call() with
        {
            Endpoint = Endpoint() with
            {
                Protocol = Protocol,
                Parameters = parameters ?? ModelParameters.None,
                Connection = new EndpointConnection { Auth = Auth },
            },
            Sampling = sampling ?? new(null, null),
            Schema = schema,
        };

    protected virtual EndpointAuth Auth => EndpointAuth.Bearer;

    protected Task<CallResult> AskAsync(bool stream, Func<ReceivedRequest, ScriptedReply> script, ModelCall? call = null)
    {
        Server.Model("m").Reply = script;
        return CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream).CallAsync(call ?? CallOf(), Stop);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_answer_comes_with_what_is_told_beside_it(bool stream)
    {
        Server.Model("m").ReturnedModel = "m-2025-01";
        Server.Model("m").Usage = new ReportedUsage(11, 7, 3, 4);
        Server.Model("m").Headers = new Dictionary<string, string> { ["request-id"] = "req_17" };

        var result = await AskAsync(stream, _ => Scripted.Text("Справку выдают в деканате 🎓.", "Подумаю о сроках."));

        Assert.Equal(
            ("Справку выдают в деканате 🎓.", "Подумаю о сроках.", null, null),
            (result.Text, result.Reasoning, result.Refusal, result.Error)
        );
        // 11 of the request, of which a cache gave 4; 7 of the reply, of which 3 are thoughts.
        Assert.Equal((11, 4, 7, 3), (result.Tokens.Input, result.Tokens.CachedInput, result.Tokens.Output, result.Tokens.Reasoning));
        Assert.Equal(("m-2025-01", "stop", "req_17"), (result.ReturnedModel, result.FinishReason, result.RequestId));
        Assert.Equal(stream, result.FirstTokenMs is not null);
        Assert.Equal(stream, Server.Requests.Single().Stream);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_not_told_is_unknown(bool stream)
    {
        Server.Model("m").OmitUsage = true;
        var result = await AskAsync(stream, _ => Scripted.Text("Да."));
        Assert.Equal(("Да.", null, null, null), (result.Text, result.Tokens.Input, result.Tokens.Output, result.RequestId));
    }

    [Fact]
    public async Task The_first_piece_comes_after_the_models_thinking_and_not_after_the_last()
    {
        Server.Model("m").Latency = TimeSpan.FromMilliseconds(120);
        var result = await AskAsync(stream: true, _ => Scripted.Text("Да."));
        // Timers look at a clock of 4 ms and may go off that much early.
        Assert.InRange(result.FirstTokenMs!.Value, 115, result.LatencyMs);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_refusal_is_one_in_its_words_or_in_ours(bool stream)
    {
        var own = await AskAsync(stream, _ => Scripted.Refusal("Не могу помочь с этим."));
        Assert.Equal(("Не могу помочь с этим.", true), (own.Refusal, own.Succeeded));

        var filtered = await AskAsync(stream, _ => Scripted.ContentFilter());
        Assert.Equal(("stopped by the provider's content filter", true), (filtered.Refusal, filtered.Succeeded));
        Assert.Equal(2, Server.RequestCount); // each asked once
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_reply_that_its_limit_cut_says_so(bool stream) =>
        Assert.Equal("length", (await AskAsync(stream, _ => Scripted.Text("Спра", finishReason: "length"))).FinishReason);

    public static TheoryData<int, CallErrorClass, bool, bool> Statuses
    {
        get
        {
            var all = new TheoryData<int, CallErrorClass, bool, bool>();
            foreach (var stream in new[] { false, true })
            {
                all.Add(400, CallErrorClass.BadRequest, false, stream);
                all.Add(401, CallErrorClass.Access, false, stream);
                all.Add(402, CallErrorClass.NoFunds, false, stream);
                all.Add(403, CallErrorClass.Access, false, stream);
                all.Add(404, CallErrorClass.NotFound, false, stream);
                all.Add(413, CallErrorClass.TooLarge, false, stream);
                all.Add(429, CallErrorClass.RateLimited, true, stream);
                all.Add(500, CallErrorClass.Server, false, stream);
                all.Add(503, CallErrorClass.Server, true, stream);
                all.Add(529, CallErrorClass.Server, true, stream);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task A_status_has_its_class(int status, CallErrorClass expected, bool congestion, bool stream)
    {
        var result = await AskAsync(stream, _ => Scripted.Status(status, "Так нельзя.", 7));

        Assert.Equal((expected, status, congestion), (result.ErrorClass, result.HttpStatus, result.IsCongestion));
        Assert.Equal((TimeSpan.FromSeconds(7), 1), (result.RetryAfter, result.Attempts));
        Assert.Equal(expected is not (CallErrorClass.Access or CallErrorClass.NoFunds), result.Error!.Contains("Так нельзя."));
    }

    [Theory]
    [InlineData(400, "prompt is too long: 210000 tokens > 200000 maximum", CallErrorClass.TooLarge)]
    [InlineData(400, "Your credit balance is too low to access the API.", CallErrorClass.NoFunds)]
    [InlineData(403, "Request not allowed", CallErrorClass.Region)]
    [InlineData(400, "Output blocked by content filtering policy", null)]
    public async Task What_an_error_says_comes_before_its_status(int status, string message, CallErrorClass? expected)
    {
        var result = await AskAsync(stream: false, _ => Scripted.Status(status, message));
        Assert.Equal((expected, expected is null), (result.ErrorClass, result.Refusal is not null));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_is_no_reply_is_told_as_what_it_is(bool stream)
    {
        Assert.Equal(CallErrorClass.Connection, (await AskAsync(stream, _ => Scripted.Cut())).ErrorClass);
        foreach (var body in new[] { "", "{", "[]", "{}", "<html><title>Вход</title></html>", """{"choices":[],"content":7}""" })
        {
            var result = await AskAsync(stream, _ => Scripted.Body(body));
            Assert.Equal((CallErrorClass.Malformed, null), (result.ErrorClass, result.Text));
        }
        var error = await AskAsync(
            stream: false,
            _ => Scripted.Body("""{"type":"error","error":{"type":"overloaded_error","message":"Полно"}}""")
        );
        Assert.Equal((CallErrorClass.Server, 529, true), (error.ErrorClass, error.HttpStatus, error.IsCongestion));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Silence_ends_with_the_time_limit(bool stream)
    {
        Server.Model("m").Reply = _ => Scripted.Hang();
        var result = await CallerBy(TimeProvider.System, TimeSpan.FromMilliseconds(150), stream).CallAsync(CallOf(), Stop);
        Assert.Equal((CallErrorClass.Timeout, "no complete reply within 0.15 s"), (result.ErrorClass, result.Error));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_used_up_quota_is_told_with_the_reply(bool stream)
    {
        Server.Model("m").Headers = UsedUp;
        var result = await AskAsync(stream, _ => Scripted.Text("Да."));
        Assert.InRange(result.QuotaReset!.Value.TotalSeconds, 80, 90);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_key_comes_by_the_protocols_header_and_a_wrong_one_is_not_echoed(bool stream)
    {
        Server.Model("m").RequiredKey = Key;
        Assert.Equal("Да.", (await AskAsync(stream, _ => Scripted.Text("Да."))).Text);
        Assert.Equal(KeyHeader.Before + Key, Server.Requests.Single().Headers[KeyHeader.Header]);

        Server.Model("m").RequiredKey = Key + "2";
        var refused = await AskAsync(stream, _ => Scripted.Text("Да."));
        Assert.Equal((CallErrorClass.Access, "HTTP 401", 2), (refused.ErrorClass, refused.Error, Server.RequestCount));
    }

    [Fact]
    public async Task A_schema_is_asked_for_in_the_protocols_way_and_left_out_where_it_is_refused()
    {
        var call = CallOf(schema: ReplySchemas.Verdict);
        await AskAsync(stream: false, _ => Scripted.Verdict(true), call);
        Assert.Contains("Нет", Server.Requests[0].Body.GetProperty(SchemaMember).GetRawText(), StringComparison.Ordinal);

        Server.Model("m").RefusedParameters = [SchemaMember];
        Assert.True((await AskAsync(stream: false, _ => Scripted.Verdict(true), call)).Succeeded);
        Assert.False(Server.Requests[^1].Has(SchemaMember, out _));
    }

    [Fact]
    public async Task A_temperature_is_sent_and_left_out_where_it_is_refused()
    {
        var call = CallOf(sampling: new(0, 200));
        await AskAsync(stream: false, _ => Scripted.Text("Да."), call);
        Assert.Equal(0, Server.Requests[0].Body.GetProperty("temperature").GetDouble());
        Assert.Equal(200, Server.Requests[0].Body.GetProperty("max_tokens").GetInt32());

        Server.Model("m").RefusedParameters = ["temperature"];
        var result = await AskAsync(stream: false, _ => Scripted.Text("Да."), call);
        Assert.Equal(("Да.", 2, false), (result.Text, result.Attempts, Server.Requests[^1].Has("temperature", out _)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_models_parameters_are_in_every_request(bool stream)
    {
        await AskAsync(
            stream,
            _ => Scripted.Text("Да."),
            CallOf(
                new ModelParameters(
                    new()
                    {
                        ["top_p"] = 0.9,
                        ["metadata"] = new System.Text.Json.Nodes.JsonObject { ["user_id"] = "x" },
                    }
                )
            )
        );

        var body = Server.Requests.Single().Body;
        Assert.Equal(0.9, body.GetProperty("top_p").GetDouble());
        Assert.Equal("x", body.GetProperty("metadata").GetProperty("user_id").GetString());
    }

    [Fact]
    public async Task A_stream_that_never_ends_is_left_before_it_fills_the_memory()
    {
        // 40 MB in pieces of about 1 MB; 32 MB are the most.
        var body = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(EndlessPiece + new string(' ', 1 << 20) + "\n\n", 40)));
        var result = await AskAsync(stream: true, _ => new RawReply(200, "text/event-stream", body));
        Assert.Equal((CallErrorClass.Malformed, "malformed reply: it is longer than 32 MB"), (result.ErrorClass, result.Error));
    }
}

public sealed class OpenAiContractTests : ProtocolContract
{
    protected override EndpointProtocol Protocol => EndpointProtocol.OpenAi;

    protected override (string, string) KeyHeader => ("Authorization", "Bearer ");

    protected override Dictionary<string, string> UsedUp =>
        new() { ["x-ratelimit-remaining-requests"] = "0", ["x-ratelimit-reset-requests"] = "1m30s" };

    protected override string SchemaMember => "response_format";

    protected override string EndlessPiece => """data: {"choices":[]}""";
}

public sealed class AnthropicContractTests : ProtocolContract
{
    protected override EndpointProtocol Protocol => EndpointProtocol.Anthropic;

    protected override EndpointAuth Auth => EndpointAuth.XApiKey;

    protected override (string, string) KeyHeader => ("x-api-key", "");

    protected override Dictionary<string, string> UsedUp =>
        new()
        {
            ["anthropic-ratelimit-requests-remaining"] = "0",
            ["anthropic-ratelimit-requests-reset"] = DateTimeOffset
                .UtcNow.AddSeconds(90)
                .ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["anthropic-ratelimit-tokens-remaining"] = "5000",
            ["anthropic-ratelimit-tokens-reset"] = "2099-01-01T00:00:00Z",
        };

    protected override string SchemaMember => "output_config";

    protected override string EndlessPiece => """data: {"type":"ping"}""";
}
