using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Dashboard.Views.Live;

/// <summary>How far a model is with one kind of work of a tier.</summary>
/// <param name="Tier">The tier's name in files.</param>
/// <param name="Kind">What is asked.</param>
/// <param name="Role">The role in which the model is asked; null where nobody is: what is retrieved or compared.</param>
/// <param name="Model">The model.</param>
/// <param name="Done">Units with an outcome; only grows.</param>
/// <param name="Failed">Those that gave no result. Units that failed for their endpoint are done again when the run goes on, so this number
/// may fall then.</param>
/// <param name="Planned">All units, without those that a race left out; null when the plan is not written yet.</param>
/// <param name="IsDropped">Whether a race dropped the model.</param>
public sealed record LiveRow(
    string Tier,
    WorkKind Kind,
    ModelRole? Role,
    string? Model,
    int Done,
    int Failed,
    int? Planned,
    bool IsDropped
);

/// <summary>Failures of one class.</summary>
/// <param name="Outcome">How the units ended.</param>
/// <param name="ErrorClass">Why a call gave no usable reply; null where the outcome says all.</param>
/// <param name="Count">How many units.</param>
/// <param name="Models">Whose, the most frequent first.</param>
public sealed record LiveFailure(Outcome Outcome, CallErrorClass? ErrorClass, int Count, IReadOnlyList<string> Models);

