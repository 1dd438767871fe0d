using System.Text;
using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class FailureTests : ServerTest
{
    [Fact]
    public async Task A_status_has_its_message_its_wait_and_its_headers()
    {
        Server.Model("m1").Reply = _ =>
            Scripted.Status(429, "Помедленнее.", 7, new Dictionary<string, string> { ["x-ratelimit-remaining-requests"] = "0" });

        using var response = await PostAsync(Ask("?"));

        Assert.Equal(429, (int)response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(7), response.Headers.RetryAfter!.Delta);
        Assert.Equal(["0"], response.Headers.GetValues("x-ratelimit-remaining-requests"));
        var error = await ErrorOf(response);
        Assert.Equal(
            ("Помедленнее.", "rate_limit_error"),
            (error.GetProperty("message").GetString(), error.GetProperty("type").GetString())
        );
    }

    [Fact]
    public async Task A_status_can_name_a_date_to_come_back()
    {
        var date = new DateTimeOffset(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(3));
        Server.Model("m1").Reply = _ => Scripted.Status(503, "Later.", date);

        using var response = await PostAsync(Ask("?"));

        Assert.Equal(date, response.Headers.RetryAfter!.Date);
    }

    [Fact]
    public async Task A_status_names_no_wait_unless_told()
    {
        Server.Model("m1").Reply = _ => Scripted.Status(500, "Broken.");

        using var response = await PostAsync(Ask("?"));

        Assert.Equal(500, (int)response.StatusCode);
        Assert.Null(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task A_hanging_call_lasts_until_the_client_leaves()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        Server.Model("m1").Reply = _ =>
        {
            patience.Cancel();
            return Scripted.Hang();
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostAsync(Ask("?"), stop: patience.Token));

        while (Server.InFlight > 0)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
        Assert.Equal((1, 0), (Server.CountFor("m1"), Server.ServiceTimes.Count));
    }

    [Fact]
    public async Task A_hanging_call_ends_when_the_server_stops()
    {
        var hung = new TaskCompletionSource();
        Server.Model("m1").Reply = _ =>
        {
            hung.SetResult();
            return Scripted.Hang();
        };

        var call = PostAsync(Ask("?"));
        await hung.Task.WaitAsync(Stop);
        await Server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => call);
    }

    [Fact]
    public async Task A_cut_reply_ends_early_and_is_not_sent_again_behind_the_clients_back()
    {
        Server.Model("m1").Reply = r => r.CallNumber == 1 ? Scripted.Text("целый") : Scripted.Cut();
        // A used connection is the one on which HTTP clients repeat requests by themselves.
        Assert.Equal("целый", await ContentAsync(Ask("?")));

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => PostAsync(Ask("?")));

        Assert.Equal(HttpRequestError.ResponseEnded, error.HttpRequestError);
        Assert.Equal(2, Server.CountFor("m1"));
    }

    [Fact]
    public async Task A_cut_reply_announced_more_than_it_sent()
    {
        Server.Model("m1").Reply = _ => Scripted.Cut();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.BaseUrl}/chat/completions")
        {
            Content = new StringContent(Ask("?")),
        };

        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        var announced = (int)response.Content.Headers.ContentLength!;
        var bytes = new byte[announced];
        await using var stream = await response.Content.ReadAsStreamAsync(Stop);
        var sent = 0;
        await Assert.ThrowsAsync<HttpIOException>(async () =>
        {
            while (await stream.ReadAsync(bytes.AsMemory(sent), Stop) is var read and > 0)
                sent += read;
        });

        Assert.Equal(announced / 2, sent);
    }

    [Fact]
    public async Task Malformed_json_arrives_whole_and_cannot_be_read()
    {
        Server.Model("m1").Reply = _ => Scripted.MalformedJson();

        using var response = await PostAsync(Ask("?"));

        Assert.Equal(200, (int)response.StatusCode);
        await Assert.ThrowsAnyAsync<JsonException>(() => JsonOf(response));
    }

    [Fact]
    public async Task Choices_can_be_empty()
    {
        Server.Model("m1").Reply = _ => Scripted.EmptyChoices();

        Assert.Equal(0, (await ReplyAsync(Ask("?"))).GetProperty("choices").GetArrayLength());
    }

    [Fact]
    public async Task Content_can_hold_bytes_that_are_no_text()
    {
        Server.Model("m1").Reply = _ => Scripted.NotUtf8();

        using var response = await PostAsync(Ask("?"));
        var bytes = await response.Content.ReadAsByteArrayAsync(Stop);

        Assert.Throws<DecoderFallbackException>(() => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes));
        // Apart from those bytes it is a good reply: a lenient reader finds it in order.
        Assert.Contains('\uFFFD', Message(JsonElement.Parse(Encoding.UTF8.GetString(bytes))).GetProperty("content").GetString()!);
    }

    [Fact]
    public async Task A_proxy_page_is_html()
    {
        Server.Model("m1").Reply = _ => Scripted.Html502();

        using var response = await PostAsync(Ask("?"));

        Assert.Equal((502, "text/html"), ((int)response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        Assert.StartsWith("<html>", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_body_can_be_sent()
    {
        Server.Model("m1").Reply = _ => Scripted.Body("[]");

        using var response = await PostAsync(Ask("?"));

        Assert.Equal("[]", await response.Content.ReadAsStringAsync(Stop));
    }

    [Fact]
    public async Task Failures_meet_embeddings_too()
    {
        Server.Model("m1").Reply = _ => Scripted.Status(503, "Busy.");

        using var response = await PostAsync(Json(new { model = "m1", input = "x" }), endpoint: "embeddings");

        Assert.Equal(503, (int)response.StatusCode);
    }
}
