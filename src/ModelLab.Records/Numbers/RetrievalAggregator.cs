using System.Text.Json;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>
/// Tier 1: means over the answerable questions, at chunk level and, under <c>url_</c> names, at page level. A metric whose cut-off lies
/// beyond <c>--top-k</c> is null. Where every value is 0 or 1 the mean is a share: so precision@1 and hit_rate@1, and recall@k and
/// hit_rate@k where each question has one relevant source, are one number with one interval. Retrieval is stable when its repeats find
/// the same chunks.
/// </summary>
/// <param name="estimator">Puts intervals around them.</param>
public sealed class RetrievalAggregator(Estimator estimator) : ITierAggregator
{
    private readonly Tally _tally = new(Tier.Retrieval, ModelNames.None, estimator);
    private readonly Dictionary<string, List<HashSet<long>>> _found = new(StringComparer.Ordinal);

    /// <inheritdoc />
    public void Add(Observation observation)
    {
        if (observation.Measure == Measures.Retrieved)
        {
            if (!_found.TryGetValue(observation.ItemId, out var lists))
                _found[observation.ItemId] = lists = [];
            lists.Add([
                .. JsonSerializer.Deserialize<IReadOnlyList<RetrievedChunk>>(observation.Evidence!, RunsJson.Files)!.Select(c => c.Id),
            ]);
        }
        else if (observation.Value is { } value)
        {
            _tally.Add(observation.Measure, observation.ItemId, value);
        }
    }

    /// <inheritdoc />
    public IEnumerable<Aggregate> Finish()
    {
        if (_found.Count == 0)
            return [];
        foreach (var (item, lists) in _found)
        {
            _tally.Add(Measures.Asked, item, true);
            if (Overlap(lists) is { } overlap)
                _tally.Add(Measures.RetrievalOverlap, item, overlap);
        }
        return _tally.Finish();
    }

    // The mean Jaccard index over the pairs of repeats; null with one.
    private static double? Overlap(List<HashSet<long>> lists)
    {
        var mean = new Mean();
        for (var i = 0; i < lists.Count; i++)
        {
            for (var j = i + 1; j < lists.Count; j++)
            {
                var common = lists[i].Count(lists[j].Contains);
                var all = lists[i].Count + lists[j].Count - common;
                mean.Add(all == 0 ? 1 : (double)common / all);
            }
        }
        return mean.Value;
    }
}
