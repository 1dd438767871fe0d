using ModelLab.Core;
using ModelLab.Core.Models;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Reading;

/// <summary>Whether somebody works on a run.</summary>
public enum LiveState
{
    /// <summary>A process works on it.</summary>
    UnderWay,

    /// <summary>It is not finished, and no process works on it.</summary>
    Stopped,

    /// <summary>All files are written.</summary>
    Finished,
}

/// <summary>How far a run is at one moment, as its detail file has it.</summary>
/// <param name="Entry">The run.</param>
/// <param name="State">Whether somebody works on it.</param>
/// <param name="Heartbeat">When something was last written, UTC.</param>
/// <param name="Spec">What was chosen.</param>
/// <param name="Sums">All observations, counted.</param>
/// <param name="Plan">Units of work; empty while nothing is planned yet.</param>
/// <param name="Races">The races; empty when it has none.</param>
/// <param name="Excluded">Models that could not be called.</param>
/// <param name="Money">What it may spend, and prices; null where the file does not say.</param>
public sealed record LiveRun(
    RunEntry Entry,
    LiveState State,
    DateTimeOffset Heartbeat,
    SweepSpec Spec,
    IReadOnlyList<ObservationSum> Sums,
    IReadOnlyList<PlannedCount> Plan,
    IReadOnlyList<RaceRecord> Races,
    IReadOnlyList<ExcludedModel> Excluded,
    RunMoney? Money
)
{
    /// <summary>Observations so far. Grows only: what is done again is counted once.</summary>
    public long Observed => Sums.Sum(s => (long)s.Count);

    /// <summary>Whether somebody works on a run; cheaper than all the rest.</summary>
    public static LiveState StateOf(RunEntry entry) =>
        entry.State == RunState.Finished ? LiveState.Finished
        : entry.DatabaseFile is { } file && RunLock.IsHeld(file) ? LiveState.UnderWay
        : LiveState.Stopped;

    /// <summary>Reads how far a run is; null when it has no detail file, or it is of another version or not readable yet.</summary>
    public static LiveRun? Read(RunEntry entry) => entry.DatabaseFile is { } file ? Unless(() => Read(entry, file)) : null;

    private static LiveRun Read(RunEntry entry, string file)
    {
        // Asked first: a process that ends between the two leaves a run that is shown as going on, not one that is shown as stopped and was
        // not.
        var state = StateOf(entry);
        using var reader = ObservationReader.Open(file).Frozen();
        return new LiveRun(
            entry,
            state,
            reader.Heartbeat(),
            reader.Spec(),
            reader.Sums(),
            reader.Plan(),
            reader.Races(),
            reader.Excluded(),
            reader.Money()
        );
    }

    // The file may be deleted, or begun, at the very moment that it is read.
    internal static T? Unless<T>(Func<T> read)
        where T : class
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is BadInputException || DetailFile.IsDamage(e))
        {
            return null;
        }
    }
}
