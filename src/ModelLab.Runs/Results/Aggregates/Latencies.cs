using ModelLab.Core.Statistics;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Results.Aggregates;

/// <summary>The latencies of successful first calls: mean, median and 95th percentile.</summary>
internal sealed class Latencies
{
    private readonly List<double> _milliseconds = [];
    private readonly Mean _mean = new();
    private readonly Mean _firstToken = new();

    public void Add(Observation observation)
    {
        if (observation.Facts.FirstTokenMs is { } first) _firstToken.Add(first);
        if (observation.Facts.LatencyMs is not { } latency) return;
        _mean.Add(latency);
        _milliseconds.Add(latency);
    }

    /// <summary>The numbers, named <c>avg_X_ms</c>, <c>p50_X_ms</c>, <c>p95_X_ms</c> and <c>avg_first_token_ms</c>.</summary>
    public IEnumerable<Aggregate> Finish(string name, Func<string, double?, long, Aggregate> make)
    {
        _milliseconds.Sort();
        yield return make($"avg_{name}_ms", _mean.Value, _mean.N);
        yield return make($"p50_{name}_ms", Quantile.OfSorted(_milliseconds, 0.5), _mean.N);
        yield return make($"p95_{name}_ms", Quantile.OfSorted(_milliseconds, 0.95), _mean.N);
        yield return make("avg_first_token_ms", _firstToken.Value, _firstToken.N);
    }
}
