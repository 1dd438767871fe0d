using System.Diagnostics;
using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Hosting;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

/// <summary>
/// The page of a run that goes on, over real HTTP, while the program runs in a process of its own, is killed, and goes on.
/// </summary>
[OneCulture]
public sealed class LiveTests : SweepLab
{
    private const int Questions = 30;

    // 2 generators answer, 2 judges score each answer: 30 × (2 + 4).
    private const int Units = 180;

    private readonly List<JsonElement> _seen = [];

    [Fact]
    public async Task Killed_and_resumed_while_it_is_watched_a_run_shows_no_wrong_number()
    {
        foreach (var model in new[] { "g1", "g2", "j1", "j2" })
            Server.Model(model).Latency = TimeSpan.FromMilliseconds(60);
        // One question gets no score from one judge, and none of its words either: a reply that cannot be read, also when asked again.
        Server.Model("j2").Reply = r => QuestionOf(r) == Id(3) ? Scripted.Text("не знаю") : Scored(r);
        await using var dashboard = await DashboardServer.StartAsync(
            new DashboardOptions { OutputDirectory = Output, Port = 0 },
            TimeProvider.System,
            Stop
        );
        using var client = new HttpClient { BaseAddress = dashboard.Address, Timeout = Timeout.InfiniteTimeSpan };
        Assert.Contains("No run is under way", await client.GetStringAsync(Address("/live"), Stop), StringComparison.Ordinal);
        string[] command = [.. Sweep(Questions), "--max-concurrency", "4", "--pricing", Prices(), "--budget", "7.5"];

        using var first = Start(command);
        var firstEnd = EndAsync(first);
        await Task.WhenAny(Server.WhenReceived(1), firstEnd);
        var id = await UnderWayIdAsync(client); // it appears by itself
        Assert.False(id == "", firstEnd.IsCompleted ? (await firstEnd).Error : "no run is under way");
        await ReadAsync(client, id, until: v => Done(v) >= 30, kill: first);
        Assert.NotEqual(0, (await firstEnd).Code);
        Assert.Equal("stopped", _seen[^1].GetProperty("state").GetString());
        var stopped = await client.GetStringAsync(Address($"/live?run={id}"), Stop);
        Assert.Contains("was killed", stopped, StringComparison.Ordinal);
        Assert.Contains($"--output-dir {Output}", stopped, StringComparison.Ordinal);
        Assert.Equal("", await UnderWayIdAsync(client));

        using var second = Start(command);
        var secondEnd = EndAsync(second);
        var before = Done(_seen[^1]);
        await ReadAsync(client, id, until: v => Done(v) >= before + 30, kill: null);
        var lastId = _seen[^1].GetProperty("event_id").GetString()!;
        var resumedAt = _seen.Count;
        await ReadAsync(client, id, until: v => v.GetProperty("state").GetString() == "finished", kill: null, lastId);
        (await secondEnd).Expect(0);

        Assert.NotEqual(lastId, _seen[resumedAt].GetProperty("event_id").GetString()); // what was seen is not sent again
        Assert.All(_seen.Zip(_seen.Skip(1)), v => Assert.True(Done(v.First) <= Done(v.Second), $"{v.First}\n{v.Second}"));
        // What is planned is unknown until the plan is written, and then stays.
        Assert.All(
            _seen.SkipWhile(v => v.GetProperty("planned").ValueKind == JsonValueKind.Null),
            v => Assert.Equal(Units, v.GetProperty("planned").GetInt32())
        );
        Assert.Contains(
            _seen,
            v => v.GetProperty("units_per_second").ValueKind == JsonValueKind.Number && v.GetProperty("seconds_left").GetDouble() > 0
        );
        var last = _seen[^1];
        var observations = Observations();
        Assert.Equal(
            (Units, Units, observations.Count(o => o.Outcome != Outcome.Scored)),
            (observations.Count, Done(last), last.GetProperty("failed").GetInt32())
        );
        // Both generators' answers to that question.
        var failure = Assert.Single(last.GetProperty("failures").EnumerateArray());
        Assert.Equal(
            ("unparseable", 2, "lab:j2"),
            (
                failure.GetProperty("outcome").GetString(),
                failure.GetProperty("count").GetInt32(),
                Assert.Single(failure.GetProperty("models").EnumerateArray()).GetString()
            )
        );
        Assert.All(
            last.GetProperty("rows").EnumerateArray(),
            r => Assert.Equal(r.GetProperty("planned").GetInt32(), r.GetProperty("done").GetInt32())
        );
        Assert.Equal(7.5m, last.GetProperty("budget").GetDecimal());
        Assert.Equal(
            Detail().GetProperty("usage").EnumerateArray().Sum(u => u.GetProperty("cost").GetDecimal()),
            last.GetProperty("costs").GetProperty("USD").GetDecimal()
        );

        // The numbers of the plot are those of the file, to the last digit.
        var entry = new RunLibrary(Output).Find(id)!;
        Assert.Equal(
            Detail()
                .GetProperty("aggregates")
                .EnumerateArray()
                .Where(a => a.GetProperty("metric").GetString() == "avg_faithfulness")
                .Select(a =>
                    (
                        a.GetProperty("generation_model").GetString(),
                        a.GetProperty("judge_model").GetString(),
                        (double?)a.GetProperty("value").GetDouble(),
                        (long?)a.GetProperty("n").GetInt64(),
                        a.GetProperty("interval").GetProperty("lower").GetDouble()
                    )
                ),
            LiveScores.Of(entry).Select(v => (v.GenerationModel, v.JudgeModel, v.Value, v.N, v.Interval!.Lower))
        );

        using var again = new HttpRequestMessage(HttpMethod.Get, Address($"/api/v1/runs/{id}/live"));
        again.Headers.Add("Last-Event-ID", last.GetProperty("event_id").GetString());
        using var nothing = await client.SendAsync(again, Stop);
        Assert.Equal(HttpStatusCode.NoContent, nothing.StatusCode);
        // What an event draws is what the page shows.
        var page = await client.GetStringAsync(Address($"/live?run={id}&lang=ru"), Stop);
        using var drawn = await client.GetAsync(Address($"/live/stream?run={id}&lang=ru"), Stop);
        var markup = Assert.Single(SseParser.Create(await drawn.Content.ReadAsStreamAsync(Stop)).Enumerate()).Data;
        Assert.Contains("Все файлы записаны.", markup, StringComparison.Ordinal);
        Assert.Contains(markup, page, StringComparison.Ordinal);
    }

