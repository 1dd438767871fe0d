using System.Net;
using System.Net.Sockets;
using System.Text;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Testing;
using Xunit;

namespace ModelLab.Llm.Tests.Protocol;

/// <summary>What responses tell beside their text, streamed and whole.</summary>
public sealed class ResponseFactsTests : CallTest
{
    private static readonly Dictionary<string, string> Headers = new()
    {
        ["x-request-id"] = "req_42",
        ["x-ratelimit-remaining-tokens"] = "0",
        ["x-ratelimit-reset-tokens"] = "1m30s",
    };

    [Theory]
    [InlineData(false, """{"choices":[{"index":0,"message":{"content":"Да."},"finish_reason":"stop"}]}""", null)]
    [InlineData(true, """{"choices":[{"index":0,"delta":{"content":"Да."},"finish_reason":"stop"}]}""", null)]
    [InlineData(false, """{"choices":[]}""", "malformed reply: an empty list of choices")]
    [InlineData(false, "<html>", "malformed reply: an HTML page in place of JSON: is the address right, is there a proxy?")]
    [InlineData(true, """{"choices":7}""", "malformed reply: it has no list 'choices'")]
    [InlineData(true, """{"choices":[{"index":0,"delta":{"content":"Д"}}]}""", "malformed reply: the stream ends before the reply does")]
    [InlineData(false, """{"error":{"message":"Upstream"}}""", "HTTP 200: Upstream")]
    // What OpenRouter sends when a provider breaks off in the middle.
    [InlineData(
        true,
        """{"error":{"code":502,"message":"Upstream"},"choices":[{"index":0,"delta":{"content":""},"finish_reason":"error"}]}""",
        "HTTP 200, error 502: Upstream"
    )]
    public async Task Replies_and_what_is_none_tell_alike_what_the_headers_say(bool stream, string body, string? error)
    {
        Server.Model("m").Reply = _ => Body(stream ? $"data: {body}\n\n" : body, stream);

        var result = await CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream).CallAsync(Call(), Stop);

        Assert.Equal((error, error is null), (result.Error, result.Succeeded));
        Assert.Equal(("req_42", TimeSpan.FromSeconds(90)), (result.RequestId, result.QuotaReset));
        Assert.Equal(stream && body.Contains("content\":\"Д", StringComparison.Ordinal), result.FirstTokenMs is not null);
    }

    [Fact]
    public async Task Vectors_and_what_is_none_tell_alike_what_the_headers_say()
    {
        foreach (
            var (body, error) in new[]
            {
                ("""{"data":[{"index":0,"embedding":[1]}]}""", null),
                ("""{"data":[]}""", "malformed reply: 0 vectors came for 1 texts"),
                ("""{"error":"No such model"}""", "HTTP 200: No such model"),
            }
        )
        {
            Server.Model("m").Reply = _ => Body(body, stream: false);

            var result = await Caller.CallAsync(ModelCall.ForEmbedding(Endpoint(), ["текст"]), Stop);

            Assert.Equal((error, "req_42", TimeSpan.FromSeconds(90)), (result.Error, result.RequestId, result.QuotaReset));
        }
    }

    [Theory]
    [InlineData(false, "429 Too Many Requests", CallErrorClass.RateLimited)]
    [InlineData(true, "429 Too Many Requests", CallErrorClass.RateLimited)]
    [InlineData(false, "503 Service Unavailable", CallErrorClass.Server)]
    [InlineData(true, "401 Unauthorized", CallErrorClass.Access)]
    [InlineData(false, "200 OK", CallErrorClass.Connection)] // a reply, by contrast, is nothing without its text
    [InlineData(true, "200 OK", CallErrorClass.Connection)]
    public async Task An_error_that_breaks_off_is_still_the_error_that_its_status_says(bool stream, string status, CallErrorClass expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = ServeOnceAsync(
            listener,
            $"HTTP/1.1 {status}\r\nRetry-After: 7\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n" + """{"error":{"mess"""
        );
        var address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1");

        var result = await CallerBy(TimeProvider.System, TimeSpan.FromMinutes(1), stream)
            .CallAsync(Call() with { Endpoint = Endpoint() with { BaseUrl = address } }, Stop);
        await serving;

        Assert.Equal(expected, result.ErrorClass);
        if (expected != CallErrorClass.Connection)
            Assert.Equal(("HTTP " + status[..3], TimeSpan.FromSeconds(7)), (result.Error, result.RetryAfter));
    }

    private static async Task ServeOnceAsync(TcpListener listener, string response)
    {
        using var client = await listener.AcceptTcpClientAsync(Stop);
        var stream = client.GetStream();
        var buffer = new byte[64 << 10];
        var received = "";
        while (!received.EndsWith('}')) // the request's JSON is its end
            received += Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Stop));
        await stream.WriteAsync(Encoding.UTF8.GetBytes(response), Stop);
    }

    private static RawReply Body(string body, bool stream) =>
        new(200, stream ? "text/event-stream" : "application/json", Encoding.UTF8.GetBytes(body), Headers);
}
