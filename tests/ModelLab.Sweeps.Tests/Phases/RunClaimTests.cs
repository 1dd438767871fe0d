using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Phases;
using Xunit;

namespace ModelLab.Sweeps.Tests.Phases;

public sealed class RunClaimTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 24, 10, 11, 12, TimeSpan.FromHours(3));
    private static readonly SweepItems Input = new([], []);

    private readonly string _folder = Directory.CreateTempSubdirectory("modellab-claim-").FullName;

    private static SweepSpec Spec =>
        new()
        {
            Tiers = [Tier.Generation],
            Mode = "synthetic",
            Models = new ModelLineup(["lab:g"], ["lab:j"], []),
            PromptsSha256 = "cc",
            Generation = new Sampling(0.7, 200),
            Judging = new Sampling(0, 800),
        };

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task An_equal_run_that_was_not_finished_is_continued()
    {
        await BeginAsync(Spec);
        using var claim = Take(Spec);
        Assert.Equal((true, "20261124_101112", Now), (claim.Continues, claim.Id, claim.Started));
    }

    [Fact]
    public async Task Another_spec_a_finished_run_and_new_begin_a_new_one()
    {
        var file = await BeginAsync(Spec);
        using (var other = Take(Spec with { Limit = 3 }))
            Assert.Equal((false, "20261124_101112_2"), (other.Continues, other.Id));
        using (var models = Take(Spec with { Models = new ModelLineup(["lab:h"], ["lab:j"], []) }))
            Assert.False(models.Continues);
        using (var startNew = Take(Spec, startNew: true))
            Assert.False(startNew.Continues);
        File.WriteAllText(Path.ChangeExtension(file, ".json"), "{}");
        using var finished = Take(Spec);
        Assert.False(finished.Continues);
    }

    [Fact]
    public async Task The_same_run_twice_at_once_is_said_to_be_so()
    {
        await BeginAsync(Spec);
        using var mine = Take(Spec);
        Assert.Equal(
            $"{mine.DetailFile}: another process works on the same run: wait for it, or give --new to make another beside it, which "
                + "shares its calls",
            Assert.Throws<BadInputException>(() => Take(Spec)).Message
        );
        using var theirs = Take(Spec, startNew: true);
        Assert.Equal((true, false), (mine.Continues, theirs.Continues));
        Assert.NotEqual(mine.DetailFile, theirs.DetailFile);
        using var other = Take(Spec with { Limit = 3 });
        Assert.False(other.Continues);
    }

    [Fact]
    public async Task Many_that_start_at_once_get_a_run_each()
    {
        var claims = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => Take(Spec))));
        Assert.Equal(16, claims.Select(c => c.DetailFile).Distinct().Count());
        Assert.All(claims, c => Assert.True(File.Exists(c.DetailFile)));
        foreach (var claim in claims)
            claim.Dispose();
    }

    [Fact]
    public async Task Files_that_are_no_runs_are_passed_over_and_the_newest_of_several_is_continued()
    {
        await BeginAsync(Spec);
        await BeginAsync(Spec, Now.AddHours(1));
        File.WriteAllText(Path.Combine(_folder, "rag_benchmark_20261130_000000.db"), "nonsense");
        File.WriteAllText(Path.Combine(_folder, "rag_benchmark_20261130_000001.db"), "");
        using var claim = Take(Spec);
        Assert.Equal((true, "20261124_111112"), (claim.Continues, claim.Id));
    }

    // As an earlier version wrote it: its fields in another order, and none for a flag that came later.
    [Fact]
    public async Task A_run_of_an_earlier_version_is_continued()
    {
        var file = await BeginAsync(Spec);
        using (var detail = SqliteFile.Open(file, SqliteOpenMode.ReadWrite))
        {
            var fields = JsonSerializer.SerializeToNode(Spec, RunsJson.Files)!.AsObject();
            Assert.True(fields.Remove("cache_threshold"));
            var command = detail.CreateCommand();
            command.CommandText = "UPDATE run SET spec = $spec";
            command.Parameters.AddWithValue(
                "$spec",
                new JsonObject(fields.Reverse().Select(f => KeyValuePair.Create(f.Key, f.Value?.DeepClone()))).ToJsonString()
            );
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        using (var claim = Take(Spec))
            Assert.Equal((true, file), (claim.Continues, claim.DetailFile));
        using var other = Take(Spec with { CacheThreshold = 0.9 });
        Assert.False(other.Continues);
    }

    [Fact]
    public void A_new_run_that_did_not_begin_leaves_nothing()
    {
        Take(Spec).Dispose();
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_named()
    {
        var error = Assert.Throws<BadInputException>(() => RunClaim.Take("/proc/self/out", Spec, Input, false, Now));
        Assert.StartsWith("--output-dir /proc/self/out: cannot be written: ", error.Message, StringComparison.Ordinal);
    }

    private RunClaim Take(SweepSpec spec, bool startNew = false, DateTimeOffset? now = null) =>
        RunClaim.Take(_folder, spec, Input, startNew, now ?? Now);

    // Begins a run and lets go of it, as a process does that is killed.
    private async Task<string> BeginAsync(SweepSpec spec, DateTimeOffset? now = null)
    {
        using var claim = Take(spec, startNew: true, now);
        await using var store = ObservationStore.Create(
            claim.DetailFile,
            claim.Id,
            claim.Started,
            spec,
            Fingerprint.Of(spec, Input),
            Input,
            TimeProvider.System
        );
        claim.Keep();
        return claim.DetailFile;
    }
}
