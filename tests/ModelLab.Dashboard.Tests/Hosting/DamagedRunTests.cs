using System.Net;
using ModelLab.Core;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>A run whose file is damaged is named, and all others are shown.</summary>
public sealed class DamagedRunTests
{
    private const string Other = "20261125_101112";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_page_names_it_and_shows_the_newest_that_is_whole()
    {
        using var folder = await FolderAsync();
        Halve(folder[$"rag_benchmark_{Other}.db"]);
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        foreach (var page in SiteMap.All.Where(p => p.Path is not ("/runs" or "/reference")))
            Assert.DoesNotContain("Exception", await dashboard.PageAsync(page.Path), StringComparison.Ordinal);
        var overview = await dashboard.PageAsync("/overview");
        Assert.Contains($"rag_benchmark_{Other}.db: not a readable run file", overview, StringComparison.Ordinal);
        Assert.Contains($"<option value=\"{MadeRun.Id}\" selected", overview, StringComparison.Ordinal);
        using var asked = await dashboard.GetAsync($"/llm?run={Other}");
        Assert.Equal(HttpStatusCode.InternalServerError, asked.StatusCode);
        Assert.Contains(
            $"rag_benchmark_{Other}.db: not a readable run file",
            await asked.Content.ReadAsStringAsync(Stop),
            StringComparison.Ordinal
        );
        // Put back, it is shown again.
        File.Copy(folder[$"rag_benchmark_{MadeRun.Id}.db"], folder[$"rag_benchmark_{Other}.db"], overwrite: true);
        Assert.DoesNotContain("damaged", await dashboard.PageAsync("/overview"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"id\": ")]
    public async Task A_file_that_is_no_run_is_named_in_the_list(string content)
    {
        using var folder = await FolderAsync();
        folder.Write("rag_benchmark_20261126_101112.json", content);
        folder.Write("rag_benchmark_20261127_101112.db", content + new string('x', 5000));
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        var page = await dashboard.PageAsync("/runs");
        Assert.Contains("rag_benchmark_20261126_101112.json: not a readable run", page, StringComparison.Ordinal);
        Assert.Contains("rag_benchmark_20261127_101112.db: not a readable run file", page, StringComparison.Ordinal);
        Assert.Contains(MadeRun.Id, page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipes_and_loops_of_links_are_passed_over()
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var folder = await FolderAsync();
        NamedPipe.Make(folder["rag_benchmark_20261126_101112.json"]);
        NamedPipe.Make(folder["rag_benchmark_20261127_101112.db"]);
        File.CreateSymbolicLink(folder["rag_benchmark_a.json"], folder["rag_benchmark_b.json"]);
        File.CreateSymbolicLink(folder["rag_benchmark_b.json"], folder["rag_benchmark_a.json"]);
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        Assert.Contains("20261126_101112.json: a named pipe", await dashboard.PageAsync("/runs"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Three_hundred_first_readers_at_once_are_all_answered()
    {
        using var folder = await FolderAsync();
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);
        string[] paths = ["/overview", "/llm", "/judges", "/prod", "/tiers", "/runs"];
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var answers = await Task.WhenAll(Enumerable.Range(0, 300).Select(i => dashboard.GetAsync(paths[i % paths.Length])));
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.OK, a.StatusCode));
        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 30);
    }

    [Theory]
    [InlineData("192.0.2.1")] // of no machine: RFC 5737
    [InlineData("::5")]
    public async Task An_address_that_is_not_this_machines_is_bad_input(string host)
    {
        using var folder = new TempFolder();
        var refused = await Assert.ThrowsAsync<BadInputException>(() => TestDashboard.StartAsync(folder.Path, new string('t', 16), host));
        Assert.StartsWith($"--port 0: cannot be listened at on {host} (", refused.Message, StringComparison.Ordinal);
    }

    private static async Task<TempFolder> FolderAsync()
    {
        var folder = new TempFolder();
        await MadeRun.WriteAsync(folder.Path, Stop);
        foreach (var ending in new[] { ".json", ".db" })
            File.Copy(folder[$"rag_benchmark_{MadeRun.Id}{ending}"], folder[$"rag_benchmark_{Other}{ending}"]);
        var json = folder[$"rag_benchmark_{Other}.json"];
        // A day later, so that it is the newest.
        await File.WriteAllTextAsync(
            json,
            (await File.ReadAllTextAsync(json, Stop)).Replace("2026-11-24T", "2026-11-25T", StringComparison.Ordinal),
            Stop
        );
        return folder;
    }

    private static void Halve(string file)
    {
        using var stream = File.OpenWrite(file);
        stream.SetLength(stream.Length / 2 + 100);
    }
}
