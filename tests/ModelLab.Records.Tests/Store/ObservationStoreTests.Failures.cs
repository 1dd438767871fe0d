using CsCheck;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;
using ModelLab.Testing.Support;
using Xunit;

namespace ModelLab.Records.Tests.Store;

// Disks that fail, and files that are none of ours.
public sealed partial class ObservationStoreTests
{
    [Fact]
    public async Task When_the_disk_fails_every_later_row_is_refused_with_the_file_and_the_cause_and_earlier_ones_stay()
    {
        await using var store = Create(File);
        await store.AddAsync(Make.Trial("j1", "g0", 0, 4), Stop);
        await store.FlushAsync();
        Break("observations", "INSERT");

        await store.AddAsync(Make.Trial("j1", "g0", 1, 4), Stop);
        var flushed = await Assert.ThrowsAsync<IOException>(store.FlushAsync);
        Assert.StartsWith($"{File}: results can no longer be written (", flushed.Message, StringComparison.Ordinal);
        Assert.Contains("the disk is full", flushed.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => store.AddAsync(Make.Trial("j1", "g0", 2, 4), Stop).AsTask());

        using var reader = store.OpenReader();
        Assert.Equal(0, Assert.Single(reader.Observations()).Repeat);
        Assert.Equal("running", reader.State());
    }

    [Fact]
    public async Task When_the_disk_fails_while_the_run_is_planned_or_ended_it_is_told_in_the_same_way()
    {
        await using var store = Create(File);
        Break("run", "UPDATE");
        var planned = await Assert.ThrowsAsync<IOException>(() => store.SetPlanAsync([], [], new RunMoney(null, [])));
        Assert.StartsWith($"{File}: results can no longer be written (", planned.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<IOException>(() => store.EndAsync("finished", []));
    }

    [Fact]
    public async Task A_store_that_cannot_be_created_names_the_file()
    {
        var missing = _folder["nowhere/a.db"];
        var error = Assert.Throws<BadInputException>(() => Create(missing));
        Assert.StartsWith($"{missing}: cannot be written (", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        await Task.CompletedTask;
    }

    [Fact]
    public void Opening_what_is_no_run_file_names_it()
    {
        Assert.Equal($"{File}: no such run file", Assert.Throws<BadInputException>(() => ObservationReader.Open(File)).Message);
        _folder.Write("rag_benchmark_1.db", new string('x', 4096));
        Assert.StartsWith(
            $"{File}: not a readable run file (",
            Assert.Throws<BadInputException>(() => ObservationReader.Open(File)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Opening_a_database_that_is_no_run_file_names_it()
    {
        using (var other = Connect(SqliteOpenMode.ReadWriteCreate))
            Execute(other, "CREATE TABLE something(a)");
        Assert.StartsWith(
            $"{File}: not a readable run file",
            Assert.Throws<BadInputException>(() => ObservationReader.Open(File)).Message,
            StringComparison.Ordinal
        );
    }

    // A full disk cannot be had in a test; SQLite failing at the same statement can.
    private void Break(string table, string operation)
    {
        using var other = Connect(SqliteOpenMode.ReadWrite);
        Execute(other, $"CREATE TRIGGER broken BEFORE {operation} ON {table} BEGIN SELECT RAISE(ABORT, 'the disk is full'); END");
    }
}
