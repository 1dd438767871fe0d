using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>One number of one tier for one model or pair of models.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Metric">The metric's name as in files.</param>
/// <param name="GenerationModel">The generator, where the number depends on one.</param>
/// <param name="JudgeModel">The benchmark judge, where the number depends on one.</param>
/// <param name="ProductionJudgeModel">The production judge, where the number depends on one.</param>
/// <param name="Value">The number; null when it is undefined or was not measured.</param>
/// <param name="N">How many observations, questions or pairs it is taken over: the denominator of rates and means.</param>
public sealed record Aggregate(
    Tier Tier, string Metric, string? GenerationModel, string? JudgeModel, string? ProductionJudgeModel, double? Value, long N);

/// <summary>A pure function from one tier's observations to its numbers.</summary>
public interface ITierAggregator
{
    /// <summary>Takes an observation of the tier.</summary>
    void Add(Observation observation);

    /// <summary>The numbers over everything taken so far.</summary>
    IEnumerable<Aggregate> Finish();
}

/// <summary>Turns observations into numbers, tier by tier.</summary>
public static class Aggregation
{
    /// <summary>Aggregates a stream of observations; memory grows with models and questions, not with observations.</summary>
    /// <param name="observations">The observations.</param>
    /// <param name="measured">Numbers of the items as a whole, which no observation holds.</param>
    public static IReadOnlyList<Aggregate> Of(IEnumerable<Observation> observations, IReadOnlyList<Aggregate>? measured = null)
    {
        var tiers = new Dictionary<Tier, ITierAggregator>
        {
            [Tier.Retrieval] = new RetrievalAggregator(),
            [Tier.Generation] = new AnsweringAggregator(Tier.Generation),
            [Tier.EndToEnd] = new AnsweringAggregator(Tier.EndToEnd),
            [Tier.Ux] = new UxAggregator(),
            [Tier.JudgeTrial] = new JudgeTrialAggregator(),
            [Tier.JudgePipeline] = new JudgePipelineAggregator(),
        };
        var ran = (measured ?? []).Select(m => m.Tier).ToHashSet();
        foreach (var observation in observations)
        {
            tiers[observation.Tier].Add(observation);
            ran.Add(observation.Tier);
        }
        return [.. TierNames.All.SelectMany(t => (measured ?? []).Where(m => m.Tier == t).Concat(ran.Contains(t) && tiers.TryGetValue(t, out var tier) ? tier.Finish() : []))];
    }
}