/// <summary>What the page of a run shows while it goes on. Counted from the run's detail file alone.</summary>
/// <param name="Run">The run's id.</param>
/// <param name="State">Whether somebody works on it.</param>
/// <param name="EventId">Names this view: equal ids, equal counts. Later views of a run have larger counts.</param>
/// <param name="Heartbeat">When something was last written, UTC.</param>
/// <param name="Done">Units with an outcome; only grows.</param>
/// <param name="Failed">Those that gave no result.</param>
/// <param name="Planned">All units that are still meant to be done, done ones included; null when the plan is not written yet.</param>
/// <param name="UnitsPerSecond">How fast units ended within the last minute that was watched; null when it was not watched long enough, or
/// nobody works.</param>
/// <param name="SecondsLeft">The time left at that rate; null when unknown.</param>
/// <param name="Rows">Progress by tier, kind of work and model.</param>
/// <param name="Failures">Failures by class, the most frequent first.</param>
/// <param name="Costs">What the replies so far cost when they were made, by currency.</param>
/// <param name="UnpricedModels">Models that were asked and whose cost is unknown.</param>
/// <param name="Budget">The most that the command may spend; null for no limit, or unknown.</param>
/// <param name="BudgetIsKnown">Whether the file says whether there is a budget.</param>
/// <param name="Races">The races.</param>
public sealed record LiveView(
    string Run,
    LiveState State,
    string EventId,
    DateTimeOffset Heartbeat,
    long Done,
    long Failed,
    long? Planned,
    double? UnitsPerSecond,
    double? SecondsLeft,
    IReadOnlyList<LiveRow> Rows,
    IReadOnlyList<LiveFailure> Failures,
    IReadOnlyDictionary<string, decimal> Costs,
    int UnpricedModels,
    decimal? Budget,
    bool BudgetIsKnown,
    IReadOnlyList<RaceRecord> Races
)
{
    /// <summary>Makes the view.</summary>
    /// <param name="run">The run at one moment.</param>
    /// <param name="unitsPerSecond">How fast it is; null when unknown.</param>
    public static LiveView Of(LiveRun run, double? unitsPerSecond)
    {
        var rows = RowsOf(run);
        var (done, failed) = (rows.Sum(r => (long)r.Done), rows.Sum(r => (long)r.Failed));
        long? planned = run.Plan.Count == 0 ? null : rows.Sum(r => (long)(r.Planned ?? 0));
        var rate = run.State == LiveState.UnderWay ? unitsPerSecond : null;
        var usage = UsageOf(run);
        return new LiveView(
            run.Entry.Id,
            run.State,
            FormattableString.Invariant($"{run.Observed}-{run.Heartbeat.UtcTicks}-{Names.Of(run.State)}"),
            run.Heartbeat,
            done,
            failed,
            planned,
            rate,
            rate > 0 && planned >= done ? (planned - done) / rate : null,
            rows,
            FailuresOf(run),
            usage.Where(u => u.Cost is not null).GroupBy(u => u.Currency!).ToDictionary(g => g.Key, g => g.Sum(u => u.Cost!.Value)),
            usage.Count(u => u.Cost is null),
            run.Money?.Budget,
            run.Money is not null,
            run.Races
        );
    }

    private static List<LiveRow> RowsOf(LiveRun run)
    {
        var leftOut = run
            .Races.SelectMany(r => r.LeftOut)
            .GroupBy(c => (c.Tier, c.Kind, c.Model))
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Units));
        // Comparisons are planned for the embedder and counted under the generator, so they have one row a tier.
        static string? Asked(WorkKind kind, string? model) => kind is WorkKind.Compare or WorkKind.Retrieve ? null : model;
        var planned = run
            .Plan.GroupBy(c => (c.Tier, c.Kind, Model: Asked(c.Kind, c.Model)))
            .ToDictionary(g => g.Key, g => g.Sum(c => c.Units - leftOut.GetValueOrDefault((c.Tier, c.Kind, c.Model))));
        var counted = run
            .Sums.Where(s => s.Kind is not null)
            .ToLookup(s => (s.Tier, Kind: s.Kind!.Value, Model: Asked(s.Kind.Value, s.Model)));
        return
        [
            .. from key in planned.Keys.Concat(counted.Select(g => g.Key)).Distinct()
            let sums = counted[key]
            let role = new PlannedCount(key.Tier, key.Kind, "", 0).Role
            orderby key.Tier
            select new LiveRow(
                key.Tier.FileName(),
                key.Kind,
                role,
                key.Model,
                sums.Sum(s => s.Count),
                sums.Where(s => s.Outcome != Outcome.Scored).Sum(s => s.Count),
                planned.TryGetValue(key, out var units) ? units : null,
                role is not null && run.Races.Any(r => r.Role == role && r.Governs(key.Tier) && r.Drops.Any(d => d.Model == key.Model))
            ),
        ];
    }

    private static IReadOnlyList<LiveFailure> FailuresOf(LiveRun run) =>
        [
            .. run
                .Sums.Where(s => s.Kind is not null && s.Outcome != Outcome.Scored)
                .GroupBy(s => (s.Outcome, s.ErrorClass))
                .Select(g => new LiveFailure(
                    g.Key.Outcome,
                    g.Key.ErrorClass,
                    g.Sum(s => s.Count),
                    [
                        .. g.Where(s => s.Model is not null)
                            .GroupBy(s => s.Model!)
                            .OrderByDescending(m => m.Sum(s => s.Count))
                            .ThenBy(m => m.Key, StringComparer.Ordinal)
                            .Select(m => m.Key),
                    ]
                ))
                .OrderByDescending(f => f.Count),
        ];

    // As a finished run's usage has it: a model's tokens together at its price.
    private static List<(decimal? Cost, string? Currency)> UsageOf(LiveRun run) =>
        [
            .. run
                .Sums.Where(s => s.Role is not null && s.Tokens.Input is not null && !IsBuiltIn(s.Model!))
                .GroupBy(s => (s.Role, s.Model))
                .Select(g =>
                {
                    var price = run.Money?.Prices.FirstOrDefault(p => p.Model == g.Key.Model);
                    var cost = price?.Cost(g.Aggregate(default(TokenUsage), (sum, s) => sum + s.Tokens));
                    return (cost, cost is null ? null : price!.Currency);
                }),
        ];

    private static bool IsBuiltIn(string model) => model.StartsWith("builtin:", StringComparison.Ordinal);
}
