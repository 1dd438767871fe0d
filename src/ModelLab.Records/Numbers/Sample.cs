using ModelLab.Core.Statistics;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>The values behind a mean or a share, item by item, so that it can carry its uncertainty.</summary>
/// <param name="tier">The tier of the items.</param>
/// <param name="estimator">Puts the interval around it.</param>
internal sealed class Sample(Tier tier, Estimator estimator)
{
    private readonly List<(string Item, double Value)> _values = [];
    private readonly Mean _mean = new();

    public long N => _mean.N;

    public double? Value => _mean.Value;

    /// <summary>The sum of the values; how many ones there are among ones and zeros.</summary>
    public double Sum => _values.Sum(v => v.Value);

    /// <summary>The values, least first.</summary>
    public List<double> Sorted() => [.. _values.Select(v => v.Value).Order()];

    public void Add(string itemId, double value)
    {
        _values.Add((itemId, value));
        _mean.Add(value);
    }

    public void Add(string itemId, bool value) => Add(itemId, value ? 1 : 0);

    /// <summary>As a mean of values on a scale; of ones and zeros it is a share.</summary>
    public Aggregate AsMean(Func<string, double?, long, Aggregate> make, string metric, Scale scale)
    {
        var interval = estimator.Mean(tier, _values, scale);
        return make(metric, Value, N) with
        {
            Interval = interval,
            PagesAlike = interval is null ? estimator.PagesAlike(tier, _values) : null,
        };
    }

    /// <summary>The same with repeats averaged within their item first, so that an item with more repeats weighs no more.</summary>
    public Sample OfItems()
    {
        var items = new Dictionary<string, Mean>(StringComparer.Ordinal);
        foreach (var (item, value) in _values)
        {
            if (!items.TryGetValue(item, out var mean))
                items[item] = mean = new Mean();
            mean.Add(value);
        }
        var averaged = new Sample(tier, estimator);
        foreach (var (item, mean) in items)
            averaged.Add(item, mean.Value!.Value);
        return averaged;
    }
}
