using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Tiers;

/// <summary>Turns items into planned work, and replies into observations. It never aggregates.</summary>
public interface ITier
{
    /// <summary>Which tier this is.</summary>
    Tier Tier { get; }

    /// <summary>The units that wait for nothing.</summary>
    IEnumerable<WorkUnit> Plan(SweepItems items, ModelLineup lineup);

    /// <summary>The units that <paramref name="unit"/> makes possible once it is done.</summary>
    IEnumerable<WorkUnit> After(WorkUnit unit, SweepItems items, ModelLineup lineup);

    /// <summary>Does one unit: the observation of its measure first, then what else was seen while doing it.</summary>
    /// <exception cref="OperationCanceledException">The run is being stopped; nothing was observed.</exception>
    Task<IReadOnlyList<Observation>> ExecuteAsync(WorkUnit unit, ITierContext context, CancellationToken cancellationToken);
}
