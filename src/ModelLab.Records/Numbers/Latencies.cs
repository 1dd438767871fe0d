using ModelLab.Core.Datasets;
using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>The latencies of successful first calls: mean, median and 95th percentile.</summary>
internal sealed class Latencies(Tier tier, Estimator estimator)
{
    private readonly List<double> _milliseconds = [];
    private readonly Sample _mean = new(tier, estimator);
    private readonly Sample _firstToken = new(tier, estimator);

    public void Add(Observation observation)
    {
        if (observation.Facts.FirstTokenMs is { } first)
            _firstToken.Add(observation.ItemId, first);
        if (observation.Facts.LatencyMs is not { } latency)
            return;
        _mean.Add(observation.ItemId, latency);
        _milliseconds.Add(latency);
    }

    /// <summary>The numbers, named <c>avg_X_ms</c>, <c>p50_X_ms</c>, <c>p95_X_ms</c> and <c>avg_first_token_ms</c>.</summary>
    public IEnumerable<Aggregate> Finish(string name, Func<string, double?, long, Aggregate> make)
    {
        _milliseconds.Sort();
        yield return _mean.AsMean(make, $"avg_{name}_ms");
        yield return make($"p50_{name}_ms", Quantile.OfSorted(_milliseconds, 0.5), _mean.N);
        yield return make($"p95_{name}_ms", Quantile.OfSorted(_milliseconds, 0.95), _mean.N);
        yield return _firstToken.AsMean(make, "avg_first_token_ms");
    }
}
