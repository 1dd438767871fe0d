using System.Text;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Calls;

/// <summary>What providers are reported to send in place of a reply, over real HTTP; the words are examples of their kind.</summary>
public sealed class ProviderErrorTests : CallTest
{
    private Task<CallResult> AnswerAsync(int status, string body) =>
        ReplyToAsync(_ => new RawReply(status, "application/json", Encoding.UTF8.GetBytes(body)));

    [Theory]
    // Azure, DeepSeek, Alibaba, OpenRouter, and one under status 200.
    [InlineData(
        400,
        """{"error":{"code":"content_filter","message":"The response was filtered","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"""
    )]
    [InlineData(400, """{"error":{"message":"Content Exists Risk","type":"invalid_request_error"}}""")]
    [InlineData(400, """{"error":{"code":"data_inspection_failed","message":"Input data may contain inappropriate content."}}""")]
    [InlineData(403, """{"error":{"code":403,"message":"Input was flagged","metadata":{"reasons":["violence"],"flagged_input":"…"}}}""")]
    [InlineData(403, """{"error":{"message":"anthropic/claude requires moderation on this request"}}""")]
    [InlineData(200, """{"error":{"code":403,"message":"Your chosen model requires moderation and your input was flagged"}}""")]
    [InlineData(422, """{"error":{"message":"Prompt blocked by the safety system"}}""")]
    public async Task A_filters_error_is_a_refusal_of_one_item(int status, string body)
    {
        var result = await AnswerAsync(status, body);
        Assert.True(result is { Succeeded: true, Refusal: { Length: > 0 }, Attempts: 1 }, result.Error);
    }

    [Theory]
    [InlineData("blacklist")]
    [InlineData("SAFETY")]
    [InlineData("RECITATION")]
    [InlineData("PROHIBITED_CONTENT")]
    [InlineData("sensitive")]
    [InlineData("refusal")]
    [InlineData("BLOCKLIST")]
    public async Task A_word_for_declined_is_a_refusal(string word)
    {
        foreach (var content in new[] { "null", "\"Не могу об этом говорить.\"" })
        {
            var result = await AnswerAsync(
                200,
                $$$"""{"choices":[{"message":{"role":"assistant","content":{{{content}}}},"finish_reason":"{{{word}}}"}]}"""
            );
            Assert.True(result is { Succeeded: true, Refusal: not null, Attempts: 1 }, result.Error);
        }
    }

    [Theory]
    [InlineData("COMPLETE")]
    [InlineData("completed")]
    [InlineData("wunderbar")]
    public async Task A_word_that_is_not_known_beside_a_good_text_is_an_answer(string word)
    {
        var result = await AnswerAsync(
            200,
            $$"""{"choices":[{"message":{"role":"assistant","content":"Да."},"finish_reason":"{{word}}"}]}"""
        );
        Assert.Equal(("Да.", null, word, null), (result.Text, result.Refusal, result.FinishReason, result.Error));
    }

