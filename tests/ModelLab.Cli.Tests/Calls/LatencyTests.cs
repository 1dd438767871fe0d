using ModelLab.Testing;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

public sealed class LatencyTests : SweepLab
{
    [Fact]
    public async Task Latency_is_without_the_queue()
    {
        foreach (var model in new[] { "g1", "j1" })
            Server.Model(model).Latency = TimeSpan.FromMilliseconds(20);
        var start = Time.GetTimestamp();
        (await RunAsync([.. Sweep(12, "lab:g1", "lab:j1"), "--max-concurrency", "1"])).Expect(0);
        var wall = Time.GetElapsedTime(start).TotalMilliseconds;

        // One call at a time: what they took themselves adds up to no more than the whole; with queueing it would be many times that.
        var latencies = Observations().Select(o => o.Facts.LatencyMs!.Value).ToList();
        Assert.Equal(24, latencies.Count);
        Assert.InRange(latencies.Sum(), 24 * 19, wall);
        Assert.All(Observations(), o => Assert.Equal(1, o.Facts.InFlight));
    }

    [Fact]
    public async Task Latency_is_without_backoff_and_failed_attempts_and_comes_back_from_the_journal()
    {
        Time = new LeapTime(); // every wait is over at once, and only waits move the clock
        var reply = Server.Model("g1").Reply;
        Server.Model("g1").Reply = r => r.CallNumber <= 2 ? Scripted.Status(429, "Later.", retryAfterSeconds: 50) : reply(r);
        string[] command = [.. Sweep(1, "lab:g1", "builtin:overlap"), "--timeout", "3600", "--json"];

        (await RunAsync(command)).Expect(0);
        var cold = Observations().Single(o => o.JudgeModel is null).Facts;
        Assert.Equal((3, 0), (cold.Attempts, cold.JournalHits));
        Assert.InRange(cold.LatencyMs!.Value, 0, 1000); // the two waits were 100 s

        (await RunAsync(command)).Expect(0);
        var warm = Observations().Single(o => o.JudgeModel is null).Facts;
        Assert.Equal(cold with { JournalHits = 1 }, warm);
    }

    [Fact]
    public async Task Streaming_tells_the_time_to_the_first_token()
    {
        (await RunAsync([.. Sweep(3), "--stream"])).Expect(0);
        Assert.All(Server.Requests, r => Assert.True(r.Stream));
        Assert.All(Observations(), o => Assert.InRange(o.Facts.FirstTokenMs!.Value, 0, o.Facts.LatencyMs!.Value));

        (await RunAsync([.. Sweep(3), "--no-cache"])).Expect(0);
        Assert.All(Observations(), o => Assert.Null(o.Facts.FirstTokenMs));
    }

    [Fact]
    public async Task Percentiles_stand_beside_the_mean()
    {
        (await RunAsync(Sweep(10))).Expect(0);
        var metrics = LastRun().GetProperty("model_runs")[0].GetProperty("metrics").GetProperty("tier_2");
        foreach (var name in new[] { "avg_generation_latency_ms", "p50_generation_latency_ms", "p95_generation_latency_ms" })
            Assert.True(metrics.GetProperty(name).GetDouble() > 0);
        Assert.True(
            metrics.GetProperty("p50_generation_latency_ms").GetDouble() <= metrics.GetProperty("p95_generation_latency_ms").GetDouble()
        );
    }
}
