using System.Text.Json;
using Microsoft.Playwright;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

[assembly: AssemblyFixture(typeof(Browser))]

namespace ModelLab.Dashboard.Tests.Support;

/// <summary>
/// Debian's Chromium, driven by Playwright, with a fresh profile; and the accessibility checker axe-core from the npm package of
/// <c>tests/browser</c>.
/// </summary>
public sealed class Browser : IAsyncLifetime
{
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private string? _axe,
        _missing;

    public async ValueTask InitializeAsync()
    {
        var axe = Path.Combine(Repository.Root, "tests", "browser", "node_modules", "axe-core", "axe.min.js");
        var chromium = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .Select(folder => Path.Combine(folder, "chromium"))
            .FirstOrDefault(File.Exists);
        if (chromium is null || !File.Exists(axe))
        {
            _missing = "no browser for tests: install chromium and run 'npm ci' in tests/browser (./test.sh does both where it may)";
            return;
        }
        _axe = await File.ReadAllTextAsync(axe);
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions
            {
                ExecutablePath = chromium,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                    "--no-first-run",
                ],
            }
        );
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
    }

    /// <summary>Leaves the calling test out on a machine without the browser; under CI that is a failure.</summary>
    public void Require()
    {
        if (_missing is null)
            return;
        if (Environment.GetEnvironmentVariable("CI") is "true" or "1")
            Assert.Fail(_missing);
        Assert.Skip(_missing);
    }

    /// <summary>Opens a page that notes everything that goes wrong on it.</summary>
    internal async Task<WatchedPage> OpenAsync(ColorScheme scheme = ColorScheme.Light, bool withScripts = true)
    {
        Require();
        var context = await _browser!.NewContextAsync(
            new BrowserNewContextOptions
            {
                ColorScheme = scheme,
                JavaScriptEnabled = withScripts,
                ViewportSize = new ViewportSize { Width = 1360, Height = 900 },
                ReducedMotion = ReducedMotion.Reduce,
            }
        );
        return new WatchedPage(context, await context.NewPageAsync(), _axe!);
    }
}

/// <summary>A page of the browser and what went wrong on it.</summary>
internal sealed class WatchedPage : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly string _axe;

    /// <summary>
    /// Waits until the address holds a text. It is looked at again and again: waiting for the load event would miss one that came a moment
    /// ago.
    /// </summary>
    public Task AtAsync(string part) =>
        Assertions
            .Expect(Page)
            .ToHaveURLAsync(
                new System.Text.RegularExpressions.Regex(System.Text.RegularExpressions.Regex.Escape(part)),
                new() { Timeout = 20_000 }
            );

    public WatchedPage(IBrowserContext context, IPage page, string axe)
    {
        (_context, Page, _axe) = (context, page, axe);
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                Faults.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => Faults.Add($"script: {error}");
        // A stream of events ends when the page has seen enough.
        page.RequestFailed += (_, request) =>
        {
            if (request is not { ResourceType: "eventsource", Failure: "net::ERR_ABORTED" })
                Faults.Add($"request: {request.Url} {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400)
                Faults.Add($"status: {response.Url} {response.Status}");
        };
        page.Request += (_, request) =>
        {
            if (new Uri(request.Url) is not ({ Host: "127.0.0.1" } or { Scheme: "blob" }))
                Faults.Add($"elsewhere: {request.Url}");
        };
    }

    public IPage Page { get; }

    public List<string> Faults { get; } = [];

    public async Task GoAsync(Uri address, string path)
    {
        await Page.GotoAsync(new Uri(address, path).ToString(), new PageGotoOptions { WaitUntil = WaitUntilState.Load });
    }

    /// <summary>What axe-core finds serious or critical, one line each.</summary>
    public async Task<IReadOnlyList<string>> SeriousViolationsAsync()
    {
        await Page.EvaluateAsync(_axe);
        var found = await Page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] }).then(r => r.violations)");
        return
        [
            .. from violation in found.EnumerateArray()
            where violation.GetProperty("impact").GetString() is "serious" or "critical"
            from node in violation.GetProperty("nodes").EnumerateArray()
            select $"{violation.GetProperty("id").GetString()}: {node.GetProperty("html").GetString()} {node.GetProperty("failureSummary").GetString()}",
        ];
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}
