using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>What decided between models of which each would do.</summary>
public enum PickReason
{
    /// <summary>It is the cheapest of them.</summary>
    Cheapest,

    /// <summary>It is the fastest of them, where a price is unknown or the cheapest cost the same.</summary>
    Fastest,

    /// <summary>
    /// It is the best of them, where a price is unknown or the cheapest cost the same, and none is shown to be faster.
    /// </summary>
    AlikeInSpeed,

    /// <summary>There is no other.</summary>
    Only,

    /// <summary>It is the only survivor of a race: every other model was shown to be worse than one.</summary>
    WonRace,

    /// <summary>The run that chose it for this one named it among others.</summary>
    ChosenBefore,
}

/// <summary>What a model costs in money and time beside its quality.</summary>
/// <param name="Model">The model.</param>
/// <param name="Quality">The objective's number.</param>
/// <param name="Latency">Its mean latency, ms.</param>
/// <param name="CostPerThousand">Money for 1,000 units of work; null when unknown.</param>
/// <param name="Currency">Its currency.</param>
/// <param name="Failures">The share of its calls without a usable reply: of scorings for benchmark judges, of answers and verdicts for the
/// other roles.</param>
/// <param name="OnFront">Whether no other is at least as good in all three and better in one. The cost counts only where all are known, in
/// one currency.</param>
public sealed record TradeOff(
    string Model,
    Aggregate Quality,
    Aggregate? Latency,
    decimal? CostPerThousand,
    string? Currency,
    double? Failures,
    bool OnFront
);

/// <summary>What always giving one verdict would reach.</summary>
/// <param name="Shows">Whether the verdict is show.</param>
/// <param name="IsMajority">Whether most items have this label: the majority-class baseline.</param>
/// <param name="Value">The objective's value; null when undefined.</param>
/// <param name="N">Labelled items.</param>
public sealed record ConstantVerdict(bool Shows, bool IsMajority, double? Value, long N);

