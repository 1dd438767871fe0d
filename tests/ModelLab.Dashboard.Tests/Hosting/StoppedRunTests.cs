using System.Text.Json;
using ModelLab.Dashboard.Tests.Support;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Testing.Support;

namespace ModelLab.Dashboard.Tests.Hosting;

/// <summary>A run whose process is gone: its file still says that it goes on, and its lock is free.</summary>
public sealed class StoppedRunTests
{
    private const string Id = "20261124_101112";

    [Fact]
    public async Task It_is_shown_as_stopped_with_the_command_that_goes_on_and_as_running_while_a_process_holds_it()
    {
        using var folder = new TempFolder();
        var file = folder[$"rag_benchmark_{Id}.db"];
        var (spec, input) = (
            new SweepSpec
            {
                Tiers = [Tier.Generation],
                Mode = "synthetic",
                DatasetFile = "data.json",
                Models = new ModelLineup(["lab:g"], ["lab:j"], []),
                PromptsSha256 = "cc",
                Generation = new(0.7, 200),
                Judging = new(0, 800),
            },
            new SweepItems([], [])
        );
        await using (
            ObservationStore.Create(file, Id, DateTimeOffset.UnixEpoch, spec, Fingerprint.Of(spec, input), input, TimeProvider.System)
        ) { }
        await using var dashboard = await TestDashboard.StartAsync(folder.Path);

        async Task<IEnumerable<string?>> StatesAsync(string query) =>
            JsonElement
                .Parse(await dashboard.PageAsync("/api/v1/runs" + query))
                .GetProperty("runs")
                .EnumerateArray()
                .Select(r => r.GetProperty("state").GetString())
                .ToList();

        Assert.Equal(["stopped"], await StatesAsync(""));
        Assert.Equal(["stopped"], await StatesAsync("?state=stopped"));
        Assert.Empty(await StatesAsync("?state=running"));
        Assert.Contains("stopped, resumable", await dashboard.PageAsync("/runs?state=stopped"), StringComparison.Ordinal);
        Assert.Contains("остановлен, можно продолжить", await dashboard.PageAsync("/runs?lang=ru"), StringComparison.Ordinal);
        Assert.DoesNotContain($"/runs/{Id}\"", await dashboard.PageAsync("/runs?state=running"), StringComparison.Ordinal);
        var page = await dashboard.PageAsync($"/runs/{Id}");
        Assert.Contains("it was killed, or the machine went down", page, StringComparison.Ordinal);
        Assert.Contains("--output-dir", page, StringComparison.Ordinal);
        var command = JsonElement.Parse(await dashboard.PageAsync($"/api/v1/runs/{Id}")).GetProperty("resuming_command").GetString()!;
        Assert.StartsWith("modellab run", command, StringComparison.Ordinal);
        Assert.Contains("--output-dir", command, StringComparison.Ordinal);
        Assert.DoesNotContain("A run is going on", await dashboard.PageAsync("/overview"), StringComparison.Ordinal);

        // As the process that goes on with it holds it.
        await using var held = new FileStream(
            file + ".lock",
            FileMode.OpenOrCreate,
            FileAccess.ReadWrite,
            FileShare.None,
            1,
            FileOptions.DeleteOnClose
        );
        Assert.Equal(["running"], await StatesAsync("?state=running"));
        page = await dashboard.PageAsync($"/runs/{Id}");
        Assert.DoesNotContain("--output-dir", page, StringComparison.Ordinal);
        Assert.Contains("A run is going on", await dashboard.PageAsync("/overview"), StringComparison.Ordinal);
    }
}
