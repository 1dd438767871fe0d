using System.Text.Json.Nodes;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Analyses;
using ModelLab.Records.Deciding;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Records.Writing;
using ModelLab.Testing.Support;

namespace ModelLab.Records.Tests.Reading;

// Runs that go on, were stopped or are damaged.
public sealed partial class RunLibraryTests
{
    [Fact]
    public async Task An_unfinished_run_is_listed_with_its_state_and_heartbeat()
    {
        _folder.Write("rag_benchmark_empty.db", "");
        await using var store = Create("20261124_101112");
        var library = Library;
        // A process works on a run while it holds the lock, whatever the file says.
        using (RunLock.TryTake(_folder["rag_benchmark_20261124_101112.db"])!)
            Assert.Equal(RunState.Running, Assert.Single(library.Runs()).State);
        var run = Assert.Single(library.Runs());
        Assert.Equal(("20261124_101112", RunState.Stopped, true), (run.Id, run.State, run.HasDatabase));
        await store.SetPlanAsync([], [], new RunMoney(1.5m, []) { Flags = ["--budget", "1.5"] });
        Assert.Contains(
            "--budget 1.5 \\\n  --output-dir ",
            ReproducingCommand.Resuming(library.Open(run), library.Directory),
            StringComparison.Ordinal
        );
        using (RunLock.TryTake(_folder["rag_benchmark_20261124_101112.db"])!)
            Assert.Null(ReproducingCommand.Resuming(library.Open(run), library.Directory));
        Assert.NotNull(run.Heartbeat);
        Assert.Equal(["g1"], library.TryOpen(run.Id)!.Spec!.Models.Generators);
        await store.EndAsync("interrupted", []);
        Assert.Equal(RunState.Interrupted, Assert.Single(library.Runs()).State);
    }

    [Fact]
    public async Task A_detail_file_without_a_run_in_it_is_none_yet()
    {
        await Create("1").DisposeAsync();
        await Create("2").DisposeAsync();
        using (var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_folder["rag_benchmark_2.db"]};Pooling=False"))
        {
            connection.Open();
            using var empty = connection.CreateCommand();
            empty.CommandText = "DELETE FROM run"; // as the process leaves it that was killed while it made the file
            empty.ExecuteNonQuery();
        }
        Assert.Equal("1", Assert.Single(Library.Runs()).Id);
        Assert.Null(LiveRun.Read(new RunEntry { Id = "2", DatabaseFile = _folder["rag_benchmark_2.db"] }));
    }

    // Damage of each kind: no database, another program's, cut off, names gone, a spec that is none.
    [Theory]
    [InlineData(null, "file is not a database")]
    [InlineData("DROP TABLE terms; DROP TABLE run; CREATE TABLE other(x)", "no such table: run")]
    [InlineData("UPDATE run SET spec = 'x'", "'x' is an invalid start")]
    public async Task A_damaged_detail_file_is_named_with_the_way_on_and_the_others_are_listed(string? statements, string reason)
    {
        await Create("1").DisposeAsync();
        await Create("2").DisposeAsync();
        var file = _folder["rag_benchmark_2.db"];
        if (statements is null)
            await File.WriteAllTextAsync(file, new string('x', 5000), TestContext.Current.CancellationToken);
        else
        {
            await using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={file};Pooling=False");
            connection.Open();
            SqliteFile.Execute(connection, statements);
        }
        var runs = Library.Runs();
        Assert.Equal([RunState.Damaged, RunState.Stopped], runs.OrderBy(r => r.State == RunState.Stopped).Select(r => r.State));
        var problem = runs.Single(r => r.State == RunState.Damaged).Problem!;
        Assert.StartsWith($"{file}: not a readable run file (", problem, StringComparison.Ordinal);
        Assert.Contains(reason, problem, StringComparison.Ordinal);
        Assert.EndsWith("what the journal holds is not paid for again", problem, StringComparison.Ordinal);
        Assert.Equal(problem, Assert.Throws<BadInputException>(() => Library.Open("2")).Message);
    }

    [Fact]
    public async Task A_run_that_is_going_on_is_not_deleted()
    {
        await using var store = Create("1");
        using var held = RunLock.TryTake(store.FilePath);
        var library = Library;
        var problem = await Assert.ThrowsAsync<BadInputException>(() => library.DeleteAsync(library.Runs()[0], TimeProvider.System, Stop));
        Assert.Contains("is going on", problem.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(store.FilePath));
    }

    [Fact]
    public async Task Deleting_takes_the_element_and_the_files_and_nothing_else()
    {
        await AppendAsync(Run("20261124_101112"));
        var path = _folder[RunRegistry.FileName];
        var kept = FirstElement(path);
        await AppendAsync(Run("20261125_101112"));
        await using (Create("20261125_101112")) { }
        foreach (var name in new[] { "20261125_101112", "20261125_1011123" })
        foreach (var ending in new[] { ".json", ".md", ".html" })
            _folder.Write($"rag_benchmark_{name}{ending}", "{}");
        var library = Library;
        await library.DeleteAsync(library.Find("20261125_101112")!, TimeProvider.System, Stop);
        Assert.Equal(["20261124_101112", "20261125_1011123"], library.Runs().Select(r => r.Id).Order());
        Assert.Equal(kept, FirstElement(path)); // to the letter
        Assert.Equal(
            [
                "benchmark_runs.json",
                "rag_benchmark_20261125_1011123.html",
                "rag_benchmark_20261125_1011123.json",
                "rag_benchmark_20261125_1011123.md",
            ],
            Directory.EnumerateFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
    }
}
