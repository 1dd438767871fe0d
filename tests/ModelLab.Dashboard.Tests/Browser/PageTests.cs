using System.Globalization;
using Microsoft.Playwright;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>Every page in a real browser: on a run made by the real code, on a 2.0 file alone, and on an empty directory.</summary>
[OneCulture]
public sealed class PageTests(SampleDirectory sample, Browser browser) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Each page once a theme; the language goes with it, so that both are seen and none twice.
    [Theory]
    [InlineData("sample", "en", ColorScheme.Light)]
    [InlineData("sample", "ru", ColorScheme.Dark)]
    [InlineData("old", "en", ColorScheme.Light)]
    [InlineData("old", "ru", ColorScheme.Dark)]
    [InlineData("empty", "en", ColorScheme.Light)]
    [InlineData("empty", "ru", ColorScheme.Dark)]
    public async Task Every_page_opens_without_a_fault_asks_nothing_of_others_and_axe_finds_no_serious_violation(
        string kind,
        string language,
        ColorScheme scheme
    )
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(DirectoryOf(kind));
        await using var page = await browser.OpenAsync(scheme);
        foreach (var path in Paths(kind))
        {
            await page.GoAsync(dashboard.Address, path + (path.Contains('?', StringComparison.Ordinal) ? "&" : "?") + "lang=" + language);
            Assert.Equal(language, await page.Page.Locator("html").GetAttributeAsync("lang"));
            Assert.True(await page.Page.Locator("main").IsVisibleAsync(), path);
            Assert.True(page.Faults.Count == 0, $"{path}: {string.Join("\n", page.Faults)}");
            await page.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            var violations = await page.SeriousViolationsAsync();
            Assert.True(violations.Count == 0, $"{path}: {violations.Count}\n{string.Join("\n", violations.Take(8))}");
        }
    }

    [Fact]
    public async Task Runs_are_filtered_and_chosen_and_the_address_tells_the_view()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/runs");
        var rows = page.Page.Locator("tbody tr");
        Assert.Equal(3, await rows.CountAsync());
        await page.Page.GetByLabel("Model").FillAsync("MISTRAL");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        Assert.Equal(1, await rows.CountAsync());
        Assert.Contains("model=MISTRAL", page.Page.Url, StringComparison.Ordinal);
        var address = page.Page.Url;
        await using var other = await browser.OpenAsync();
        await other.GoAsync(dashboard.Address, new Uri(address).PathAndQuery);
        Assert.Equal(await page.Page.Locator("main").InnerTextAsync(), await other.Page.Locator("main").InnerTextAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Show all" }).ClickAsync();
        var compare = page.Page.GetByRole(AriaRole.Button, new() { Name = "Compare the chosen runs" });
        Assert.True(await compare.IsDisabledAsync());
        await rows.Nth(0).GetByRole(AriaRole.Checkbox).CheckAsync();
        Assert.True(await compare.IsDisabledAsync());
        await rows.Nth(1).GetByRole(AriaRole.Checkbox).CheckAsync();
        Assert.True(await compare.IsEnabledAsync());
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Numbers_on_the_page_are_those_of_the_file()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, $"/runs/{sample.RunId}?lang=ru");
        var aggregates = sample.Detail()["aggregates"]!.AsArray();
        string Number(string tier, string metric) =>
            ((double)aggregates.Single(a => (string?)a!["tier"] == tier && (string?)a["metric"] == metric)!["value"]!).ToString(
                "0.000",
                CultureInfo.GetCultureInfo("ru-RU")
            );
        foreach (var metric in new[] { "mrr", "ndcg@10", "url_hit_rate@1" })
        {
            var row = page.Page.Locator("#tier_1 tbody tr").Filter(new() { Has = page.Page.Locator($"code:text-is('{metric}')") });
            Assert.StartsWith(Number("tier_1", metric), (await row.Locator(".value").InnerTextAsync()).Trim(), StringComparison.Ordinal);
        }
        await page.GoAsync(dashboard.Address, $"/runs/{SampleDirectory.OldId}?lang=en");
        var old = page.Page.Locator("#tier_1 tbody tr").Filter(new() { Has = page.Page.Locator("code:text-is('url_ndcg@10')") });
        Assert.Equal("1.092", (await old.Locator(".value").InnerTextAsync()).Trim());
        Assert.Equal("—", (await old.Locator("td").Nth(2).InnerTextAsync()).Trim()); // n is not in the file
    }

    [Fact]
    public async Task A_question_is_found_and_opened_with_every_answer()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, $"/dataset?run={sample.RunId}");
        Assert.Equal(25, await page.Page.Locator("tbody tr").CountAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        Assert.Contains("page=2", page.Page.Url, StringComparison.Ordinal);
        await page.Page.GetByLabel("Search").FillAsync("ОБЩАГУ");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        await page.Page.Locator("tbody tr a").First.ClickAsync();
        await page.Page.Locator("article.answer").First.WaitForAsync();
        // Three generators that could be called, in tiers 2 and 3.
        Assert.Equal(6, await page.Page.Locator("article.answer").CountAsync());
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task A_metric_is_chosen_questions_are_filtered_and_one_is_opened_without_scripts()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync(withScripts: false);
        await page.GoAsync(dashboard.Address, $"/llm?run={sample.RunId}");
        await page.Page.GetByLabel("Metric").SelectOptionAsync("tier_2.avg_answer_correctness");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        Assert.Equal("Answer correctness", await page.Page.Locator("#models h2").InnerTextAsync());
        Assert.Equal("exploratory", await page.Page.Locator("#pairs .badge").InnerTextAsync());
        var questions = page.Page.Locator("#questions");
        await questions.Locator("select[name=model]").SelectOptionAsync("builtin:refuse");
        await questions.Locator("select[name=outcome]").SelectOptionAsync("false_refusal");
        await questions.GetByRole(AriaRole.Button, new() { Name = "Filter" }).ClickAsync();
        await questions.GetByRole(AriaRole.Link, new() { Name = "Mean" }).ClickAsync();
        Assert.Contains("metric=tier_2.avg_answer_correctness", page.Page.Url, StringComparison.Ordinal);
        Assert.Contains("outcome=false_refusal", page.Page.Url, StringComparison.Ordinal);
        var address = page.Page.Url;
        await using var other = await browser.OpenAsync();
        await other.GoAsync(dashboard.Address, new Uri(address).PathAndQuery);
        Assert.Equal(await questions.Locator("tbody").InnerTextAsync(), await other.Page.Locator("#questions tbody").InnerTextAsync());
        await questions.Locator("tbody th a").First.ClickAsync();
        Assert.Equal(3, await page.Page.Locator("article.answer").CountAsync());
        await page.Page.GetByLabel("Differences against").SelectOptionAsync("builtin:lead");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).Last.ClickAsync();
        Assert.Equal("builtin:lead", await page.Page.Locator("article.answer h3").First.InnerTextAsync());
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Language_and_theme_are_switched_without_scripts_and_kept_in_links()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path, language: Language.Russian);
        await using var page = await browser.OpenAsync(withScripts: false);
        await page.GoAsync(dashboard.Address, "/topics");
        Assert.Equal("Покрытие тем", await page.Page.Locator("h1").InnerTextAsync());
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "English" }).ClickAsync();
        Assert.Equal("Topic coverage", await page.Page.Locator("h1").InnerTextAsync());
        async Task<string> GroundAsync() =>
            await page.Page.Locator("body").EvaluateAsync<string>("b => getComputedStyle(b.parentElement).backgroundColor");
        var light = await GroundAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Dark" }).ClickAsync();
        Assert.NotEqual(light, await GroundAsync());
        await page
            .Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages", Exact = true })
            .GetByRole(AriaRole.Link, new() { Name = "Reference" })
            .ClickAsync();
        Assert.Equal(
            ("Reference", "dark"),
            (await page.Page.Locator("h1").InnerTextAsync(), await page.Page.Locator("html").GetAttributeAsync("data-theme"))
        );
    }

    [Fact]
    public async Task The_keyboard_reaches_the_content_first()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/runs");
        await page.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to content", await page.Page.EvaluateAsync<string>("document.activeElement.textContent"));
        await page.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("main", await page.Page.EvaluateAsync<string>("document.activeElement.id"));
    }

    [Fact]
    public async Task A_run_is_deleted_after_the_confirmation_and_no_other()
    {
        browser.Require();
        _folder.Write(
            RunRegistry.FileName,
            $"[{SampleDirectory.OldElement}, {SampleDirectory.OldElement.Replace(SampleDirectory.OldId, "second", StringComparison.Ordinal)}]"
        );
        _folder.Write($"rag_benchmark_{SampleDirectory.OldId}.md", "report");
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, $"/runs/{SampleDirectory.OldId}?theme=dark");
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Delete this run…" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.AtAsync("/runs?theme=dark");
        Assert.Equal(["second"], await page.Page.Locator("tbody th a").AllInnerTextsAsync());
        Assert.Empty(page.Faults);
    }

    private string DirectoryOf(string kind)
    {
        if (kind == "sample")
            return sample.Path;
        if (kind == "old")
            _folder.Write(RunRegistry.FileName, $"[{SampleDirectory.OldElement}]");
        return _folder.Path;
    }

    private IEnumerable<string> Paths(string kind)
    {
        // The reference is the same whatever the directory holds.
        foreach (var entry in SiteMap.All.Where(e => kind == "sample" || e.Path != "/reference"))
            yield return entry.Path;
        if (kind == "empty")
            yield break;
        yield return $"/runs/{SampleDirectory.OldId}";
        yield return $"/runs/{SampleDirectory.OldId}/delete";
        if (kind == "old")
            yield break;
        yield return "/reference?q=nothing-like-this";
        yield return $"/runs/{sample.RunId}";
        yield return $"/runs/{sample.UnfinishedId}";
        yield return "/history?metric=tier_judge_pipeline.f1_score";
        yield return $"/tiers?run={SampleDirectory.OldId}&run={sample.RunId}";
        yield return $"/live?run={sample.RunId}";
        yield return $"/live?run={sample.UnfinishedId}";
        yield return $"/dataset?run={sample.RunId}&set=judge_pipeline";
        yield return $"/dataset?run={sample.RunId}&item=a001";
        yield return $"/llm?run={sample.RunId}&metric=tier_2.avg_rougeL_f&sort=mean&dir=desc&q=%D0%BE&re=1";
        yield return $"/llm?run={sample.RunId}&metric=tier_3.p95_generation_latency_ms";
        yield return $"/llm?run={sample.RunId}&metric=tier_2.false_refusal_rate&q=(&re=1";
        yield return $"/llm?run={sample.RunId}&item=a001";
        yield return $"/llm?run={sample.RunId}&item=a001&against=builtin:lead";
        yield return $"/dataset?run={sample.RunId}&set=judge_pipeline&item=pa01";
    }
}
