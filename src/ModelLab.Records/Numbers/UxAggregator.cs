using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Tier ux: rates over the questions and follow-ups, and per generator the agreement of its answers to rephrased turns.</summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class UxAggregator(Estimator estimator) : ITierAggregator
{
    private readonly Sample _cache = new(Tier.Ux, estimator);
    private readonly Sample _context = new(Tier.Ux, estimator);
    private readonly SortedDictionary<string, Sample> _consistency = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        switch (observation.Measure)
        {
            case Measures.CacheHit when observation.Value is { } hit:
                _cache.Add(observation.ItemId, hit);
                break;
            case Measures.ContextPreserved when observation.Value is { } kept:
                _context.Add(observation.ItemId, kept);
                break;
            case Measures.TurnSimilarity:
                if (!_consistency.TryGetValue(observation.GenerationModel!, out var mean))
                    _consistency[observation.GenerationModel!] = mean = new Sample(Tier.Ux, estimator);
                if (observation.Value is { } similarity)
                    mean.Add(observation.ItemId, similarity);
                break;
        }
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        static Aggregate Of(string metric, double? value, long n) => new(Tier.Ux, metric, null, null, null, value, n);
        yield return _cache.AsShare(Of, "cache_hit_rate");
        yield return _context.AsShare(Of, "context_preservation");
        foreach (var (generator, mean) in _consistency)
            yield return mean.AsMean(Of, "multi_turn_consistency") with
            {
                GenerationModel = generator,
            };
    }
}
