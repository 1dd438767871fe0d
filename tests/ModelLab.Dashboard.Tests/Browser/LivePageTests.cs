using System.Globalization;
using Microsoft.Playwright;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Browsing;

/// <summary>The live page in a real browser, while a run is written beside it.</summary>
[OneCulture]
public sealed class LivePageTests(SampleDirectory sample, Browser browser) : IDisposable
{
    private const string Id = "20261124_101112";

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => _folder[$"rag_benchmark_{Id}.db"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_run_appears_by_itself_grows_stops_and_goes_on_without_a_click()
    {
        browser.Require();
        await using var dashboard = await TestDashboard.StartAsync(_folder.Path);
        await using var page = await browser.OpenAsync();
        await page.GoAsync(dashboard.Address, "/live");
        await page.Page.GetByText("No run is under way").WaitForAsync();
        var done = page.Page.Locator(".tile", new() { Has = page.Page.GetByText("Done", new() { Exact = true }) }).Locator(".tile-value");
        var (spec, input) = (
            Spec(),
            new SweepItems(
                [
                    .. Enumerable
                        .Range(0, 9)
                        .Select(i => new Core.Datasets.GoldItem
                        {
                            Id = Item(i),
                            Question = "?",
                            GroundTruthAnswer = "!",
                            ChunkText = "…",
                        }),
                ],
                []
            )
        );

        var held = Lock();
        await using (
            var store = ObservationStore.Create(
                File,
                Id,
                new DateTimeOffset(2026, 11, 24, 10, 11, 12, TimeSpan.Zero),
                spec,
                Fingerprint.Of(spec, input),
                input,
                TimeProvider.System
            )
        )
        {
            await store.SetPlanAsync(
                [
                    new PlannedCount(Tier.Generation, WorkKind.Generate, "lab:g", 9),
                    new PlannedCount(Tier.Generation, WorkKind.Score, "lab:j", 9),
                ],
                [],
                new RunMoney(null, [])
            );
            await WriteAsync(store, 0, 4);
            await Assertions.Expect(done).ToHaveTextAsync("8", new() { Timeout = 20_000 });
            Assert.Equal("1 under way", await page.Page.Locator(".live-badge").TextContentAsync());
            var summary = page.Page.Locator("details.chart-data summary");
            await summary.ClickAsync();
            await WriteAsync(store, 4, 7);
            await Assertions.Expect(done).ToHaveTextAsync("14", new() { Timeout = 20_000 });
            // What was unfolded and focused stays so.
            Assert.True(
                await page
                    .Page.Locator("details.chart-data")
                    .EvaluateAsync<bool>("d => d.open && document.activeElement === d.querySelector('summary')")
            );
            Assert.Contains("of 18 planned · 77.8 %", await page.Page.Locator("#live").InnerTextAsync(), StringComparison.Ordinal); // 14 / 18
        }
        await held.DisposeAsync();
        await page.Page.GetByText("The same command goes on from there").WaitForAsync();
        Assert.Equal("14", await done.InnerTextAsync());
        Assert.True(await page.Page.Locator("#live .copy").IsVisibleAsync());

        held = Lock();
        await using (var store = ObservationStore.Continue(File, TimeProvider.System))
        {
            await WriteAsync(store, 6, 9); // the seventh once more: it counts once
            await store.EndAsync("finished", []);
        }
        await Assertions.Expect(done).ToHaveTextAsync("18", new() { Timeout = 20_000 });
        await System.IO.File.WriteAllTextAsync(
            _folder[$"rag_benchmark_{Id}.json"],
            $$"""{"id": "{{Id}}", "schema_version": "3.0", "timestamp": "2026-11-24T10:11:12+00:00"}""",
            Stop
        );
        await held.DisposeAsync();
        await page.Page.GetByText("All files are written.").WaitForAsync();
        Assert.Equal("18", await done.InnerTextAsync());
        Assert.Empty(page.Faults);
        foreach (var violation in await page.SeriousViolationsAsync())
            Assert.Fail(violation);
    }

    [Fact]
    public async Task Without_scripts_the_page_loads_itself_again_until_the_run_is_finished()
    {
        await using var dashboard = await TestDashboard.StartAsync(sample.Path);
        Assert.Contains("http-equiv=\"refresh\"", await dashboard.PageAsync($"/live?run={sample.UnfinishedId}"), StringComparison.Ordinal);
        var finished = await dashboard.PageAsync($"/live?run={sample.RunId}&lang=ru");
        Assert.DoesNotContain("http-equiv=\"refresh\"", finished, StringComparison.Ordinal);
        Assert.Contains("Все файлы записаны.", finished, StringComparison.Ordinal);
        using var missing = await dashboard.GetAsync("/live?run=nope");
        Assert.Equal(System.Net.HttpStatusCode.NotFound, missing.StatusCode);
    }

    // As the process that works on a run holds it.
    private FileStream Lock() =>
        new(File + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);

    private static string Item(int i) => "q" + i.ToString(CultureInfo.InvariantCulture);

    private static SweepSpec Spec() =>
        new()
        {
            Tiers = [Tier.Generation],
            Mode = "synthetic",
            DatasetFile = "data.json",
            Models = new ModelLineup(["lab:g"], ["lab:j"], []),
            PromptsSha256 = "cc",
            Generation = new Sampling(0.7, 200),
            Judging = new Sampling(0, 800),
        };

    private static async Task WriteAsync(ObservationStore store, int from, int to)
    {
        for (var i = from; i < to; i++)
        {
            await store.AddAsync(
                new Observation
                {
                    Tier = Tier.Generation,
                    Measure = "abstention",
                    ItemId = Item(i),
                    GenerationModel = "lab:g",
                    Outcome = Outcome.Scored,
                    Value = 0,
                    Facts = new CallFacts { Asks = 1 },
                },
                Stop
            );
            await store.AddAsync(
                new Observation
                {
                    Tier = Tier.Generation,
                    Measure = "answer_correctness",
                    ItemId = Item(i),
                    GenerationModel = "lab:g",
                    JudgeModel = "lab:j",
                    Outcome = Outcome.Scored,
                    Value = 3 + i % 3,
                    Facts = new CallFacts { Asks = 1 },
                },
                Stop
            );
        }
        await store.FlushAsync();
    }
}
