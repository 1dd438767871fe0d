using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Tiers;

namespace ModelLab.Sweeps.Planning;

/// <summary>The unique work of a sweep: what can start at once, and what follows from it.</summary>
public sealed class SweepPlan
{
    private readonly IReadOnlyDictionary<Tier, ITier> _tiers;

    /// <summary>Plans the chosen tiers over a lineup of models that can be called.</summary>
    public SweepPlan(IReadOnlyList<ITier> tiers, SweepItems items, ModelLineup lineup)
    {
        _tiers = tiers.ToDictionary(t => t.Tier);
        (Items, Lineup) = (items, lineup);
        Counts =
        [
            .. AllUnits()
                .GroupBy(u => (u.Tier, u.Kind, u.Model))
                .Select(g => new PlannedCount(g.Key.Tier, g.Key.Kind, g.Key.Model, g.Count())),
        ];
    }

    /// <summary>The items.</summary>
    public SweepItems Items { get; }

    /// <summary>The models that take part.</summary>
    public ModelLineup Lineup { get; }

    /// <summary>Units by tier, kind and model, in the order they are planned.</summary>
    public IReadOnlyList<PlannedCount> Counts { get; }

    /// <summary>All units together.</summary>
    public int Total => Counts.Sum(c => c.Units);

    /// <summary>The units that wait for nothing, interleaved over the models so that none is left for last.</summary>
    public IEnumerable<WorkUnit> Roots => _tiers.Values.SelectMany(t => t.Plan(Items, Lineup));

    /// <summary>The units that a finished one makes possible.</summary>
    public IEnumerable<WorkUnit> After(WorkUnit unit) => TierOf(unit).After(unit, Items, Lineup);

    /// <summary>The tier that a unit belongs to.</summary>
    public ITier TierOf(WorkUnit unit) => _tiers[unit.Tier];

    private IEnumerable<WorkUnit> AllUnits() => Roots.SelectMany(WithFollowing);

    /// <summary>A unit and all that follows from it.</summary>
    public IEnumerable<WorkUnit> WithFollowing(WorkUnit unit) => After(unit).SelectMany(WithFollowing).Prepend(unit);
}
