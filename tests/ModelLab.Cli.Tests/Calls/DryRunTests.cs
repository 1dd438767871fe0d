using System.Text.Json;
using Xunit;

namespace ModelLab.Cli.Tests.Calls;

public sealed class DryRunTests : SweepLab
{
    [Fact]
    public async Task A_dry_run_sends_nothing_writes_nothing_and_counts_what_the_run_then_calls()
    {
        Dictionary<string, (int Calls, int Missing)> Lines(JsonElement forecast) => forecast.GetProperty("lines").EnumerateArray()
            .ToDictionary(l => l.GetProperty("model").GetString()!, l => (l.GetProperty("calls").GetInt32(), l.GetProperty("missing").GetInt32()));

        var cold = await ForecastAsync(Sweep(6));
        Assert.Equal(0, Server.RequestCount);
        Assert.False(Directory.Exists(Output));
        Assert.Equal((6, 6), Lines(cold)["lab:g1"]);
        Assert.Equal((12, 12), Lines(cold)["lab:j2"]);
        // One of the 2·2 combinations alone: 6 answers and 6 scores.
        Assert.Equal(4 * 12, cold.GetProperty("naive_calls").GetInt32());

        (await RunAsync([.. Sweep(6), "--limit", "2"])).Expect(0);
        foreach (var command in new string[][] { Sweep(6), Sweep(6, judges: "lab:j1,lab:j2,lab:j3"), Sweep(6), [.. Sweep(6), "--consistency-runs", "3"], [.. Sweep(6), "--refresh", "judge"] })
        {
            Server.Reset();
            var lines = Lines(await ForecastAsync(command));
            Assert.Equal(0, Server.RequestCount);
            (await RunAsync(command)).Expect(0);
            Assert.All(lines, line => Assert.Equal(line.Value.Missing, Server.CountFor(line.Key["lab:".Length..])));
            Assert.Equal(lines.Values.Sum(l => l.Missing), Server.RequestCount);
        }
    }

    [Fact]
    public async Task Equal_calls_are_forecast_once_as_they_are_made_once()
    {
        // Several baselines give the same answer to a one-sentence context, and a judge is asked about it once.
        var command = Sweep(5, string.Join(',', Llm.Baselines.BuiltInModels.Generators.Select(g => "builtin:" + g)), "lab:j1");
        Server.Model("j1").Reply = _ => Testing.Scripted.Score(3);

        var missing = (await ForecastAsync(command)).GetProperty("lines").EnumerateArray().Single().GetProperty("missing").GetInt32();
        (await RunAsync(command)).Expect(0);

        Assert.Equal((missing, 0), (Server.RequestCount, Server.Duplicates));
    }

    [Fact]
    public async Task The_screen_says_calls_tokens_cost_and_what_is_unknown()
    {
        var text = (await RunAsync([.. Sweep(3), "--dry-run"])).Expect(0).Output;

        Assert.Contains("Generation models: lab:g1\n  unique calls: 3, in the journal: 0, to be made: 3\n", text, StringComparison.Ordinal);
        Assert.Contains("output tokens at most: 600\n  cost: unknown; time at the full concurrency: unknown\n", text, StringComparison.Ordinal);
        Assert.Contains("altogether: 18 calls, to be made: 18; the naive grid of whole runs would make: 24\n", text, StringComparison.Ordinal);
    }

    private async Task<JsonElement> ForecastAsync(string[] command) =>
        JsonElement.Parse(System.Text.Encoding.UTF8.GetBytes((await RunAsync([.. command, "--dry-run", "--json"])).Expect(0).Output));
}
