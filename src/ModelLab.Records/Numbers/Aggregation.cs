using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

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
