using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;

namespace ModelLab.Records.Vocabulary;

/// <summary>One number of one tier for one model or pair of models.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Metric">The metric's name as in files.</param>
/// <param name="GenerationModel">The generator, where the number depends on one.</param>
/// <param name="JudgeModel">The benchmark judge, where the number depends on one.</param>
/// <param name="ProductionJudgeModel">The production judge, where the number depends on one.</param>
/// <param name="Value">The number; null when it is undefined or was not measured.</param>
/// <param name="N">How many observations, questions or pairs it is taken over: the denominator of rates and means.</param>
public sealed record Aggregate(
    Tier Tier,
    string Metric,
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    double? Value,
    long N
)
{
    /// <summary>
    /// The 95 % interval over source pages; null for counts and quantiles, with fewer than two pages, and where nothing varies.
    /// </summary>
    public ConfidenceInterval? Interval { get; init; }

    /// <summary>
    /// Where all values of a mean or share are the same, which leaves it without an interval: over how many source pages they are. Null
    /// where they vary.
    /// </summary>
    public int? PagesAlike { get; init; }
}

/// <summary>A pure function from one tier's observations to its numbers.</summary>
public interface ITierAggregator
{
    /// <summary>Takes an observation of the tier.</summary>
    void Add(Observation observation);

    /// <summary>The numbers over everything taken so far.</summary>
    IEnumerable<Aggregate> Finish();
}

/// <summary>Turns observations into numbers, tier by tier; memory grows with models and questions.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class Aggregation(Estimator estimator)
{
    private readonly Dictionary<Tier, ITierAggregator> _tiers = new()
    {
        [Tier.Retrieval] = new RetrievalAggregator(estimator),
        [Tier.Generation] = new AnsweringAggregator(Tier.Generation, estimator),
        [Tier.EndToEnd] = new AnsweringAggregator(Tier.EndToEnd, estimator),
        [Tier.Ux] = new UxAggregator(estimator),
        [Tier.JudgeTrial] = new JudgeTrialAggregator(estimator),
        [Tier.JudgePipeline] = new JudgePipelineAggregator(estimator),
    };

    private readonly HashSet<Tier> _ran = [];

    /// <summary>Aggregates observations in whatever order.</summary>
    /// <param name="observations">The observations.</param>
    /// <param name="estimator">Puts intervals around the numbers; null for one that takes each item as a page.</param>
    public static IReadOnlyList<Aggregate> Of(IEnumerable<Observation> observations, Estimator? estimator = null)
    {
        var aggregation = new Aggregation(estimator ?? Estimator.Plain);
        foreach (var observation in observations)
            aggregation.Add(observation);
        return aggregation.Finish([]);
    }

    /// <summary>Takes an observation.</summary>
    public void Add(Observation observation)
    {
        _tiers[observation.Tier].Add(observation);
        _ran.Add(observation.Tier);
    }

    /// <summary>The numbers over everything taken so far, tier by tier.</summary>
    /// <param name="measured">Numbers of the items as a whole, which no observation holds.</param>
    public IReadOnlyList<Aggregate> Finish(IReadOnlyList<Aggregate> measured)
    {
        bool Ran(Tier tier) => _ran.Contains(tier) || measured.Any(m => m.Tier == tier);
        return
        [
            .. TierNames.All.SelectMany(t =>
                measured.Where(m => m.Tier == t).Concat(Ran(t) && _tiers.TryGetValue(t, out var tier) ? tier.Finish() : [])
            ),
        ];
    }
}
