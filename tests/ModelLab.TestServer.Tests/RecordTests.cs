using System.Text.Json;
using Xunit;

namespace ModelLab.Testing.Tests;

public sealed class RecordTests : ServerTest
{
    [Fact]
    public async Task A_request_is_kept_as_it_came()
    {
        var body = Json(
            new
            {
                model = "m1",
                temperature = 0.5,
                messages = new object[]
                {
                    new { role = "system", content = "Правила" },
                    new
                    {
                        role = "user",
                        content = new[] { new { type = "text", text = "Часть 1. " }, new { type = "text", text = "Часть 2." } },
                    },
                },
            }
        );

        await ReplyAsync(body);

        var request = Assert.Single(Server.Requests);
        Assert.Equal((1, "/v1/chat/completions", "", "m1"), (request.Sequence, request.Path, request.Prefix, request.Model));
        Assert.Null(request.Authorization);
        Assert.Equal([new("system", "Правила"), new("user", "Часть 1. Часть 2.")], request.Messages);
        Assert.Equal(0.5, request.Body.GetProperty("temperature").GetDouble());
        Assert.True(request.At > TimeSpan.Zero);
    }

    [Fact]
    public async Task Calls_are_numbered_by_model_and_attempts_by_body()
    {
        foreach (var body in (string[])[Ask("a"), Ask("b"), Ask("a"), Ask("a", "m2"), Ask("a")])
            await ReplyAsync(body);
        await ReplyAsync(Ask("a"), Server.BaseUrlFor("other"));

        Assert.Equal([1, 2, 3, 4, 5, 6], Server.Requests.Select(r => r.Sequence));
        Assert.Equal([1, 2, 3, 1, 4, 5], Server.Requests.Select(r => r.CallNumber));
        Assert.Equal([1, 1, 2, 1, 3, 1], Server.Requests.Select(r => r.AttemptOfSameBody));
        Assert.Equal((5, 1, 0), (Server.CountFor("m1"), Server.CountFor("m2"), Server.CountFor("m3")));
        Assert.Equal(1, Server.Duplicates);
    }

    [Fact]
    public async Task Recording_can_be_off_while_bodies_are_counted()
    {
        Server.RecordRequests = false;
        for (var i = 0; i < 3; i++)
            await ReplyAsync(Ask("a"));

        Assert.Empty(Server.Requests);
        Assert.Equal((3, 1), (Server.RequestCount, Server.Duplicates));
    }

    [Fact]
    public async Task Counting_bodies_can_be_off_too()
    {
        Server.HashRequests = false;
        for (var i = 0; i < 3; i++)
            await ReplyAsync(Ask("a"));

        Assert.Equal([1, 1, 1], Server.Requests.Select(r => r.AttemptOfSameBody));
        Assert.Equal(0, Server.Duplicates);
    }

    [Fact]
    public async Task A_client_never_holds_a_reply_whose_call_still_counts_as_under_way()
    {
        // More than sockets buffer: the server cannot have finished sending while the client has only read the headers.
        Server.Model("m1").Reply = _ => Scripted.Body(new string(' ', 16_000_000));
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Server.BaseUrl}/chat/completions")
        {
            Content = new StringContent(Ask("?")),
        };

        using var response = await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);

        Assert.Equal((0, 1, 1), (Server.InFlight, Server.MaxInFlight, Server.ServiceTimes.Count));
    }

    [Fact]
    public async Task A_reset_forgets_calls_and_keeps_scripts()
    {
        Server.Model("m1").Reply = _ => Scripted.Text("тот же");
        await ReplyAsync(Ask("?"));

        Server.Reset();

        Assert.Empty(Server.Requests);
        Assert.Equal((0, 0, 0, 0), (Server.RequestCount, Server.MaxInFlight, Server.CountFor("m1"), Server.ServiceTimes.Count));
        Assert.Null(Server.ServiceTimes.FirstArrival);
        Assert.Equal((0, TimeSpan.Zero), (Server.InFlightLevels.Count, Server.Busy));
        Assert.Equal("тот же", await ContentAsync(Ask("?")));
        Assert.Equal(1, Server.Requests[0].AttemptOfSameBody);
    }

    [Fact]
    public async Task Stats_tell_the_same_over_http_and_reset_clears_them()
    {
        await ReplyAsync(Ask("a"));
        await ReplyAsync(Ask("a"));
        await ReplyAsync(Ask("b", "m2"));

        var stats = await StatsAsync();
        using var reset = await Http.PostAsync(new Uri(Server.Root, "/reset"), null, Stop);
        var after = await StatsAsync();

        Assert.Equal(
            (3, 3, 1, 1, 0),
            (Int(stats, "requests"), Int(stats, "replies"), Int(stats, "max_in_flight"), Int(stats, "duplicates"), Int(stats, "in_flight"))
        );
        Assert.Equal((2, 1), (Int(stats.GetProperty("per_model"), "m1"), Int(stats.GetProperty("per_model"), "m2")));
        Assert.True(stats.GetProperty("first_arrival_ms").GetDouble() < stats.GetProperty("last_reply_ms").GetDouble());
        Assert.True(stats.GetProperty("service_ms_sum").GetDouble() > 0);
        Assert.Equal(stats.GetProperty("service_ms_sum").GetDouble(), stats.GetProperty("busy_ms").GetDouble(), 1e-6); // one after the other
        var level = Assert.Single(stats.GetProperty("in_flight_levels").EnumerateArray());
        Assert.Equal(
            (1, stats.GetProperty("first_arrival_ms").GetDouble(), 0.0),
            (Int(level, "in_flight"), level.GetProperty("at_ms").GetDouble(), level.GetProperty("busy_ms").GetDouble())
        );
        Assert.Equal(204, (int)reset.StatusCode);
        Assert.Equal((0, 0), (Int(after, "requests"), Int(after, "duplicates")));
        Assert.Equal(JsonValueKind.Null, after.GetProperty("first_arrival_ms").ValueKind);
    }

    private async Task<JsonElement> StatsAsync()
    {
        using var response = await Http.GetAsync(new Uri(Server.Root, "/stats"), Stop);
        return await JsonOf(response);
    }

    private static int Int(JsonElement stats, string name) => stats.GetProperty(name).GetInt32();

    [Fact]
    public async Task Whoever_waits_for_a_number_of_requests_is_told_when_it_is_reached()
    {
        await ContentAsync(Ask("раз"));
        var (one, two) = (Server.WhenReceived(1), Server.WhenReceived(2));
        Assert.Equal((true, false), (one.IsCompletedSuccessfully, two.IsCompleted));

        await ContentAsync(Ask("два"));

        Assert.True(two.IsCompletedSuccessfully);
    }
}
