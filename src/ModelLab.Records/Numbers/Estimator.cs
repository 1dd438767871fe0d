using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>Puts intervals around numbers. The cluster is the source page; the order of observations changes no digit.</summary>
/// <param name="Pages">The page of each item.</param>
/// <param name="Seed">Seeds the bootstrap.</param>
public sealed record Estimator(ItemPages Pages, ulong Seed)
{
    /// <summary>Each item its own page, seed 0.</summary>
    public static Estimator Plain { get; } = new(ItemPages.Unknown, 0);

    /// <summary>The mean of values on a scale, with the interval that fits it.</summary>
    internal ConfidenceInterval? Mean(Tier tier, IEnumerable<(string Item, double Value)> values, Scale scale)
    {
        var (sorted, clusters) = Clustered(tier, values, v => v);
        return scale.MeanInterval(sorted, clusters);
    }

    /// <summary>A statistic of the verdicts' confusion matrix by the BCa bootstrap over pages.</summary>
    internal ConfidenceInterval? Bootstrap(
        Tier tier,
        IEnumerable<(string Item, (bool Verdict, bool Label) Value)> verdicts,
        Func<ConfusionMatrix, double?> statistic
    )
    {
        var (sorted, clusters) = Clustered(tier, verdicts, v => v);
        return sorted.Length == 0
            ? null
            : BcaBootstrap.Interval(
                ClusterStatistic.OfMatrix([.. sorted.Select(v => v.Verdict)], [.. sorted.Select(v => v.Label)], clusters, statistic),
                Seed
            );
    }

    /// <summary>How many pages the values come from where all are the same; null where they vary, or without any.</summary>
    internal int? PagesAlike(Tier tier, IReadOnlyList<(string Item, double Value)> values) =>
        values.Count == 0 || values.Any(v => v.Value != values[0].Value)
            ? null
            : values.Select(v => Pages.PageOf(tier, v.Item)).Distinct(StringComparer.Ordinal).Count();

    private (T[] Values, ClusterIndex Clusters) Clustered<T, TKey>(
        Tier tier,
        IEnumerable<(string Item, T Value)> values,
        Func<T, TKey> order
    )
    {
        var sorted = values.ToArray();
        Array.Sort(
            sorted,
            (a, b) =>
                string.CompareOrdinal(a.Item, b.Item) is not 0 and var byItem
                    ? byItem
                    : Comparer<TKey>.Default.Compare(order(a.Value), order(b.Value))
        );
        return ([.. sorted.Select(v => v.Value)], ClusterIndex.Of(sorted.Select(v => Pages.PageOf(tier, v.Item))));
    }
}