    [Theory]
    [InlineData(402, """{"error":{"message":"Insufficient Balance"}}""", CallErrorClass.NoFunds)]
    [InlineData(
        400,
        """{"error":{"code":"billing_hard_limit_reached","message":"Billing hard limit has been reached"}}""",
        CallErrorClass.NoFunds
    )]
    [InlineData(429, """{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}""", CallErrorClass.NoFunds)]
    [InlineData(400, """{"type":"error","error":{"message":"Your credit balance is too low to access the API"}}""", CallErrorClass.NoFunds)]
    [InlineData(200, """{"error":{"code":402,"message":"Prompt tokens limit exceeded: more credits needed"}}""", CallErrorClass.NoFunds)]
    [InlineData(429, """{"error":{"message":"Rate limit exceeded: free-models-per-day. Add credits"}}""", CallErrorClass.QuotaOfTheDay)]
    [InlineData(
        429,
        """[{"error":{"code":429,"message":"Quota exceeded for GenerateRequestsPerDayPerProjectPerModel-FreeTier"}}]""",
        CallErrorClass.QuotaOfTheDay
    )]
    [InlineData(429, """{"error":{"message":"Rate limit reached on tokens per day (TPD): Limit 500000"}}""", CallErrorClass.QuotaOfTheDay)]
    [InlineData(
        400,
        """{"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 5000"}}""",
        CallErrorClass.TooLarge
    )]
    [InlineData(400, """{"error":{"message":"the request exceeds the available context size"}}""", CallErrorClass.TooLarge)]
    [InlineData(400, """{"error":{"message":"prompt is too long: 210000 tokens > 200000 maximum"}}""", CallErrorClass.TooLarge)]
    [InlineData(413, "{}", CallErrorClass.TooLarge)]
    [InlineData(
        403,
        """{"error":{"code":"unsupported_country_region_territory","message":"Country not supported"}}""",
        CallErrorClass.Region
    )]
    [InlineData(400, """{"error":{"message":"User location is not supported for the API use."}}""", CallErrorClass.Region)]
    [InlineData(529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", CallErrorClass.Server)]
    [InlineData(503, """{"error":{"message":"Loading model"}}""", CallErrorClass.Server)]
    [InlineData(
        200,
        """{"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"busy"}}}""",
        CallErrorClass.RateLimited
    )]
    [InlineData(200, """{"error":{"code":"rate_limit_exceeded","message":"slow down"}}""", CallErrorClass.RateLimited)]
    [InlineData(200, """{"error":{"message":"upstream"}}""", CallErrorClass.Server)]
    [InlineData(301, "moved", CallErrorClass.NotFound)]
    public async Task An_error_has_the_class_of_what_it_is_about(int status, string body, CallErrorClass expected)
    {
        var result = await AnswerAsync(status, body);
        Assert.Equal((expected, false), (result.ErrorClass, result.Succeeded));
        Assert.StartsWith("HTTP ", result.Error, StringComparison.Ordinal);
    }

    // An error may quote the request, or a page hold any word: neither says what the error is about.
    [Theory]
    [InlineData(
        422,
        """{"detail":[{"loc":["body","top_k"],"msg":"Bad","input":"Кто ведёт moderation форума?"}]}""",
        CallErrorClass.BadRequest
    )]
    [InlineData(
        400,
        """{"error":{"message":"Bad"},"request":{"messages":["insufficient funds, prompt is too long"]}}""",
        CallErrorClass.BadRequest
    )]
    [InlineData(429, """{"error":{"message":"Slow down","prompt":"hours per day?"}}""", CallErrorClass.RateLimited)]
    [InlineData(503, "<html>content policy, insufficient balance</html>", CallErrorClass.Server)]
    // Gemini says so of a minute's limit too: which quota it was stands in the details.
    [InlineData(
        429,
        """[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","details":[{"violations":[{"quotaId":"GenerateRequestsPerMinutePerProjectPerModel-FreeTier"}]}]}}]""",
        CallErrorClass.RateLimited
    )]
    [InlineData(
        429,
        """[{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","details":[{"violations":[{"quotaId":"GenerateRequestsPerDayPerProjectPerModel-FreeTier"}]}]}}]""",
        CallErrorClass.QuotaOfTheDay
    )]
    public async Task Only_what_an_error_says_of_itself_counts(int status, string body, CallErrorClass expected) =>
        Assert.Equal(expected, (await AnswerAsync(status, body)).ErrorClass);

    [Theory]
    [InlineData("""[{"error":{"message":"Please retry in 23.67s.","details":[{"retryDelay":"24s"}]}}]""", 24.0)]
    [InlineData("""{"error":{"message":"Quota exceeded. Please retry in 1m3.5s."}}""", 63.5)]
    [InlineData("""{"error":{"message":"Rate limit reached. Please try again in 20ms."}}""", 0.02)]
    [InlineData("""{"error":{"message":"Too many requests, try again in 2 minutes"}}""", 120.0)]
    [InlineData("""{"message":"Requests rate limit exceeded"}""", null)]
    [InlineData("""{"error":{"message":"Limit 30, please slow down"}}""", null)]
    public async Task A_wait_is_read_from_the_text(string body, double? seconds) =>
        Assert.Equal(seconds, (await AnswerAsync(429, body)).RetryAfter?.TotalSeconds);

    [Fact]
    public async Task What_a_provider_behind_the_provider_said_is_told()
    {
        var result = await AnswerAsync(
            200,
            """{"error":{"code":429,"message":"Provider returned error","metadata":{"raw":"{\"error\":{\"message\":\"m is temporarily rate-limited upstream\"}}","provider_name":"Chutes"}}}"""
        );
        Assert.Equal("HTTP 200, error 429: Provider returned error: Chutes: m is temporarily rate-limited upstream", result.Error);
    }

    [Fact]
    public async Task The_text_that_was_not_the_JSON_asked_for_is_a_reply()
    {
        var result = await AnswerAsync(
            400,
            """{"error":{"code":"json_validate_failed","message":"Failed to validate JSON","failed_generation":"<think>раз</think>Оценка: 4"}}"""
        );
        Assert.Equal(("Оценка: 4", null), (result.Text, result.ErrorClass));
    }

    [Theory]
    [InlineData(
        "<!DOCTYPE html><html><head><title> Sign\n in </title></head>",
        "an HTML page titled «Sign in» in place of JSON: is the address right, is there a proxy?"
    )]
    [InlineData("<html>busy</html>", "an HTML page in place of JSON: is the address right, is there a proxy?")]
    [InlineData("  ", "an empty body in place of JSON")]
    public async Task What_came_in_place_of_JSON_is_told(string body, string told) =>
        Assert.Equal("malformed reply: " + told, (await AnswerAsync(200, body)).Error);
}
