using System.Net;
using System.Text.Json;
using ModelLab.Dashboard.Tests.Support;

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
        using var again = await dashboard.GetAsync("/api/v1/runs?author=%D0%90%D0%BD%D0%BD%D0%B0", ("If-None-Match", response.Headers.ETag!.ToString()));
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
        Assert.Equal(numbers.Select(a => (a.GetProperty("metric").GetString(), Number(a, "value"), a.GetProperty("n").GetInt64())), run.GetProperty("values").EnumerateArray().Select(a => (a.GetProperty("metric").GetString(), Number(a, "value"), a.GetProperty("n").GetInt64())));
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
    public async Task What_is_not_there_is_a_problem_in_json(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync(path);
        Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Every_address_is_described()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var paths = JsonElement.Parse(await dashboard.PageAsync("/openapi/v1.json")).GetProperty("paths").EnumerateObject().Select(p => p.Name);
        Assert.Equal(["/api/v1/live", "/api/v1/metrics", "/api/v1/runs", "/api/v1/runs/{id}", "/api/v1/runs/{id}/items", "/api/v1/runs/{id}/items/{item}", "/api/v1/runs/{id}/live"], paths.Order(StringComparer.Ordinal));
    }

    private static double? Number(JsonElement a, string name) => a.GetProperty(name) is { ValueKind: JsonValueKind.Number } n ? n.GetDouble() : null;
}
