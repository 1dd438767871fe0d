using Microsoft.Playwright;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>The run that was chosen stays so, wherever a reader goes; without a choice all pages show one and the same, and name it.</summary>
public sealed class KeptRunTests(SampleDirectory sample, Browser browser)
{
    [Fact]
    public async Task The_sidebar_keeps_the_chosen_run_through_every_page_and_back()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, $"/overview?run={SampleDirectory.OldId}");
        foreach (var entry in SiteMap.All)
        {
            await page.Page.Locator($".side a[href^='{entry.Path}?']").ClickAsync();
            await page.AtAsync(entry.Path + "?");
            Assert.Contains(SampleDirectory.OldId, page.Page.Url, StringComparison.Ordinal);
        }
        await page.Page.Locator(".side a[href^='/llm?']").ClickAsync();
        await page.AtAsync("/llm?");
        Assert.Equal(SampleDirectory.OldId, await page.Page.Locator("select[name=run]").InputValueAsync());
        // A 2.0 run has no detail file: the page says so and shows no other run.
        await page.GoAsync(dashboard.Address, $"/dataset?run={SampleDirectory.OldId}");
        Assert.Contains(SampleDirectory.OldId, await page.Page.Locator(".empty h2").InnerTextAsync(), StringComparison.Ordinal);
        await page.Page.Locator(".empty a").ClickAsync();
        await page.AtAsync($"run={sample.RunId}");
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData("/overview")]
    [InlineData("/llm")]
    [InlineData("/judges")]
    [InlineData("/prod")]
    [InlineData("/tiers")]
    [InlineData("/dataset")]
    [InlineData("/topics")]
    public async Task Without_a_choice_every_page_names_the_same_run(string path)
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        var page = await dashboard.PageAsync(path);
        Assert.Contains($"all pages show the newest finished one: {sample.RunId}.", page, StringComparison.Ordinal);
        Assert.Contains($"href=\"/prod?run={sample.RunId}\"", page, StringComparison.Ordinal);
    }
}
