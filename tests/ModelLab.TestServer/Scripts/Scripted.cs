using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ModelLab.Testing.Wire;

namespace ModelLab.Testing;

/// <summary>Makes replies: good ones and every way a provider is known to fail.</summary>
public static class Scripted
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A completion with this text.</summary>
    public static Completion Text(string? content, string? reasoningContent = null, string finishReason = "stop") =>
        new(content, reasoningContent, finishReason);

    /// <summary>
    /// A judge's reply, <c>{"score": N}</c>, with evidence before it when given. The number is written as it is, in range or not.
    /// </summary>
    public static Completion Score(double score, string? evidence = null) =>
        Text(Object(evidence, $"\"score\": {score.ToString(CultureInfo.InvariantCulture)}"));

    /// <summary>A decider's reply, <c>{"verdict": "Да"}</c> or <c>"Нет"</c>, with evidence before it when given.</summary>
    public static Completion Verdict(bool show, string? evidence = null) =>
        Text(Object(evidence, show ? "\"verdict\": \"Да\"" : "\"verdict\": \"Нет\""));

    /// <summary>A model that declines: <c>content</c> is null and <c>refusal</c> carries the text.</summary>
    public static Completion Refusal(string text) => new(null, Refusal: text);

    /// <summary>A reply the provider's filter stopped: empty content and <c>finish_reason: content_filter</c>.</summary>
    public static Completion ContentFilter() => new("", FinishReason: "content_filter");

    /// <summary>An error in OpenAI's shape.</summary>
    /// <param name="code">The HTTP status.</param>
    /// <param name="message">The message inside <c>error</c>.</param>
    /// <param name="retryAfterSeconds">Seconds for the <c>Retry-After</c> header, or null for none.</param>
    /// <param name="headers">Further headers, such as <c>x-ratelimit-remaining-requests</c>.</param>
    public static RawReply Status(
        int code,
        string message,
        int? retryAfterSeconds = null,
        IReadOnlyDictionary<string, string>? headers = null
    ) => ApiError.Reply(code, message, headers: With(headers, retryAfterSeconds?.ToString(CultureInfo.InvariantCulture)));

    /// <summary>An error in OpenAI's shape whose <c>Retry-After</c> is a date, in whole seconds as HTTP dates are.</summary>
    public static RawReply Status(
        int code,
        string message,
        DateTimeOffset retryAfter,
        IReadOnlyDictionary<string, string>? headers = null
    ) => ApiError.Reply(code, message, headers: With(headers, retryAfter.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>No answer, until the client goes away or the server stops.</summary>
    public static HangReply Hang() => new();

    /// <summary>Announces a whole reply, sends half of it and ends the connection.</summary>
    public static CutReply Cut() => new(Text("Этот ответ обрывается на середине, и его конца никто не увидит."));

    /// <summary>HTTP 200 with JSON that ends in the middle of a string, although the body is complete as HTTP sees it.</summary>
    public static RawReply MalformedJson() =>
        Body("""{"id":"chatcmpl-0","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"обры""");

    /// <summary>HTTP 200, valid JSON, <c>choices</c> empty.</summary>
    public static RawReply EmptyChoices() =>
        Body("""{"id":"chatcmpl-0","object":"chat.completion","created":0,"model":"m","choices":[]}""");

    /// <summary>HTTP 200 whose content string holds bytes that are not UTF-8.</summary>
    public static RawReply NotUtf8() =>
        new(
            200,
            ContentTypes.Json,
            (byte[])
                [
                    .. """{"id":"chatcmpl-0","object":"chat.completion","created":0,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":" """u8,
                    0xC3,
                    0x28,
                    0xFF,
                    0xFE,
                    .. """ "},"finish_reason":"stop"}]}"""u8,
                ]
        );

    /// <summary>The HTML page of a proxy whose upstream is gone.</summary>
    public static RawReply Html502() =>
        new(
            502,
            "text/html; charset=utf-8",
            Encoding.UTF8.GetBytes("<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1></body></html>")
        );

    /// <summary>The reply, this much later.</summary>
    public static SlowReply Slow(TimeSpan delay, ScriptedReply reply) => new(delay, reply);

    /// <summary>HTTP 200, <c>application/json</c>, with exactly this body.</summary>
    public static RawReply Body(string raw) => new(200, ContentTypes.Json, Encoding.UTF8.GetBytes(raw));

    private static string Object(string? evidence, string field) =>
        evidence is null ? $"{{{field}}}" : $"{{\"evidence\": {JsonSerializer.Serialize(evidence, Readable)}, {field}}}";

    private static Dictionary<string, string>? With(IReadOnlyDictionary<string, string>? headers, string? retryAfter)
    {
        if (headers is null && retryAfter is null)
            return null;
        var all = headers is null ? [] : new Dictionary<string, string>(headers);
        if (retryAfter is not null)
            all["Retry-After"] = retryAfter;
        return all;
    }
}
