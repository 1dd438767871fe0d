using Microsoft.Playwright;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>The slider of costs in a real browser, with scripts and without.</summary>
[OneCulture]
public sealed class CostSliderTests(Browser browser) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Moving_the_slider_turns_the_ranking_at_once_and_then_brings_intervals_and_the_address()
    {
        await using var dashboard = await StartAsync();
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/prod");
        Assert.Equal("lab:eager", await FirstAsync(page));
        var slider = page.Page.Locator("input[name=show]");
        // While it moves: reordered before any request.
        await slider.EvaluateAsync("s => { s.value = '10'; s.dispatchEvent(new Event('input', { bubbles: true })); }");
        Assert.Equal("lab:careful", await FirstAsync(page));
        Assert.Equal("10", await page.Page.Locator("output[data-output=show]").InnerTextAsync());
        Assert.Equal("0.333", await page.Page.Locator("tr[data-judge='lab:careful'] [data-cost]").InnerTextAsync());
        await slider.EvaluateAsync("s => s.dispatchEvent(new Event('change', { bubbles: true }))");
        await Assertions.Expect(page.Page.Locator("[data-costs-result]")).Not.ToContainTextAsync("…");
        Assert.Contains("show=10", page.Page.Url, StringComparison.Ordinal);
        // Whoever gets the address sees the same.
        var ranked = await page.Page.Locator("#costs tbody").InnerTextAsync();
        await using var other = await browser.OpenAsync();
        await other.GoAsync(dashboard.Address, new Uri(page.Page.Url).PathAndQuery);
        Assert.Equal(ranked, await other.Page.Locator("#costs tbody").InnerTextAsync());
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Without_scripts_the_form_ranks()
    {
        await using var dashboard = await StartAsync();
        await using var page = await browser.OpenAsync(withScripts: false);
        await page.GoAsync(dashboard.Address, "/prod?lang=ru");
        await page.Page.Locator("input[name=show]").FocusAsync();
        for (var i = 0; i < 18; i++)
            await page.Page.Keyboard.PressAsync("ArrowRight"); // half a unit each: 1 to 10
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Упорядочить" }).ClickAsync();
        await page.AtAsync("show=10");
        Assert.Equal("lab:careful", await FirstAsync(page));
        Assert.Equal("0,333", await page.Page.Locator("tr[data-judge='lab:careful'] [data-cost]").InnerTextAsync());
        Assert.Empty(page.Faults);
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Axe_finds_no_serious_violation_on_comparisons_of_named_models(ColorScheme scheme)
    {
        await using var dashboard = await StartAsync();
        await using var page = await browser.OpenAsync(scheme);
        foreach (
            var path in new[]
            {
                "/judges",
                "/judges?item=q00&gen=mistral:small",
                "/prod",
                "/prod?item=p00",
                "/compare?run=20261120_090000&run=20261121_090000",
                "/compare?run=20261120_090000&run=20261122_090000",
            }
        )
        {
            await page.GoAsync(dashboard.Address, path);
            await page.Page.EvaluateAsync("document.querySelectorAll('details').forEach(d => d.open = true)");
            var violations = await page.SeriousViolationsAsync();
            Assert.True(violations.Count == 0, $"{path}: {violations.Count}\n{string.Join("\n", violations.Take(8))}");
        }
        Assert.Empty(page.Faults);
    }

    private async Task<TestDashboard> StartAsync()
    {
        browser.Require();
        var day = new DateTimeOffset(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);
        await MadeRuns.WriteAsync(_folder.Path, "20261120_090000", day);
        await MadeRuns.WriteAsync(_folder.Path, "20261121_090000", day.AddDays(1), lift: -1);
        await MadeRuns.WriteAsync(_folder.Path, "20261122_090000", day.AddDays(2), topK: 5);
        return await TestDashboard.StartAsync(_folder.Path);
    }

    private static async Task<string?> FirstAsync(WatchedPage page) =>
        await page.Page.Locator("#costs tbody tr").First.GetAttributeAsync("data-judge");
}
