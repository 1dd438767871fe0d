using System.Text;
using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

/// <summary>The server in Anthropic's protocol.</summary>
public sealed class MessagesTests : ServerTest
{
    [Fact]
    public async Task A_completion_comes_as_a_message()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("Да.", "Подумаю.");
        Server.Model("m1").Usage = new ReportedUsage(11, 7, 3, 4);

        using var response = await SendAsync(Ask());

        Assert.Equal(200, (int)response.StatusCode);
        var reply = await JsonOf(response);
        Assert.Equal(
            """[{"type":"thinking","thinking":"Подумаю.","signature":"c2lnbmVk"},{"type":"text","text":"Да."}]""",
            reply.GetProperty("content").GetRawText()
        );
        Assert.Equal(("end_turn", "m1"), (reply.GetProperty("stop_reason").GetString(), reply.GetProperty("model").GetString()));
        // 11 of which 4 came from a cache, which Anthropic does not count among the input.
        Assert.Equal(
            """{"input_tokens":7,"cache_read_input_tokens":4,"output_tokens":7,"output_tokens_details":{"thinking_tokens":3}}""",
            reply.GetProperty("usage").GetRawText()
        );
        Assert.Equal([new("system", "Правила."), new("user", "Где?")], Server.Requests.Single().Messages);
    }

    [Fact]
    public async Task A_stream_has_the_events_in_their_order_and_the_whole_text()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("Справку выдают в деканате 🎓.", "Подумаю.");

        using var response = await SendAsync(Ask("\"stream\":true,"));
        var lines = (await response.Content.ReadAsStringAsync(Stop)).Split('\n');

        var kinds = lines.Where(l => l.StartsWith("event: ", StringComparison.Ordinal)).Select(l => l["event: ".Length..]).ToList();
        var events = lines
            .Where(l => l.StartsWith("data: ", StringComparison.Ordinal))
            .Select(l => JsonElement.Parse(l["data: ".Length..]))
            .ToList();
        Assert.Equal(kinds, events.Select(e => e.GetProperty("type").GetString()));
        Assert.Equal(("message_start", "message_delta", "message_stop"), (kinds[0], kinds[^2], kinds[^1]));
        var deltas = events
            .Where(e => e.GetProperty("type").GetString() == "content_block_delta")
            .Select(e => e.GetProperty("delta"))
            .ToList();
        Assert.Equal("Справку выдают в деканате 🎓.", Joined("text"));
        Assert.Equal("Подумаю.", Joined("thinking"));
        Assert.Equal("end_turn", events[^2].GetProperty("delta").GetProperty("stop_reason").GetString());

        string Joined(string kind) =>
            string.Concat(
                deltas.Where(d => d.GetProperty("type").GetString() == kind + "_delta").Select(d => d.GetProperty(kind).GetString())
            );
    }

    [Theory]
    [InlineData(400, "invalid_request_error")]
    [InlineData(401, "authentication_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(529, "overloaded_error")]
    public async Task A_scripted_error_has_the_protocols_shape(int status, string type)
    {
        Server.Model("m1").Reply = _ => Scripted.Status(status, "Нет.", 3);
        using var response = await SendAsync(Ask());
        Assert.Equal((status, "3"), ((int)response.StatusCode, response.Headers.GetValues("Retry-After").Single()));
        Assert.Equal(
            $$$"""{"type":"error","error":{"type":"{{{type}}}","message":"Нет."}}""",
            await response.Content.ReadAsStringAsync(Stop)
        );
    }

    [Theory]
    [InlineData("""{"model":"m1","messages":[{"role":"user","content":"?"}]}""", "max_tokens: Field required")]
    [InlineData("""{"model":"m1","max_tokens":9,"messages":[]}""", "messages: at least one message is required")]
    [InlineData("""{"model":"m1","max_tokens":9,"messages":[{"role":"assistant","content":"?"}]}""", "must use the \"user\" role")]
    [InlineData("""{"model":"m1","max_tokens":9,"messages":[{"role":"system","content":"?"}]}""", "Unexpected role")]
    [InlineData("""{"model":"m1","max_tokens":9,"messages":[{"role":"user","content":" "}]}""", "must be non-empty")]
    [InlineData(
        """{"model":"m1","max_tokens":9,"temperature":1.5,"messages":[{"role":"user","content":"?"}]}""",
        "temperature: range: 0..1"
    )]
    [InlineData(
        """{"model":"m1","max_tokens":9,"response_format":{},"messages":[{"role":"user","content":"?"}]}""",
        "response_format: Extra"
    )]
    public async Task What_the_protocol_does_not_take_is_refused(string body, string expected)
    {
        using var response = await SendAsync(body);
        Assert.Equal(400, (int)response.StatusCode);
        Assert.Contains(expected, (await ErrorOf(response)).GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_version_and_the_key_must_come()
    {
        Server.Model("m1").RequiredKey = "k-1";
        using (var without = await SendAsync(Ask(), key: null))
            Assert.Equal(401, (int)without.StatusCode);
        using (var with = await SendAsync(Ask(), key: "k-1"))
            Assert.Equal(200, (int)with.StatusCode);
        using var unversioned = await SendAsync(Ask(), key: "k-1", version: null);
        Assert.Equal(400, (int)unversioned.StatusCode);
    }

    private static string Ask(string more = "") =>
        $$"""{"model":"m1",{{more}}"max_tokens":9,"system":"Правила.","messages":[{"role":"user","content":"Где?"}]}""";

    private Task<HttpResponseMessage> SendAsync(string body, string? key = "k-1", string? version = "2023-06-01")
    {
        var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.BaseUrl}/messages")
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        if (key is not null)
            request.Headers.Add("x-api-key", key);
        if (version is not null)
            request.Headers.Add("anthropic-version", version);
        return Http.SendAsync(request, Stop);
    }
}
