using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Judging;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>
/// Runs that have a detail file but were not finished, read again when the file or its write-ahead log changes. Whether a process works on
/// one is looked up each time.
/// </summary>
internal sealed class UnfinishedRuns
{
    private readonly Dictionary<string, ((FileStamp?, FileStamp?) Stamp, RunEntry? Entry)> _known = new(StringComparer.Ordinal);

    /// <summary>The run of a detail file; null when nothing was written into it yet.</summary>
    public RunEntry? Read(string id, string file)
    {
        var stamp = (FileStamp.Of(file), FileStamp.Of(file + "-wal"));
        if (!_known.TryGetValue(file, out var known) || known.Stamp != stamp)
            _known[file] = known = (stamp, Open(id, file));
        return known.Entry is { State: RunState.Running } && IsLeft(file) ? known.Entry with { State = RunState.Stopped } : known.Entry;
    }

    // A killed process leaves the word that it goes on, but not the lock. One that finished meanwhile gave the lock back after its JSON was
    // written.
    private static bool IsLeft(string file) => !RunLock.IsHeld(file) && !File.Exists(Path.ChangeExtension(file, ".json"));

    private static RunEntry? Open(string id, string file)
    {
        try
        {
            using var reader = ObservationReader.Open(file);
            return RunEntry.Of(
                id,
                StateOf(reader.State()),
                reader.Started().ToLocalTime(),
                reader.Spec(),
                reader.Fingerprint(),
                reader.Excluded().Count,
                file
            ) with
            {
                Heartbeat = reader.Heartbeat(),
            };
        }
        catch (Exception e) when (e is BadInputException || DetailFile.IsDamage(e))
        {
            // A process that has just begun it, or was killed over it, has not written what tells a run.
            return !File.Exists(file) || RunLock.IsHeld(file) || IsNotBegun(file)
                ? null
                : RunEntry.Damaged(id, e as BadInputException ?? DetailFile.Damaged(file, e)) with
                {
                    DatabaseFile = file,
                };
        }
    }

    private static bool IsNotBegun(string file)
    {
        try
        {
            using var connection = SqliteFile.Open(file, SqliteOpenMode.ReadOnly);
            return IsEmpty("sqlite_master") || IsEmpty("run");

            bool IsEmpty(string table)
            {
                using var rows = SqliteFile.Command(connection, $"SELECT NOT EXISTS(SELECT 1 FROM {table})");
                return rows.ExecuteScalar() is 1L;
            }
        }
        catch (Exception e) when (e is BadInputException || DetailFile.IsDamage(e))
        {
            return false;
        }
    }

    private static RunState StateOf(string state) =>
        state switch
        {
            // A finished one without its JSON is about to write it.
            "running" or "finished" => RunState.Running,
            "interrupted" => RunState.Interrupted,
            "budget_reached" => RunState.BudgetReached,
            _ => RunState.Failed,
        };
}
