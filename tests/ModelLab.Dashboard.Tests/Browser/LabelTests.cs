using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>Models of long and similar names are told apart wherever they are drawn, on a desk and on a phone.</summary>
public sealed class LabelTests(Browser browser) : IDisposable
{
    private static readonly ModelLineup Models = new(
        [
            "openrouter:mistralai/mistral-small-3.2-24b-instruct-2506",
            "openrouter:mistralai/mistral-small-3.2-24b-instruct-2507",
            "openrouter:mistralai/mistral-small-3.1-24b-instruct-2506",
        ],
        ["openrouter:openai/gpt-4.1-mini-2025-04-14", "openrouter:openai/gpt-4.1-nano-2025-04-14"],
        []
    );
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1280, "on-desk")]
    [InlineData(390, "on-phone")]
    public async Task No_two_models_of_a_drawing_are_written_alike(int width, string kind)
    {
        browser.Require();
        await MadeRun.WriteAsync(_folder["reports"], TestContext.Current.CancellationToken, models: Models);
        await using var dashboard = await TestDashboard.StartAsync(_folder["reports"]);
        await using var page = await browser.OpenAsync();
        await page.Page.SetViewportSizeAsync(width, 900);
        var seen = 0;
        foreach (var path in (string[])["/overview", "/llm", "/judges", $"/runs/{MadeRun.Id}"])
        {
            await page.GoAsync(dashboard.Address, path);
            foreach (var plot in await page.Page.Locator($"svg.plot.{kind}:visible").AllAsync())
            {
                var names = await plot.Locator("text.row-name")
                    .EvaluateAllAsync<string[]>("all => all.map(t => [...t.querySelectorAll('tspan')].map(s => s.textContent).join(''))");
                Assert.Equal(names.Length, names.Distinct().Count());
                seen += names.Length;
                Assert.True(
                    (await plot.BoundingBoxAsync())!.Width > 250,
                    $"{path}: the drawing is {(await plot.BoundingBoxAsync())!.Width} wide"
                );
                // Nothing is written beyond the drawing.
                var beyond = await plot.EvaluateAsync<string[]>(
                    "plot => { const box = plot.getBoundingClientRect(); return [...plot.querySelectorAll('text')].filter(t => { const r = t.getBoundingClientRect(); return r.left < box.left - 2 || r.right > box.right + 2; }).map(t => t.textContent); }"
                );
                Assert.True(beyond.Length == 0, $"{path}: {string.Join(" | ", beyond)}");
            }
        }
        Assert.True(seen >= 9, $"{seen}");
        Assert.Empty(page.Faults);
    }
}
