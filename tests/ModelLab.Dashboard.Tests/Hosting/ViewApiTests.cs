using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>The API's views over real HTTP, held against the pages and the run's file.</summary>
public sealed class ViewApiTests(SampleDirectory sample)
{
    private const string E2e = "tier_3.avg_e2e_score";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/overview")]
    [InlineData("/llm")]
    [InlineData("/llm?metric=tier_2.avg_rouge_l&sort=mean&dir=asc&lang=ru")]
    [InlineData("/llm?item=a001")]
    [InlineData("/judges")]
    [InlineData("/prod?show=4&hide=0.5&kind=fp")]
    [InlineData("/tiers")]
    [InlineData("/compare")]
    [InlineData("/dataset?set=judge_pipeline")]
    [InlineData("/utilization")]
    [InlineData("/topics")]
    [InlineData("/domain")]
    [InlineData("/metrics")]
    [InlineData("/live")]
    public async Task Every_view_has_a_tag_and_is_not_sent_twice(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync("/api/v1" + path);
        Assert.Equal((HttpStatusCode.OK, "application/json"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop));
        using var again = await dashboard.GetAsync("/api/v1" + path, ("If-None-Match", response.Headers.ETag!.ToString()));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }

    [Fact]
    public async Task Every_page_links_to_its_view_as_json()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        string[] pages =
        [
            .. SiteMap.All.Select(e => e.Path),
            $"/runs/{sample.RunId}",
            $"/runs/{sample.UnfinishedId}",
            $"/runs/{SampleDirectory.OldId}",
            "/runs?mode=synthetic&lang=ru",
            $"/llm?run={sample.RunId}&metric={E2e}&q=a&sort=mean&theme=dark",
            "/llm?item=a001",
            "/prod?show=3&hide=1&kind=fn",
            "/dataset?q=a&page=2",
            $"/live?run={sample.RunId}",
            $"/compare?run={sample.RunId}&run={SampleDirectory.OldId}",
            $"/tiers?run={SampleDirectory.OldId}",
        ];
        foreach (var page in pages)
        {
            var html = await dashboard.PageAsync(page);
            var address = WebUtility.HtmlDecode(
                Assert.Single(Regex.Matches(html, "<link rel=\"alternate\" type=\"application/json\" href=\"([^\"]+)\"")).Groups[1].Value
            );
            Assert.Contains(
                $"<a href=\"{WebUtility.HtmlEncode(address)}\" type=\"application/json\"",
                html.Replace("&#x2B;", "+", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
            var query = page.Contains('?', StringComparison.Ordinal)
                ? page[page.IndexOf('?', StringComparison.Ordinal)..].Replace("&theme=dark", "", StringComparison.Ordinal)
                : "";
            Assert.EndsWith(query, address, StringComparison.Ordinal);
            using var response = await dashboard.GetAsync(address);
            Assert.True(
                (response.StatusCode, response.Content.Headers.ContentType?.MediaType) == (HttpStatusCode.OK, "application/json"),
                $"{page} → {address}: {response.StatusCode}"
            );
        }
        foreach (var path in new[] { "/runs/nope", "/nope", "/llm?run=nope", $"/runs/{sample.RunId}/delete" })
        {
            using var response = await dashboard.GetAsync(path);
            Assert.DoesNotContain("application/json", await response.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_page_with_nothing_to_show_offers_no_json()
    {
        using var folder = new TempFolder();
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        foreach (var path in SiteMap.All.Select(e => e.Path))
        {
            var html = await dashboard.PageAsync(path);
            using var json = await dashboard.GetAsync(SiteMap.ApiOf(path)!);
            Assert.True(
                html.Contains("application/json", StringComparison.Ordinal) == (json.StatusCode == HttpStatusCode.OK),
                $"{path}: {json.StatusCode}"
            );
            if (json.StatusCode != HttpStatusCode.OK)
                Assert.Equal("application/problem+json", json.Content.Headers.ContentType?.MediaType);
        }
    }

    [Fact]
    public async Task The_overview_holds_the_recommendation_of_the_file()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var view = JsonNode.Parse(await dashboard.PageAsync("/api/v1/overview"))!;
        Assert.Equal(sample.RunId, (string?)view["run"]!["id"]);
        Assert.True(JsonNode.DeepEquals(sample.Detail()["recommendation"], view["recommendations"]));
        Assert.Equal(sample.Detail()["usage"]!.AsArray().Sum(u => (long)u!["calls"]!), (long)view["totals"]!["calls"]!);
    }

    [Fact]
    public async Task Generation_models_have_the_numbers_and_pairs_of_the_file_and_what_the_page_shows()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var view = JsonNode.Parse(await dashboard.PageAsync($"/api/v1/llm?metric={E2e}"))!;
        var series = view["models"]!["series"]!.AsArray().Select(s => (string)s!).ToList();
        var file = sample.Detail()["aggregates"]!
            .AsArray()
            .Where(a => (string?)a!["tier"] == "tier_3" && (string?)a["metric"] == "avg_e2e_score" && a["value"] is not null)
            .ToList();
        Assert.Equal(6, file.Count); // three generators under two judges
        foreach (var number in file)
        {
            var row = view["models"]!["rows"]!.AsArray().Single(r => (string?)r!["name"] == (string?)number!["generation_model"])!;
            var point = row["points"]!.AsArray().Single(p => (int)p!["series"]! == series.IndexOf((string)number!["judge_model"]!))!;
            Assert.Equal(
                ((double)number!["value"]!, (long)number["n"]!, (double?)number["interval"]?["lower"]),
                ((double)point["value"]!, (long)point["n"]!, (double?)point["lower"])
            );
        }
        var recommended = sample.Detail()["recommendation"]!.AsArray().Single(r => (string?)r!["role"] == "generation")!;
        Assert.Equal(E2e, (string?)recommended["objective"]);
        Assert.True(JsonNode.DeepEquals(recommended["pairs"], view["comparison"]!["pairs"]));
        Assert.False((bool)view["is_exploratory"]!);

        var page = await dashboard.PageAsync($"/llm?metric={E2e}");
        var best = view["models"]!["rows"]![0]!;
        Assert.Contains(((double)best["shown"]!).ToString("0.00", CultureInfo.InvariantCulture), page, StringComparison.Ordinal);
        // No other model is both faster and better than one on the front; one that is on it is there for each that is not.
        var points = view["latency"]!["points"]!
            .AsArray()
            .Select(p => (X: (double)p!["takes"]!, Y: (double)p["quality"]!, OnFront: (bool)p["on_front"]!))
            .ToList();
        Assert.NotEmpty(points);
        Assert.All(points, p => Assert.Equal(!points.Any(o => o.X <= p.X && o.Y >= p.Y && (o.X, o.Y) != (p.X, p.Y)), p.OnFront));
        Assert.All(view["losses"]!["rows"]!.AsArray(), r => Assert.Equal(1, r!["shares"]!.AsArray().Sum(s => (double)s!), 9));
    }

    [Theory]
    [InlineData("sort=spread")]
    [InlineData("sort=mean&dir=asc&max=3")]
    [InlineData("q=%D0%BE%D0%B1%D1%89%D0%B0%D0%B3&sort=place")]
    [InlineData("q=a0.[13579]&re=1&sort=text")]
    [InlineData("outcome=generation_wrong&model=builtin:lead&max=3.9")]
    [InlineData("page=2")]
    public async Task Questions_are_filtered_sorted_and_paged_as_on_the_page(string query)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var questions = JsonNode.Parse(await dashboard.PageAsync($"/api/v1/llm?metric={E2e}&{query}"))!["questions"]!;
        var page = await dashboard.PageAsync($"/llm?metric={E2e}&{query}");
        var shown = Regex
            .Matches(page[page.IndexOf("id=\"questions\"", StringComparison.Ordinal)..], "href=\"[^\"]*[?;&]item=([^\"&#]+)")
            .Select(m => m.Groups[1].Value)
            .Distinct();
        var rows = questions["rows"]!.AsArray().Select(r => (string)r!["question"]!["item_id"]!).ToList();
        Assert.NotEmpty(rows);
        Assert.Equal(shown, rows);
        Assert.Contains($"{(int)questions["found"]!} of {(int)questions["total"]!}", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pattern_that_is_none_is_told_in_one_line()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        using var response = await dashboard.GetAsync("/api/v1/llm?q=(&re=1");
        Assert.Equal(
            (HttpStatusCode.BadRequest, "application/problem+json"),
            (response.StatusCode, response.Content.Headers.ContentType?.MediaType)
        );
        var detail = JsonElement.Parse(await response.Content.ReadAsStringAsync(Stop)).GetProperty("detail").GetString()!;
        Assert.StartsWith("q: ", detail, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', detail);
    }

    [Fact]
    public async Task Judges_production_judges_and_runs_against_each_other_are_those_that_were_made()
    {
        using var folder = new TempFolder();
        await MadeRuns.WriteAsync(folder.Path, "20261124_101112", DateTimeOffset.UnixEpoch);
        await MadeRuns.WriteAsync(folder.Path, "20261125_101112", DateTimeOffset.UnixEpoch.AddDays(1), lift: 0.5);
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);

        var warned = JsonNode.Parse(await dashboard.PageAsync("/api/v1/overview?run=20261124_101112"))!["warnings"]!
            .AsArray()
            .Select(w => (string)w!["title"]!)
            .ToList();
        Assert.Contains("Judge and model of one family", warned); // mistral:large scores mistral:small
        var judges = JsonNode.Parse(await dashboard.PageAsync("/api/v1/judges?run=20261124_101112"))!;
        var means = judges["means"]!;
        var (row, column) = (Index(means["generators"]!, "mistral:small"), Index(means["judges"]!, "mistral:large"));
        // MadeRuns: 3 and 4 in turn, and a point more on average of mistral:large for its relative.
        Assert.Equal(4.5, (double)means["cells"]![row]![column]!["value"]!, 9);
        Assert.Equal(1, (double)Assert.Single(judges["self_preferences"]!.AsArray())!["excess"]!, 9);
        // That point, two on question 0 and none on question 1: they differ on 23 of the 24 answers of mistral:small, most on the first.
        Assert.Equal(
            ("q00", 2.0),
            (
                (string?)judges["disagreements"]!["rows"]![0]!["item"]!["item_id"],
                (double)judges["disagreements"]!["rows"]![0]!["disagreement"]!["range"]!
            )
        );

        // careful hides 8 good ones of 12, eager shows 6 bad ones of 12: at 4 for a wrong show and 1 for a wrong hide 8/24 and 24/24.
        var costs = JsonNode.Parse(await dashboard.PageAsync("/api/v1/prod?show=4&hide=1"))!["costs"]!["rows"]!
            .AsArray()
            .ToDictionary(r => (string)r!["counts"]!["judge"]!, r => (double)r!["cost"]!);
        Assert.Equal((8.0 / 24, 1.0), (costs["lab:careful"], costs["lab:eager"]));
        Assert.Equal((2.0, 0.5), (costs["always show"], costs["always hide"])); // 12 · 4 / 24 and 12 · 1 / 24
        var wrong = JsonNode.Parse(await dashboard.PageAsync("/api/v1/prod?kind=fp&judge=lab:eager&defect=wrong_number"))!["wrong"]!;
        Assert.Equal(
            ["p01", "p05", "p09"],
            wrong["rows"]!.AsArray().Select(r => (string)r!["item"]!["item_id"]!).Order(StringComparer.Ordinal)
        ); // odd, i % 4 = 1, i < 12

        const string Both = "run=20261124_101112&run=20261125_101112&metric=tier_2.avg_answer_correctness";
        var changes = JsonNode.Parse(await dashboard.PageAsync($"/api/v1/compare?{Both}"))!["comparison"]!["runs"]![0]![
            "metrics"
        ]!.AsArray();
        var lifted = changes.Where(c => (string?)c!["models_after"]!["generation_model"] == "mistral:small").ToList();
        Assert.Equal(2, lifted.Count);
        Assert.All(lifted, c => Assert.Equal(0.5, (double)c!["change"]!, 9));
        var items = JsonNode.Parse(
            await dashboard.PageAsync(
                $"/api/v1/compare?{Both}&of={Uri.EscapeDataString("20261125_101112|tier_2.avg_answer_correctness|mistral:small|mistral:large|")}"
            )
        )!["items"]!;
        Assert.Equal((MadeRuns.Questions, MadeRuns.Questions), ((int)items["moved"]!, (int)items["total"]!));
    }

    [Fact]
    public async Task Analyses_are_those_of_the_file()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var file = sample.Detail();
        var utilization = JsonNode.Parse(await dashboard.PageAsync("/api/v1/utilization"))!;
        Assert.Equal((double)file["utilization_metrics"]!["utilization_rate"]!, (double)utilization["analysis"]!["utilization_rate"]!);
        Assert.Equal((long)file["utilization_metrics"]!["total_chunks"]!, utilization["histogram"]!.AsArray().Sum(b => (long)b!["count"]!)); // every chunk is in a bar
        Assert.Contains(
            $">{((double)utilization["gini"]!).ToString("0.00", CultureInfo.InvariantCulture)}<",
            await dashboard.PageAsync("/utilization"),
            StringComparison.Ordinal
        );
        var topics = JsonNode.Parse(await dashboard.PageAsync("/api/v1/topics"))!;
        Assert.Equal(
            file["topic_coverage_metrics"]!["topic_coverage"]!.AsArray().Select(t => (double?)t!["mean_best_similarity"]),
            topics["coverage"]!["rows"]!.AsArray().Select(r => (double?)r!["points"]![0]!["value"])
        );
        var domain = JsonNode.Parse(await dashboard.PageAsync("/api/v1/domain"))!;
        Assert.Equal((long)file["domain_analysis_metrics"]!["scored_questions"]!, domain["scores"]!.AsArray().Sum(s => (long)s!["count"]!));
    }

    [Fact]
    public async Task Tier_3_minus_tier_2_has_the_interval_that_the_page_shows()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var losses = JsonNode.Parse(await dashboard.PageAsync($"/api/v1/tiers?run={sample.RunId}"))!["losses"]!.AsArray();
        var page = WebUtility.HtmlDecode(await dashboard.PageAsync($"/tiers?run={sample.RunId}"));
        Assert.NotEmpty(losses);
        foreach (var loss in losses)
        {
            var paired = loss!["paired"]!;
            Assert.Equal((double)paired["real"]! - (double)paired["ideal"]!, (double)loss["difference"]!, 9);
            if (paired["interval"] is not { } interval)
            {
                Assert.NotNull(loss["without_interval"]);
                continue;
            }
            Assert.InRange((double)loss["difference"]!, (double)interval["lower"]!, (double)interval["upper"]!);
            string Signed(JsonNode? value) => ((double)value!).ToString("+0.00;−0.00;0.00", CultureInfo.InvariantCulture);
            Assert.Contains($"[{Signed(interval["lower"])}, {Signed(interval["upper"])}]", page, StringComparison.Ordinal);
        }
        Assert.Contains(losses, l => l!["paired"]!["interval"] is not null);
    }

    private static int Index(JsonNode names, string name) => names.AsArray().Select(n => (string?)n).ToList().IndexOf(name);
}
