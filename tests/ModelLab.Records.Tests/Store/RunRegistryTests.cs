using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Store;

public sealed class RunRegistryTests : IDisposable
{
    // As the Python tool of schema 2.0 writes: other order, other white space, escapes, exponents, fields that nobody knows.
    private const string Old =
        "{\"schema_version\":   \"2.0\",\n\t\"note\": \"\\u0416\\/\", \"x\": 1.50e0, \"tier_1_metrics\": {\"mrr\": 0.8500,\"ndcg@10\":1.0923}, \"y\": [ ]}";

    private readonly TempFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string File => _folder[RunRegistry.FileName];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_newest_run_stands_last()
    {
        for (var i = 0; i < 3; i++)
            Assert.Null(await Registry().AppendAsync(Element(i), Stop));
        Assert.Equal([0, 1, 2], Ids());
        Assert.Equal(
            [RunRegistry.FileName],
            Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Where(n => !n!.EndsWith(".lock", StringComparison.Ordinal))
        );
    }

    [Fact]
    public async Task Elements_of_older_versions_stay_to_the_letter()
    {
        _folder.Write(RunRegistry.FileName, $"[\n  {Old} , {{}}\n]\n");
        await Registry().AppendAsync(Element(1), Stop);
        await Registry().AppendAsync(Element(2), Stop);
        Assert.Contains(Old, System.IO.File.ReadAllText(File), StringComparison.Ordinal);
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        Assert.Equal([Old, "{}"], json.RootElement.EnumerateArray().Take(2).Select(e => e.GetRawText()));
        Assert.Equal(4, json.RootElement.GetArrayLength());
    }

    [Fact]
    public async Task A_file_with_a_byte_order_mark_is_a_registry_too()
    {
        System.IO.File.WriteAllText(File, $"[{Old}]", new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Null(await Registry().AppendAsync(Element(1), Stop));
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        Assert.Equal(Old, json.RootElement[0].GetRawText());
    }

    [Fact]
    public async Task Text_is_written_as_it_is_and_numbers_with_a_point()
    {
        await Registry().AppendAsync(new JsonObject { ["имя"] = "Ёж «и» <b>", ["x"] = 0.5 }, Stop);
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains("\"имя\": \"Ёж «и» <b>\"", text, StringComparison.Ordinal);
        Assert.Contains("\"x\": 0.5", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_Python_calls_not_a_number_is_kept_to_the_letter()
    {
        const string Old = "[{\"id\": \"p\", \"a\": NaN, \"b\": [-Infinity, Infinity], \"c\": \"NaN \\\" Infinity\"}]";
        _folder.Write(RunRegistry.FileName, Old);
        Assert.Null(await Registry().AppendAsync(Element(7), Stop));
        Assert.Null(await Registry().AppendAsync(Element(8), Stop));
        var text = System.IO.File.ReadAllText(File);
        Assert.Contains(Old[1..^1], text, StringComparison.Ordinal);
        Assert.Equal(3, PythonJson.ElementsOf(System.Text.Encoding.UTF8.GetBytes(text)).Count);
        using var first = PythonJson.Parse(System.Text.Encoding.UTF8.GetBytes(Old));
        var run = first.RootElement[0];
        Assert.Equal(System.Text.Json.JsonValueKind.Null, run.GetProperty("a").ValueKind);
        Assert.Equal("[null, null]", run.GetProperty("b").GetRawText());
        Assert.Equal("NaN \" Infinity", run.GetProperty("c").GetString());
    }

    [Theory]
    [InlineData("", "not JSON")]
    [InlineData("[{\"id\": 1}", "not JSON")]
    [InlineData("{\"id\": 1}", "not a JSON array")]
    public async Task A_corrupt_file_is_moved_aside_whole_and_a_new_one_begun(string content, string problem)
    {
        using var clock = new ManualTime();
        var stamp = clock.GetLocalNow().ToString("yyyyMMdd_HHmmss", System.Globalization.CultureInfo.InvariantCulture);
        for (var i = 0; i < 2; i++)
        {
            _folder.Write(RunRegistry.FileName, content);
            var aside = $"{RunRegistry.FileName}.corrupt_{stamp}{(i == 0 ? "" : "_2")}";
            var message = await new RunRegistry(File, clock).AppendAsync(Element(7), Stop);
            Assert.Equal($"{File} was {problem}: it was moved to {aside} and a new one was started", message);
            Assert.Equal(content, System.IO.File.ReadAllText(_folder[aside]));
            Assert.Equal([7], Ids());
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    public async Task Runs_that_finish_at_once_lose_nothing(int parallel)
    {
        // Several rounds, because a lost update needs an unlucky moment.
        for (var round = 0; round < 5; round++)
        {
            var first = round * parallel;
            using var start = new Barrier(parallel);
            await Task.WhenAll(
                Enumerable
                    .Range(first, parallel)
                    .Select(i =>
                        Task.Factory.StartNew(
                                () =>
                                {
                                    start.SignalAndWait(Stop);
                                    return Registry().AppendAsync(Element(i), Stop);
                                },
                                Stop,
                                TaskCreationOptions.LongRunning,
                                TaskScheduler.Default
                            )
                            .Unwrap()
                    )
            );
        }
        Assert.Equal(Enumerable.Range(0, 5 * parallel), Ids().Order());
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_an_error_at_once()
    {
        var registry = new RunRegistry(_folder["gone/benchmark_runs.json"], TimeProvider.System);
        await Assert.ThrowsAsync<DirectoryNotFoundException>(() => registry.AppendAsync(Element(1), Stop));
    }

    [Fact]
    public async Task Waiting_for_another_run_ends_when_the_user_stops_it()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        using var clock = new ManualTime();
        using (new FileStream(File + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var waiting = new RunRegistry(File, clock).AppendAsync(Element(1), stop.Token);
            await clock.WaitsAsync(1, Stop);
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        }
        Assert.False(System.IO.File.Exists(File));
    }

    [Fact]
    public async Task A_lock_that_is_never_given_back_is_an_error_after_half_a_minute()
    {
        using var clock = new ManualTime();
        using (new FileStream(File + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
        {
            var waiting = new RunRegistry(File, clock).AppendAsync(Element(1), Stop);
            await clock.WaitsAsync(1, Stop);
            clock.Advance(TimeSpan.FromSeconds(30));
            await Assert.ThrowsAnyAsync<IOException>(() => waiting);
        }
    }

    private RunRegistry Registry() => new(File, TimeProvider.System);

    private static JsonObject Element(int id) => new() { ["id"] = id, ["schema_version"] = RunEntry.CurrentSchema };

    private List<int> Ids()
    {
        using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(File));
        return [.. json.RootElement.EnumerateArray().Select(e => e.GetProperty("id").GetInt32())];
    }
}