    private static int Done(JsonElement view) => view.GetProperty("done").GetInt32();

    private static Uri Address(string path) => new(path, UriKind.Relative);

    private string Prices() =>
        Write(
            "pricing.json",
            $$"""
            {"prices": [{{string.Join(
                ',',
                new[] { "g1", "g2", "j1", "j2" }.Select(m =>
                    $$"""{"model": "lab:{{m}}", "input_per_million": 1, "output_per_million": 4, "currency": "USD", "as_of": "2026-11-24", "source": "https://example.org/prices"}"""
                )
            )}}]}
            """
        );

    private static async Task<string> UnderWayIdAsync(HttpClient client) =>
        JsonElement
            .Parse(await client.GetStringAsync(Address("/api/v1/live"), Stop))
            .GetProperty("runs")
            .EnumerateArray()
            .Select(r => r.GetProperty("run").GetString()!)
            .SingleOrDefault()
        ?? "";

    // Reads events until one is enough; where a process is to be killed then, on to the event that says that it stopped.
    private async Task ReadAsync(HttpClient client, string id, Predicate<JsonElement> until, Process? kill, string? lastSeen = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address($"/api/v1/runs/{id}/live"));
        if (lastSeen is not null)
            request.Headers.Add("Last-Event-ID", lastSeen);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Stop);
        Assert.Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
        await using var stream = await response.Content.ReadAsStreamAsync(Stop);
        await foreach (var item in SseParser.Create(stream).EnumerateAsync(Stop))
        {
            var view = JsonElement.Parse(item.Data);
            Assert.Equal(("progress", view.GetProperty("event_id").GetString()), (item.EventType, item.EventId));
            _seen.Add(view);
            if (kill is null && until(view))
                return;
            if (kill is { HasExited: true } && view.GetProperty("state").GetString() == "stopped")
                return;
            if (kill is { HasExited: false } && until(view))
                kill.Kill();
        }
        Assert.True(until(_seen[^1]));
    }
}
