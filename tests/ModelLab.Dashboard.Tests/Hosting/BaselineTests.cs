using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>
/// Pages and API hold a run against its own baselines. RunSeries' runs rN have correctness 3 + 0.1·N (small, judge-a) ± 0.25, which misses
/// the catalogue's 4.2.
/// </summary>
public sealed class BaselineTests
{
    private const string Correctness = "tier_2.avg_answer_correctness";

    [Fact]
    public async Task A_runs_own_baseline_is_its_line_and_its_status()
    {
        using var folder = Folder();
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);

        // r2: 3.2 [2.95, 3.45]; all of it lies above 2.9.
        var own = await dashboard.PageAsync("/runs/r2?lang=en");
        Assert.Contains("baseline: 2.90", own, StringComparison.Ordinal);
        Assert.Contains("3.20<span class=\"visually-hidden\"> (baseline reached)", own, StringComparison.Ordinal);
        Assert.DoesNotContain("baseline: 4.20", own, StringComparison.Ordinal);
        Assert.DoesNotContain("catalogue", own, StringComparison.Ordinal);

        // r1 says nothing: 3.1 [2.85, 3.35] lies below the catalogue's 4.2, which is called so.
        var catalogued = await dashboard.PageAsync("/runs/r1?lang=en");
        Assert.Contains("catalogue&#x27;s baseline: 4.20", catalogued, StringComparison.Ordinal);
        Assert.Contains("3.10<span class=\"visually-hidden\"> (baseline missed)", catalogued, StringComparison.Ordinal);
        Assert.Contains("<span class=\"sub\">catalogue</span>", catalogued, StringComparison.Ordinal);

        Assert.Contains(
            "baseline: 2.90",
            await dashboard.PageAsync("/llm?run=r2&metric=" + Correctness + "&lang=en"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ориентир: 2,90",
            await dashboard.PageAsync("/llm?run=r2&metric=" + Correctness + "&lang=ru"),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "ориентир каталога: 4,20",
            await dashboard.PageAsync("/llm?run=r1&metric=" + Correctness + "&lang=ru"),
            StringComparison.Ordinal
        );

        var api = JsonElement.Parse(await dashboard.PageAsync("/api/v1/runs/r2")).GetProperty("baselines");
        var baseline = api.EnumerateArray().Single(b => b.GetProperty("metric").GetString() == Correctness);
        Assert.Equal(
            (2.9, false, "met"),
            (
                baseline.GetProperty("baseline").GetDouble(),
                baseline.GetProperty("is_catalogued").GetBoolean(),
                baseline.GetProperty("verdict").GetString()
            )
        );
        Assert.DoesNotContain(api.EnumerateArray(), b => b.GetProperty("metric").GetString() == "tier_3.avg_e2e_score"); // switched off
        Assert.All(
            JsonElement.Parse(await dashboard.PageAsync("/api/v1/runs/r1")).GetProperty("baselines").EnumerateArray(),
            b => Assert.True(b.GetProperty("is_catalogued").GetBoolean())
        );
    }

    [Fact]
    public async Task Runs_beside_each_other_keep_their_own()
    {
        using var folder = Folder();
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        // r1, r2, r3 on one data set, then r4: the line is at 4.2, at 2.9 for r2 alone, and at 4.2 again.
        var history = await dashboard.PageAsync("/history?metric=" + Correctness + "&judge=judge-a&lang=en");
        Assert.Equal(3, history.Split("<title>baseline: ").Length - 1);
        Assert.Contains("<title>baseline: 2.90", history, StringComparison.Ordinal);
        Assert.Contains("stand against the catalogue&#x27;s: 3.", history, StringComparison.Ordinal);
        var lines = JsonElement
            .Parse(await dashboard.PageAsync("/api/v1/history?metric=" + Correctness))
            .GetProperty("baselines")
            .EnumerateArray();
        Assert.Equal([4.2, 2.9, 4.2, 4.2], lines.Select(b => b.GetProperty("baseline").GetDouble()));

        var tiers = await dashboard.PageAsync("/tiers?run=r1&run=r2&judge=judge-a&lang=en");
        Assert.Contains("3.20<span class=\"visually-hidden\"> (baseline reached)", tiers, StringComparison.Ordinal);
        Assert.Contains("3.10<span class=\"visually-hidden\"> (baseline missed)", tiers, StringComparison.Ordinal);
        Assert.Contains("where a file tells no baseline", tiers, StringComparison.Ordinal);
        Assert.DoesNotContain(
            "where a file tells no baseline",
            await dashboard.PageAsync("/tiers?run=r2&lang=en"),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_verdict_of_the_file_stands_where_nothing_varies()
    {
        // All 30 pages alike: there is no interval, and the file itself says that the baseline is met.
        using var folder = Folder(run =>
        {
            var number = run["aggregates"]!.AsArray().First(a => (string?)a!["metric"] == "avg_answer_correctness")!;
            (number["value"], number["interval"]) = (5, null);
            var verdict = run["baselines"]!.AsArray()[0]!;
            (verdict["value"], verdict["interval"]) = (5, null);
        });
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        Assert.Contains(
            "5.00<span class=\"visually-hidden\"> (baseline reached)",
            await dashboard.PageAsync("/runs/r2?lang=en"),
            StringComparison.Ordinal
        );
    }

    private static TempFolder Folder(Action<JsonObject>? change = null)
    {
        var folder = new TempFolder();
        RunSeries.Write(folder);
        var run = JsonNode.Parse(File.ReadAllText(folder["rag_benchmark_r2.json"]))!.AsObject();
        run["baseline_values"] = new JsonObject { [Correctness] = 2.9 };
        run["baselines"] = new JsonArray(
            new JsonObject
            {
                ["metric"] = Correctness,
                ["baseline"] = 2.9,
                ["value"] = 3.2,
                ["n"] = 40,
                ["interval"] = new JsonObject
                {
                    ["lower"] = 2.95,
                    ["upper"] = 3.45,
                    ["pages"] = 30,
                },
                ["verdict"] = "met",
            }
        );
        change?.Invoke(run);
        folder.Write("rag_benchmark_r2.json", run.ToJsonString());
        return folder;
    }
}
