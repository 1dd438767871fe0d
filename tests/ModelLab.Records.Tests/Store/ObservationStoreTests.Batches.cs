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

// When rows are on disk, and what a reader sees meanwhile.
public sealed partial class ObservationStoreTests
{
    [Fact]
    public async Task A_reader_sees_whole_batches_while_rows_are_being_written()
    {
        await using var store = Create(File);
        using var reader = store.OpenReader();
        var writing = Task.Run(
            async () =>
            {
                for (var repeat = 0; repeat < 3000; repeat++)
                    await store.AddAsync(Make.Trial("j1", "g0", repeat, 4), Stop);
                await store.FlushAsync();
            },
            Stop
        );
        var seen = 0;
        while (!writing.IsCompleted)
        {
            var now = reader.Observations().Count();
            Assert.True(now >= seen, $"{now} rows after {seen}");
            Assert.Equal("running", reader.State());
            seen = now;
        }
        await writing;
        // Whatever was committed is in the order of its keys and without gaps at the end.
        Assert.Equal(Enumerable.Range(0, 3000), reader.Observations().Select(o => o.Repeat));
    }

    [Fact]
    public async Task Sums_read_while_new_names_come_know_every_name()
    {
        await using var store = Create(File);
        using var reader = store.OpenReader();
        var writing = Task.Run(
            async () =>
            {
                for (var judge = 0; judge < 1000; judge++)
                {
                    await store.AddAsync(Make.Trial(FormattableString.Invariant($"j{judge}"), "g0", 0, 4), Stop);
                    await store.FlushAsync();
                }
            },
            Stop
        );
        while (!writing.IsCompleted)
            Assert.All(reader.Sums(), s => Assert.StartsWith("j", s.Model, StringComparison.Ordinal));
        await writing;
        Assert.Equal(1000, reader.Sums().Count);
    }

    [Fact]
    public async Task A_full_batch_is_on_disk_without_waiting()
    {
        using var still = new ManualTime();
        await using var store = Create(File, still);
        using var reader = store.OpenReader();
        await store.AddAsync(Make.Trial("j1", "g1", 0, 4), Stop);
        await UntilAsync(reader, 1); // nothing was before it, so it need not wait
        for (var repeat = 0; repeat < 256; repeat++)
            await store.AddAsync(Make.Trial("j1", "g0", repeat, 4), Stop);
        // The clock stands still: only the number of rows can have brought them to disk.
        await UntilAsync(reader, 257);
    }

    [Fact]
    public async Task Rows_are_on_disk_without_a_flush_and_without_a_clock()
    {
        using var clock = new ManualTime(); // it stands still
        await using var store = Create(File, clock);
        using var reader = store.OpenReader();
        await store.AddAsync(Make.Trial("j1", "g0", 0, 4), Stop);
        await UntilAsync(reader, 1);
        await store.AddAsync(Make.Trial("j1", "g1", 0, 4), Stop);
        await UntilAsync(reader, 2);
    }

    private static async Task UntilAsync(ObservationReader reader, int rows)
    {
        while (reader.Observations().Count() < rows)
        {
            Stop.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    [Fact]
    public async Task Progress_counts_done_and_failed_units_by_tier_and_the_model_that_was_asked()
    {
        await using var store = Create(File);
        Observation[] rows =
        [
            Make.Answer("g1", "g0"),
            Make.Answer("g1", "g1", abstained: null),
            .. Make.Scores("g1", "j1", "g0", 5, null, 3),
            Make.Trial("j1", "g0", 0, null),
            Make.Trial("j1", "g0", 1, 4),
            Make.Verdict("p1", "p0", true, true),
        ];
        foreach (var row in rows)
            await store.AddAsync(row, Stop);
        await store.FlushAsync();
        using var reader = store.OpenReader();
        Assert.Equal(
            [
                new ProgressCount(Tier.Generation, "g1", 2, 1), // one answer, one failure
                new ProgressCount(Tier.Generation, "j1", 3, 1), // of three scorings one without a score
                new ProgressCount(Tier.JudgeTrial, "j1", 2, 1),
                new ProgressCount(Tier.JudgePipeline, "p1", 1, 0),
            ],
            reader.Progress().OrderBy(p => p.Tier).ThenBy(p => p.Model, StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task Progress_before_anything_was_scored_counts_every_unit_as_failed()
    {
        await using var store = Create(File);
        using var reader = store.OpenReader();
        Assert.Empty(reader.Progress());
        await store.AddAsync(Make.Verdict("p1", "p0", true, null), Stop);
        await store.FlushAsync();
        Assert.Equal([new ProgressCount(Tier.JudgePipeline, "p1", 1, 1)], reader.Progress());
    }
}