/// <summary>Which model to use in a role, why, and how sure that is.</summary>
/// <param name="Comparison">The models against each other.</param>
/// <param name="TradeOffs">Quality, latency and cost of each, best quality first.</param>
/// <param name="Verdict">What came out.</param>
/// <param name="Pick">The model that is named; null unless the verdict is <see cref="Verdict.Clear"/> or
/// <see cref="Verdict.Enough"/>, or <see cref="Verdict.Single"/> of a model that an earlier run chose.</param>
/// <param name="Reason">What decided for it; null without a pick.</param>
/// <param name="GoodEnough">Models shown to be at most the margin worse than the best and above the floors.</param>
/// <param name="BelowFloor">Models that are not above a floor, by name.</param>
/// <param name="Constants">For production judges what constant verdicts reach, the more frequent one first; empty for other roles.</param>
public sealed record RoleRecommendation(
    RoleComparison Comparison,
    IReadOnlyList<TradeOff> TradeOffs,
    Verdict Verdict,
    string? Pick,
    PickReason? Reason,
    IReadOnlyList<string> GoodEnough,
    IReadOnlyDictionary<string, Floor> BelowFloor,
    IReadOnlyList<ConstantVerdict> Constants
)
{
    /// <summary>The role.</summary>
    public ModelRole Role => Comparison.Objective.Role;

    /// <summary>The decision of the run that chose the only model of this one; null where none did.</summary>
    public EarlierChoice? EarlierChoice { get; init; }

    /// <summary>The run that it was made in.</summary>
    public string? EarlierRun { get; init; }

    /// <summary>The model that is named first where the evidence names none: the observed leader, which may lead by luck.</summary>
    public string? Provisional => Verdict == Verdict.Tie ? Comparison.Leader?.Model : null;

    /// <summary>Whether nothing but built-ins was ranked: they are references, no models to use.</summary>
    public bool BaselinesOnly => Comparison.Models.Count > 0 && Comparison.Models.All(m => ModelRef.NamesBuiltIn(m.Model));

    /// <summary>The recommendations of the roles that the run tried.</summary>
    /// <param name="run">The run, or several merged.</param>
    /// <param name="margins">What is too small to matter, and what is too bad to choose.</param>
    /// <param name="objectives">Objectives in place of the default ones, by role.</param>
    public static IReadOnlyList<RoleRecommendation> Of(
        Run run,
        Margins margins,
        IReadOnlyDictionary<ModelRole, Objective>? objectives = null
    ) =>
        [
            .. Enum.GetValues<ModelRole>()
                .Select(role =>
                    objectives is not null && objectives.TryGetValue(role, out var given)
                        ? given
                        : Objective.Default(role, run.Spec, margins)
                )
                .OfType<Objective>()
                .Select(objective => Of(run, objective, margins)),
        ];

    /// <summary>The recommendation for one objective.</summary>
    public static RoleRecommendation Of(Run run, Objective objective, Margins margins)
    {
        var comparison = RoleComparison.Of(run, objective);
        var tradeOffs = TradeOffsOf(run, comparison);
        var below = new Dictionary<string, Floor>(StringComparer.Ordinal);
        foreach (var model in comparison.Models.Select(m => m.Model))
            if (Floors.Below(run, comparison, margins, model) is { } floor)
                below.Add(model, floor);
        List<string> enough = [.. WithinMargin.Of(comparison).Where(m => !below.ContainsKey(m))];
        var earlier = comparison.Models is [var only]
            ? run.Spec.Shortlist?.Decided?.FirstOrDefault(c => c.Role == objective.Role && c.Model == only.Model)
            : null;
        var (verdict, pick, reason) = Decide(run, comparison, tradeOffs, enough, below, earlier);
        return new RoleRecommendation(
            comparison,
            tradeOffs,
            verdict,
            pick,
            reason,
            enough,
            below,
            objective.Role == ModelRole.ProductionJudge ? ConstantsOf(run.Scores, objective) : []
        )
        {
            EarlierChoice = earlier,
            EarlierRun = earlier is null ? null : run.Spec.Shortlist!.Run,
        };
    }

    private static (Verdict, string?, PickReason?) Decide(
        Run run,
        RoleComparison comparison,
        List<TradeOff> tradeOffs,
        List<string> enough,
        Dictionary<string, Floor> below,
        EarlierChoice? earlier
    )
    {
        if (comparison.Leader is not { Model: var leader })
            return (Verdict.Nothing, null, null);
        if (comparison.Models.Count == 1 && WonRace(run, comparison))
            return !below.TryGetValue(leader, out var floor) ? (Verdict.Clear, leader, PickReason.WonRace)
                // It was asked no more when it had won, so most floors are still open.
                : floor.Kind != FloorKind.Faithfulness && comparison.PagesCompared < ConfidenceInterval.FewestClusters
                    ? (Verdict.Thin, null, null)
                : (Verdict.BelowFloor, null, null);
        if (comparison.Models.Count == 1)
            // What the earlier run showed stands; that it surely fails here would not.
            return earlier is not null && below.GetValueOrDefault(leader)?.Kind != FloorKind.Faithfulness
                ? (Verdict.Single, leader, PickReason.ChosenBefore)
                : (Verdict.Single, null, null);
        if (comparison.PagesCompared < ConfidenceInterval.FewestClusters)
            return (Verdict.Thin, null, null);
        var choice = tradeOffs.Where(t => enough.Contains(t.Model)).ToList();
        if (choice.Count == 0 && below.ContainsKey(leader))
            return (Verdict.BelowFloor, null, null);
        var isClear = !below.ContainsKey(leader) && comparison.Models.Skip(1).All(m => comparison.IsEstablished(leader, m.Model));
        // A cheaper one that is shown to be as good as makes no difference is the better choice.
        var (pick, reason) = choice.Count > 0 ? Choose(run, comparison, choice) : (null, PickReason.Only);
        return isClear && (pick is null || pick == leader) ? (Verdict.Clear, leader, reason)
            : pick is not null ? (Verdict.Enough, pick, reason)
            : (Verdict.Tie, null, null);
    }

    private static (string, PickReason) Choose(Run run, RoleComparison comparison, List<TradeOff> choice)
    {
        if (choice.Count == 1)
            return (choice[0].Model, PickReason.Only);
        if (HaveComparableCosts(choice))
        {
            var least = choice.Min(t => t.CostPerThousand);
            choice = [.. choice.Where(t => t.CostPerThousand == least)];
            if (choice.Count == 1)
                return (choice[0].Model, PickReason.Cheapest);
        }
        return Speed.Fastest(run, comparison.Objective.Role, choice) is { } fastest
            ? (fastest, PickReason.Fastest)
            : (choice[0].Model, PickReason.AlikeInSpeed);
    }

    // What production judges race by is being right, whose reward F1 is.
    private static bool WonRace(Run run, RoleComparison comparison) =>
        run.RaceOf(comparison.Objective.Role) is { Survivors.Count: 1 } race
        && race.Survivors[0] == comparison.Leader!.Model
        && race.Tier == comparison.Objective.Tier
        && (race.Metric == comparison.Objective.Metric.Name || comparison.Objective.Metric.Kind == MetricKind.MatrixStatistic);

    private static List<TradeOff> TradeOffsOf(Run run, RoleComparison comparison)
    {
        var objective = comparison.Objective;
        var latency = MetricCatalog.Latency(objective.Tier);
        var plain = comparison
            .Models.Select(model =>
            {
                var usage = run.Usage.FirstOrDefault(u => u.Role == objective.Role && u.Model == model.Model);
                return new TradeOff(
                    model.Model,
                    model.Number,
                    latency is null ? null : RoleRanking.Number(run, latency, model.Model),
                    usage?.CostPerThousand,
                    usage?.Currency,
                    FailuresOf(usage),
                    OnFront: false
                );
            })
            .ToList();
        var costs = HaveComparableCosts(plain);
        bool Dominates(TradeOff a, TradeOff b)
        {
            var quality = Math.Sign(a.Quality.Value!.Value - b.Quality.Value!.Value) * (objective.LowerIsBetter ? -1 : 1);
            var latency = a.Latency?.Value is { } x && b.Latency?.Value is { } y ? Math.Sign(y - x) : 0;
            var cost = costs ? Math.Sign(b.CostPerThousand!.Value - a.CostPerThousand!.Value) : 0;
            return quality >= 0 && latency >= 0 && cost >= 0 && quality + latency + cost > 0;
        }
        return [.. plain.Select(t => t with { OnFront = !plain.Any(other => Dominates(other, t)) })];
    }

    // Nothing is nothing in every currency.
    private static bool HaveComparableCosts(IReadOnlyCollection<TradeOff> models) =>
        models.All(t => t.CostPerThousand is not null)
        && models.Where(t => t.CostPerThousand != 0).DistinctBy(t => t.Currency).Count() <= 1;

    private static double? FailuresOf(ModelUsage? usage)
    {
        if (usage is null)
            return null;
        return usage.Asked == 0 ? null : (double)(usage.Asked - usage.Outcomes.GetValueOrDefault(Names.Of(Outcome.Scored))) / usage.Asked;
    }

    private static List<ConstantVerdict> ConstantsOf(IScores scores, Objective objective)
    {
        var labels = scores.Values(new ScoreColumn(Tier.JudgePipeline, Measures.Label)).Values;
        var (all, good) = (labels.Count(), labels.Count(l => l == 1));
        if (all == 0)
            return [];
        ConstantVerdict Of(bool shows)
        {
            var right = (double)(shows ? good : all - good) / all;
            return new ConstantVerdict(
                shows,
                right >= 0.5,
                objective switch
                {
                    { Metric.Statistic: { } statistic } => statistic(
                        shows ? new ConfusionMatrix(good, all - good, 0, 0) : new ConfusionMatrix(0, 0, good, all - good)
                    ),
                    { Costs: { } costs } => (1 - right) * (shows ? costs.WrongShow : costs.WrongHide),
                    _ => right,
                },
                all
            );
        }
        return [.. new[] { Of(shows: true), Of(shows: false) }.OrderByDescending(v => v.IsMajority)];
    }
}
