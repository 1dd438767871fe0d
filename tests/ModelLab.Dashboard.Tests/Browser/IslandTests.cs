using System.Text.Json;
using Microsoft.Playwright;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>
/// What scripts add to every page: copying charts and tables, tips of marks, the command palette; on the pages of history and tiers.
/// </summary>
[OneCulture]
public sealed class IslandTests : IDisposable
{
    private const string Clipboard = "navigator.clipboard.readText()";
    private readonly TempFolder _folder = new();
    private readonly Browser _browser;

    public IslandTests(Browser browser)
    {
        _browser = browser;
        RunSeries.Write(_folder);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Tables_and_charts_are_copied_as_data_and_as_pictures()
    {
        _browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await _browser.OpenAsync();
        await page.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await page.GoAsync(dashboard.Address, "/history?metric=tier_3.avg_e2e_score&lang=ru");
        async Task CopyAsync(ILocator block, string kind)
        {
            await block.Locator("summary").ClickAsync();
            await block.GetByRole(AriaRole.Button, new() { Name = kind, Exact = true }).ClickAsync();
            await page
                .Page.Locator($"p[role=status]:text-is('{kind} скопирован')")
                .WaitForAsync(new() { State = WaitForSelectorState.Attached });
        }
        var table = page.Page.Locator(".table-wrap + .take-away");
        await CopyAsync(table, "CSV");
        var lines = (await page.Page.EvaluateAsync<string>(Clipboard)).ReplaceLineEndings("\n").Split('\n');
        Assert.Equal(
            "Запуск,Запуск · detail,Датасет,Датасет · detail,large,large · 95 % from,large · 95 % to,large · n,small,small · 95 % from,small · 95 % to,small · n",
            lines[0]
        );
        // The newest first: 3 + 0.1 · 4 + 0.75 − 0.5 and 3 + 0.1 · 4 − 0.5, with decimal points though the page is Russian; the line that
        // tells of the other data set is no row.
        Assert.Equal("r4,04.11.2026 12:00,set-b.json,set-b-p1,3.65,3.4,3.9,40,2.9,2.65,3.15,40", lines[1]);
        Assert.Equal(["r4", "r3", "r2", "r1"], lines.Skip(1).Where(l => l.Length > 0).Select(l => l[..2]));
        // A file for a spreadsheet, as a Russian one takes it.
        await table.Locator("summary").ClickAsync();
        var download = await page.Page.RunAndWaitForDownloadAsync(() =>
            table.GetByRole(AriaRole.Button, new() { Name = "Файл CSV" }).ClickAsync()
        );
        var saved = await File.ReadAllBytesAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Equal([0xEF, 0xBB, 0xBF], saved[..3]);
        Assert.Contains(
            "r4;04.11.2026 12:00;set-b.json;set-b-p1;3,65;3,4;3,9;40;2,9;2,65;3,15;40\r\n",
            System.Text.Encoding.UTF8.GetString(saved),
            StringComparison.Ordinal
        );
        await CopyAsync(table, "JSON");
        var rows = JsonElement.Parse(await page.Page.EvaluateAsync<string>(Clipboard));
        Assert.Equal((4, 3.65), (rows.GetArrayLength(), rows[0].GetProperty("large").GetDouble()));
        var chart = page.Page.Locator("figure.chart > .take-away");
        await CopyAsync(chart, "SVG");
        var drawing = await page.Page.EvaluateAsync<string>(Clipboard);
        Assert.StartsWith("<svg", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("class=", drawing, StringComparison.Ordinal);
        Assert.DoesNotContain("var(", drawing, StringComparison.Ordinal);
        Assert.Contains("Качество ответа", drawing, StringComparison.Ordinal); // the heading
        Assert.Contains(">large</text>", drawing, StringComparison.Ordinal); // the legend
        await CopyAsync(chart, "PNG");
        var size = await page.Page.EvaluateAsync<int[]>(
            "navigator.clipboard.read().then(items => items[0].getType('image/png')).then(createImageBitmap).then(b => [b.width, b.height])"
        );
        Assert.True(size[0] == 2 * (1000 + 32) && size[1] > 700, $"{size[0]} × {size[1]}");
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Cells_become_numbers_and_formulas_stay_text()
    {
        _browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await _browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/runs");
        var said = await page.Page.EvaluateAsync<string>(
            """
            async () => {
              const { valueOf, csvOf } = await import(document.querySelector("script[type=module]").src.replace("site.mjs", "table-data.mjs"));
              const values = [valueOf("1\u2009234,5", true), valueOf("−0.25", false), valueOf("+3", false), valueOf("007", false), valueOf("20261124_101112", false), valueOf("—", true), valueOf("1,5", false), valueOf("12345678901234567", false)];
              return JSON.stringify(values) + csvOf({ columns: ["a", "b,c"], rows: [["=HYPERLINK(1)", 'say "x"'], [null, -0.5]] });
            }
            """
        );
        Assert.Equal(
            """[1234.5,-0.25,3,"007","20261124_101112",null,"1,5","12345678901234567"]a,"b,c" """.TrimEnd()
                + "\r\n'=HYPERLINK(1),\"say \"\"x\"\"\"\r\n,-0.5\r\n",
            said
        );
    }

    [Fact]
    public async Task The_palette_finds_pages_and_runs_by_keyboard()
    {
        _browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await _browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/runs?lang=en&theme=dark");
        await page.Page.Keyboard.PressAsync("Control+k");
        var box = page.Page.GetByRole(AriaRole.Combobox, new() { Name = "Go to" });
        await box.FillAsync("set-b sma");
        var options = page.Page.Locator("#palette-list [role=option]");
        await page.Page.Locator("#palette-0 >> text=r4").WaitForAsync();
        Assert.Equal(1, await options.CountAsync());
        Assert.Equal("palette-0", await box.GetAttributeAsync("aria-activedescendant"));
        Assert.Empty(await page.SeriousViolationsAsync());
        await box.PressAsync("Enter"); // axe may have moved the focus
        await page.AtAsync("/runs/r4?lang=en&theme=dark");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Go to" }).ClickAsync();
        await box.FillAsync("t");
        await page.Page.Keyboard.PressAsync("ArrowDown");
        Assert.Equal("palette-1", await page.Page.Locator("#palette-list [aria-selected=true]").GetAttributeAsync("id"));
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.False(await box.IsVisibleAsync());
        Assert.Equal("palette-open", await page.Page.EvaluateAsync<string>("document.activeElement.className"));
        Assert.Empty(page.Faults);
    }

    [Fact]
    public async Task Marks_tell_their_values_to_the_pointer_and_to_the_arrow_keys()
    {
        _browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await _browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/history?metric=tier_2.avg_answer_correctness");
        var tip = page.Page.Locator(".tip");
        await page.Page.Locator("svg.plot g.s2 .mark").First.HoverAsync();
        Assert.Equal("small, 2026-11-01 12:00: 3.10 [2.85; 3.35]", await tip.InnerTextAsync());
        await page.Page.Locator(".chart-scroll").FocusAsync();
        await page.Page.Keyboard.PressAsync("Home");
        await page.Page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal("large, 2026-11-02 12:00: 3.95 [3.70; 4.20]", await tip.InnerTextAsync());
        Assert.Equal(
            "large, 2026-11-02 12:00: 3.95 [3.70; 4.20]",
            await page.Page.Locator("body > p[role=status]").Last.TextContentAsync()
        );
        await page.Page.Keyboard.PressAsync("Escape");
        Assert.True(await tip.IsHiddenAsync());
    }

    [Fact]
    public async Task Tiers_of_comparable_runs_stand_beside_each_other_and_others_are_refused()
    {
        _browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await _browser.OpenAsync(withScripts: false);
        await page.GoAsync(dashboard.Address, "/tiers?run=r1");
        await page.Page.GetByRole(AriaRole.Checkbox, new() { Name = "r3" }).CheckAsync();
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Show", Exact = true }).ClickAsync();
        Assert.Contains("run=r1&", page.Page.Url, StringComparison.Ordinal);
        var rows = page.Page.Locator("#tier_3 tbody tr");
        Assert.Equal(
            ["large r3", "large r1", "small r3", "small r1"],
            (await rows.Locator("th").AllInnerTextsAsync()).Select(t =>
                string.Join(' ', t.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            )
        );
        Assert.StartsWith("3.55", (await rows.First.Locator(".value").First.InnerTextAsync()).Trim(), StringComparison.Ordinal); // 3 + 0.3 + 0.75 − 0.5
        await page.GoAsync(dashboard.Address, "/tiers?run=r1&run=r4");
        Assert.Contains("r4", await page.Page.Locator(".note.warn").InnerTextAsync(), StringComparison.Ordinal);
        Assert.Empty(page.Faults);
    }
}
