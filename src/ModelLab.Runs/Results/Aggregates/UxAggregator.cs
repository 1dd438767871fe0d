using ModelLab.Runs.Planning;
using ModelLab.Runs.Tiers;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>Tier ux: rates over the questions and follow-ups, and per generator the agreement of its answers to rephrased turns.</summary>
public sealed class UxAggregator : ITierAggregator
{
    private readonly Mean _cache = new();
    private readonly Mean _context = new();
    private readonly SortedDictionary<string, Mean> _consistency = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        switch (observation.Measure)
        {
            case Measures.CacheHit when observation.Value is { } hit:
                _cache.Add(hit);
                break;
            case Measures.ContextPreserved when observation.Value is { } kept:
                _context.Add(kept);
                break;
            case Measures.TurnSimilarity:
                if (!_consistency.TryGetValue(observation.GenerationModel!, out var mean)) _consistency[observation.GenerationModel!] = mean = new Mean();
                if (observation.Value is { } similarity) mean.Add(similarity);
                break;
        }
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        Aggregate Of(string metric, double? value, long n, string? generator = null) => new(Tier.Ux, metric, generator, null, null, value, n);
        yield return Of("cache_hit_rate", _cache.Value, _cache.N);
        yield return Of("context_preservation", _context.Value, _context.N);
        foreach (var (generator, mean) in _consistency) yield return Of("multi_turn_consistency", mean.Value, mean.N, generator);
    }
}
