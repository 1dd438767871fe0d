using System.Net;
using System.Text.Json;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

public sealed class ApiTests(SampleDirectory sample)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_takes_the_pages_own_filters_and_has_a_tag()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync("/api/v1/runs?author=%D0%90%D0%BD%D0%BD%D0%B0");
        var runs = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("runs");
        Assert.Equal(sample.RunId, Assert.Single(runs.EnumerateArray()).GetProperty("id").GetString());
        using var again = await dashboard.GetAsync(
            "/api/v1/runs?author=%D0%90%D0%BD%D0%BD%D0%B0",
            ("If-None-Match", response.Headers.ETag!.ToString())
        );
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        using var other = await dashboard.GetAsync("/api/v1/runs", ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_runs_numbers_are_those_of_its_file()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var run = JsonElement.Parse(await dashboard.PageAsync($"/api/v1/runs/{sample.RunId}"));
        var file = JsonElement.Parse(sample.Detail().ToJsonString());
        var numbers = file.GetProperty("aggregates").EnumerateArray().ToList();
        Assert.Equal(
            numbers.Select(a => (a.GetProperty("metric").GetString(), Number(a, "value"), a.GetProperty("n").GetInt64())),
            run.GetProperty("values")
                .EnumerateArray()
                .Select(a => (a.GetProperty("metric").GetString(), Number(a, "value"), a.GetProperty("n").GetInt64()))
        );
        Assert.Contains(numbers, a => a.GetProperty("interval").ValueKind == JsonValueKind.Object);
        Assert.Equal(file.GetProperty("usage").GetArrayLength(), run.GetProperty("usage").GetArrayLength());
        Assert.Equal("nowhere:model", Assert.Single(run.GetProperty("excluded").EnumerateArray()).GetProperty("model").GetString());
        Assert.DoesNotContain(sample.Path, run.GetProperty("entry").ToString(), StringComparison.Ordinal); // where files are is nobody's business
    }

    [Fact]
    public async Task Items_are_searched_and_shown_one_by_one()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var page = JsonElement.Parse(await dashboard.PageAsync($"/api/v1/runs/{sample.RunId}/items?q={Uri.EscapeDataString("ОБЩАГУ")}"));
        Assert.InRange(page.GetProperty("found").GetInt32(), 1, page.GetProperty("total").GetInt32() - 1);
        var item = JsonElement.Parse(await dashboard.PageAsync($"/api/v1/runs/{sample.RunId}/items/a001"));
        Assert.Equal(6, item.GetProperty("results").GetProperty("answers").GetArrayLength());
    }

    [Theory]
    [InlineData("/api/v1/runs/nope")]
    [InlineData("/api/v1/runs/nope/items")]
    [InlineData("/api/v1/runs/nope/live")]
    [InlineData($"/api/v1/runs/{SampleDirectory.OldId}/items")]
    [InlineData("/api/v1/nope")]
    [InlineData("/api/v1/history?metric=nope")]
    [InlineData("/api/v1/history?group=nope")]
    [InlineData("/api/v1/tiers?run=nope")]
    [InlineData("/api/v1/overview?run=nope")]
    [InlineData("/api/v1/llm?run=nope")]
    [InlineData("/api/v1/llm?item=nope")]
    [InlineData("/api/v1/judges?run=nope")]
    [InlineData("/api/v1/judges?item=a001&gen=nope")]
    [InlineData("/api/v1/prod?run=nope")]
    [InlineData("/api/v1/prod?item=nope")]
    [InlineData("/api/v1/dataset?run=nope")]
    [InlineData("/api/v1/dataset?item=nope")]
    [InlineData($"/api/v1/utilization?run={SampleDirectory.OldId}")]
    [InlineData("/api/v1/topics?run=nope")]
    [InlineData("/api/v1/domain?run=nope")]
    [InlineData($"/api/v1/compare?run={SampleDirectory.OldId}&run=nope")]
    [InlineData("/api/v1/live?run=nope")]
    public async Task What_is_not_there_is_a_problem_in_json(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync(path);
        Assert.Equal(
            (HttpStatusCode.NotFound, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType)
        );
    }

    [Fact]
    public async Task A_file_that_cannot_be_read_is_named_in_json()
    {
        using var folder = new TempFolder();
        folder.Write("rag_benchmark_9.json", """{"id": "9", "timestamp": "2026-01-01T00:00:00"}""");
        folder.Write("rag_benchmark_9.db", "no database");
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        using var response = await dashboard.GetAsync("/api/v1/dataset");
        Assert.Equal(
            (HttpStatusCode.InternalServerError, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType!.MediaType)
        );
        Assert.Contains(
            "rag_benchmark_9.db",
            JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("detail").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Every_address_is_described()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var paths = JsonElement
            .Parse(await dashboard.PageAsync("/openapi/v1.json"))
            .GetProperty("paths")
            .EnumerateObject()
            .Select(p => p.Name);
        Assert.Equal(
            [
                "/api/v1/compare",
                "/api/v1/dataset",
                "/api/v1/domain",
                "/api/v1/history",
                "/api/v1/judges",
                "/api/v1/live",
                "/api/v1/llm",
                "/api/v1/metrics",
                "/api/v1/overview",
                "/api/v1/prod",
                "/api/v1/runs",
                "/api/v1/runs/{id}",
                "/api/v1/runs/{id}/items",
                "/api/v1/runs/{id}/items/{item}",
                "/api/v1/runs/{id}/live",
                "/api/v1/tiers",
                "/api/v1/topics",
                "/api/v1/utilization",
            ],
            paths.Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task History_and_tiers_hold_the_numbers_of_the_files()
    {
        using var folder = new TempFolder();
        RunSeries.Write(folder);
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        var history = JsonElement.Parse(await dashboard.PageAsync("/api/v1/history?metric=tier_2.avg_answer_correctness&judge=judge-b"));
        Assert.Equal(["r1", "r2", "r3", "r4"], history.GetProperty("runs").EnumerateArray().Select(r => r.GetProperty("id").GetString()));
        Assert.Equal(3, Assert.Single(history.GetProperty("data_changes").EnumerateArray()).GetInt32());
        var line = history.GetProperty("lines").EnumerateArray().Single(l => l.GetProperty("model").GetString() == "small");
        // RunSeries: 3 + 0.1 · run for judge-a, half a point less for judge-b.
        Assert.Equal(
            [2.6, 2.7, 2.8, 2.9],
            line.GetProperty("values").EnumerateArray().Select(v => Math.Round(Number(v, "value")!.Value, 9))
        );
        var tiers = JsonElement.Parse(await dashboard.PageAsync("/api/v1/tiers?run=r1&run=r2&run=r4"));
        Assert.Equal(
            ["r1", "r2"],
            tiers
                .GetProperty("losses")
                .EnumerateArray()
                .Select(l => l.GetProperty("run").GetString())
                .Distinct()
                .Order(StringComparer.Ordinal)
        );
        Assert.Equal("r4", Assert.Single(tiers.GetProperty("refused").EnumerateArray()).GetString()); // another data set
    }

    private static double? Number(JsonElement a, string name) =>
        a.GetProperty(name) is { ValueKind: JsonValueKind.Number } n ? n.GetDouble() : null;
}
