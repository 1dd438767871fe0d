using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>Why a model is picked, or why none is.</summary>
public enum PickReason
{
    /// <summary>The cheapest of those that are good enough.</summary>
    Cheapest,

    /// <summary>The fastest of those that are good enough, where a price is unknown or the cheapest cost the same.</summary>
    Fastest,

    /// <summary>
    /// The best of those that are good enough, where a price is unknown or the cheapest cost the same, and none is shown to be faster.
    /// </summary>
    AlikeInSpeed,

    /// <summary>The leader: no other is shown to be good enough, or neither price nor latency is known.</summary>
    Leader,

    /// <summary>The only survivor of a race: every other model was shown to be worse than one.</summary>
    WonRace,

    /// <summary>No model could be ranked.</summary>
    NothingRanked,

    /// <summary>One model alone cannot be compared.</summary>
    NothingToCompare,

    /// <summary>Too few source pages.</summary>
    ThinEvidence,

    /// <summary>Every model that is good enough is surely below the faithfulness floor.</summary>
    BelowFloor,
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
/// <param name="GoodEnough">Models shown to be non-inferior to the leader, and not surely below the faithfulness floor.</param>
/// <param name="BelowFloor">Generators surely below the floor.</param>
/// <param name="Pick">The model; null where the evidence does not bear one.</param>
/// <param name="Reason">Why.</param>
/// <param name="Constants">For production judges what constant verdicts reach, the more frequent one first; empty for other roles.</param>
public sealed record RoleRecommendation(
    RoleComparison Comparison,
    IReadOnlyList<TradeOff> TradeOffs,
    IReadOnlyList<string> GoodEnough,
    IReadOnlyList<string> BelowFloor,
    string? Pick,
    PickReason Reason,
    IReadOnlyList<ConstantVerdict> Constants
)
{
    /// <summary>The role.</summary>
    public ModelRole Role => Comparison.Objective.Role;

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
        var faithfulness = MetricCatalog.OfMeasure(Tier.Generation, Measures.Of(Rubric.Faithfulness));
        List<string> below =
            objective.Role != ModelRole.Generation
                ? []
                :
                [
                    .. comparison
                        .Models.Where(m =>
                            RoleRanking.Number(run, faithfulness, m.Model) is { } f
                            && (f.Interval?.Upper ?? f.Value) < margins.FaithfulnessFloor
                        )
                        .Select(m => m.Model),
                ];
        List<string> enough =
        [
            .. comparison.Models.Where(m => comparison.IsNonInferior(m.Model) && !below.Contains(m.Model)).Select(m => m.Model),
        ];
        var (pick, reason) = PickOf(run, comparison, tradeOffs, enough);
        return new RoleRecommendation(
            comparison,
            tradeOffs,
            enough,
            below,
            pick,
            reason,
            objective.Role == ModelRole.ProductionJudge ? ConstantsOf(run.Scores, objective) : []
        );
    }

    private static (string?, PickReason) PickOf(Run run, RoleComparison comparison, List<TradeOff> tradeOffs, List<string> enough)
    {
        if (comparison.Leader is null)
            return (null, PickReason.NothingRanked);
        if (comparison.Models.Count == 1 && WonRace(run, comparison))
            return enough.Count == 1 ? (comparison.Leader.Model, PickReason.WonRace) : (null, PickReason.BelowFloor);
        if (comparison.Models.Count == 1)
            return (null, PickReason.NothingToCompare);
        if (comparison.PagesCompared < ConfidenceInterval.FewestClusters)
            return (null, PickReason.ThinEvidence);
        if (enough.Count == 0)
            return (null, PickReason.BelowFloor);
        var choice = tradeOffs.Where(t => enough.Contains(t.Model)).ToList();
        if (choice.Count == 1)
            return (choice[0].Model, PickReason.Leader);
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
