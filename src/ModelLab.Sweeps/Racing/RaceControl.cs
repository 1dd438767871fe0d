using System.Collections.Concurrent;
using ModelLab.Core.Datasets;
using ModelLab.Core.Models;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Sweeps.Planning;

namespace ModelLab.Sweeps.Racing;

/// <summary>Gives out a race's work batch by batch, as units get done. Safe for several threads.</summary>
internal sealed class RaceControl
{
    private readonly RaceDesign _design;
    private readonly SweepPlan _plan;
    private readonly RaceState _state;
    private readonly ILookup<string, WorkUnit> _roots;
    private readonly ConcurrentDictionary<(string Item, string Model, string? Judge), double> _scores = [];
    private readonly Lock _gate = new();
    private readonly long _plannedCalls;
    private readonly Dictionary<(Tier, WorkKind, string), int> _leftOut = [];
    private long _callsSaved;
    private bool _news;
    private int _open;

    public RaceControl(RaceDesign design, SweepPlan plan)
    {
        (_design, _plan, _state) = (design, plan, new RaceState(design));
        _roots = plan.Roots.Where(Governs).ToLookup(u => u.ItemId, StringComparer.Ordinal);
        _plannedCalls = Work(design.Pages, _ => true).LongCount(IsCall);
    }

    /// <summary>Who races, on what.</summary>
    public RaceDesign Design => _design;

    /// <summary>Units that will not be needed, so far.</summary>
    public int UnitsLeftOut
    {
        get
        {
            lock (_gate)
                return _leftOut.Values.Sum();
        }
    }

    public RaceRecord Record
    {
        get
        {
            lock (_gate)
                return _state.Record with
                {
                    PlannedCalls = _plannedCalls,
                    CallsSaved = _callsSaved,
                    LeftOut = [.. _leftOut.Select(l => new PlannedCount(l.Key.Item1, l.Key.Item2, l.Key.Item3, l.Value))],
                };
        }
    }

    /// <summary>Whether a unit is asked in the order of the race.</summary>
    public bool Governs(WorkUnit unit) => RaceRecord.Governs(_design.Role, unit.Tier);

    /// <summary>Whether a unit's value decides the race.</summary>
    public bool Decides(WorkUnit unit) =>
        unit.Tier == _design.Tier && unit.Measure == _design.Measure && (_design.Judges.Count == 0 || _design.Judges.Contains(unit.Model));

    /// <summary>The first batch.</summary>
    public IReadOnlyList<WorkUnit> Begin()
    {
        lock (_gate)
            return Next();
    }

    /// <summary>A unit is done, and so many follow from it.</summary>
    /// <returns>The next batch, when it was the last of its batch.</returns>
    public IReadOnlyList<WorkUnit> Done(WorkUnit unit, int following, double? value)
    {
        if (Decides(unit) && value is { } score)
            Keep(unit, score);
        lock (_gate)
        {
            _open += following - 1;
            if (_open > 0)
                return [];
            Count();
            return Next();
        }
    }

    /// <summary>Whether a batch was counted since this was last asked.</summary>
    public bool HasNews()
    {
        lock (_gate)
        {
            var had = _news;
            _news = false;
            return had;
        }
    }

    private void Keep(WorkUnit unit, double score)
    {
        var key =
            _design.Role == ModelRole.Generation ? (unit.ItemId, unit.Subject!, (string?)unit.Model) : (unit.ItemId, unit.Model, null);
        // What counts of a verdict is whether it is the label.
        _scores[key] =
            _design.Role == ModelRole.Generation ? score
            : (score == 1) == _plan.Items.ShowDecision(unit.ItemId).GroundTruthShow ? 1
            : 0;
    }

    private void Count()
    {
        _news = true;
        var survivors = _state.Survivors;
        var dropped = _state.Count((item, model, judge) => _scores.TryGetValue((item, model, judge), out var score) ? score : null);
        _scores.Clear();
        var gone = _state.End == RaceEnd.OneLeft ? survivors : dropped;
        if (gone.Count == 0)
            return;
        foreach (var unit in Work(_state.Remaining, gone.Contains))
        {
            var key = (unit.Tier, unit.Kind, unit.Model);
            _leftOut[key] = _leftOut.GetValueOrDefault(key) + 1;
            if (IsCall(unit))
                _callsSaved++;
        }
    }

    private List<WorkUnit> Next()
    {
        var survivors = _state.Survivors;
        var units = _state.Batch.SelectMany(p => p.Items).SelectMany(item => _roots[item]).Where(u => survivors.Contains(u.Model)).ToList();
        _open = units.Count;
        return units;
    }

    private IEnumerable<WorkUnit> Work(IEnumerable<RacePage> pages, Func<string, bool> ofModel) =>
        pages.SelectMany(p => p.Items).SelectMany(item => _roots[item]).Where(u => ofModel(u.Model)).SelectMany(_plan.WithFollowing);

    private static bool IsCall(WorkUnit unit) =>
        unit.Kind is not (WorkKind.Compare or WorkKind.Retrieve) && !ModelRef.NamesBuiltIn(unit.Model);
}

/// <summary>The races of a run, and the work that does not wait for any.</summary>
internal sealed class RaceControls
{
    private readonly SweepPlan _plan;
    private readonly IReadOnlyList<RaceControl> _races;

    public RaceControls(SweepSpec spec, SweepPlan plan)
    {
        _plan = plan;
        _races = [.. RaceDesign.Of(spec, plan.Items, plan.Lineup).Select(design => new RaceControl(design, plan))];
    }

    /// <summary>The units that can begin at once: those that do not race, and the first batches.</summary>
    public IEnumerable<WorkUnit> Roots =>
        _races.Count == 0 ? _plan.Roots : _races.SelectMany(r => r.Begin()).Concat(_plan.Roots.Where(u => !_races.Any(r => r.Governs(u))));

    /// <summary>Who races, on what.</summary>
    public IEnumerable<RaceDesign> Designs => _races.Select(r => r.Design);

    public IReadOnlyList<RaceRecord> Records => [.. _races.Select(r => r.Record)];

    /// <summary>Units that the plan counts and nobody will be asked for.</summary>
    public int UnitsLeftOut => _races.Sum(r => r.UnitsLeftOut);

    /// <summary>Whether a race counted a batch since this was last asked.</summary>
    public bool HasNews() => _races.Any(r => r.HasNews());

    /// <summary>Whether a unit's value must be known even if an earlier process did the unit.</summary>
    public bool Decides(WorkUnit unit) => _races.Any(r => r.Governs(unit) && r.Decides(unit));

    /// <summary>A unit is done.</summary>
    /// <returns>What a race goes on with because of it.</returns>
    public IReadOnlyList<WorkUnit> Done(WorkUnit unit, int following, double? value) =>
        _races.FirstOrDefault(r => r.Governs(unit))?.Done(unit, following, value) ?? [];
}
