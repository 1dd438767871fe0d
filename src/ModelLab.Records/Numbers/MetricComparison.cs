using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Numbers;

/// <summary>Where one side of a comparison has its values.</summary>
/// <param name="Scores">A run's values question by question.</param>
/// <param name="Models">Whose.</param>
/// <param name="Judges">The judges to average where the metric takes one and <paramref name="Models"/> names none.</param>
public sealed record ScoreSide(IScores Scores, ModelNames Models, IReadOnlyList<string>? Judges = null);

/// <summary>
/// One metric on two sides, of one run or of two: items are matched by their ids, and only those with a value on both sides count.
/// </summary>
/// <param name="First">The metric on the first side, over the items in common; null when undefined.</param>
/// <param name="Second">The same on the second.</param>
/// <param name="Paired">First − second.</param>
/// <param name="OnlyFirst">Items with a value on the first side alone.</param>
/// <param name="OnlySecond">Items with a value on the second side alone.</param>
public sealed record MetricComparison(double? First, double? Second, PairedComparison Paired, int OnlyFirst, int OnlySecond)
{
    /// <summary>Compares a metric.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="first">The first side; the pages of its items count.</param>
    /// <param name="second">The second side.</param>
    /// <param name="seed">Seeds permutations and bootstrap.</param>
    public static MetricComparison Of(MetricDefinition metric, ScoreSide first, ScoreSide second, ulong seed)
    {
        if (metric is { Kind: MetricKind.MatrixStatistic, Statistic: { } statistic })
            return OfVerdicts(metric.Tier, statistic, first, second, seed);
        var one = metric.Values(first.Scores, first.Models, first.Judges);
        var other = metric.Values(second.Scores, second.Models, second.Judges);
        string[] items = [.. one.Keys.Where(other.ContainsKey).Order(StringComparer.Ordinal)];
        double[] a = [.. items.Select(i => one[i])],
            b = [.. items.Select(i => other[i])];
        var paired = PairedComparison.Of(a, b, Pages(metric.Tier, first, items), metric.Scale, seed);
        return new(
            a.Length > 0 ? a.Average() : null,
            b.Length > 0 ? b.Average() : null,
            paired,
            one.Count - items.Length,
            other.Count - items.Length
        );
    }

    // An item whose label changed between two data sets is not the same question any more.
    private static MetricComparison OfVerdicts(
        Tier tier,
        Func<ConfusionMatrix, double?> statistic,
        ScoreSide first,
        ScoreSide second,
        ulong seed
    )
    {
        var one = first.Scores.Verdicts(first.Models.ProductionJudgeModel!);
        var others = second.Scores.Verdicts(second.Models.ProductionJudgeModel!);
        var both = one.Join(
                others,
                v => (v.Item, v.Label),
                v => (v.Item, v.Label),
                (a, b) => (a.Item, a.Label, First: a.Shown, Second: b.Shown)
            )
            .ToList();
        bool[] a = [.. both.Select(v => v.First)],
            b = [.. both.Select(v => v.Second)],
            labels = [.. both.Select(v => v.Label)];
        var paired = PairedComparison.OfVerdicts(a, b, labels, Pages(tier, first, both.Select(v => v.Item)), statistic, seed);
        double? Of(bool[] verdicts)
        {
            long Count(bool verdict, bool label) => verdicts.Where((v, i) => v == verdict && labels[i] == label).Count();
            return statistic(new ConfusionMatrix(Count(true, true), Count(true, false), Count(false, true), Count(false, false)));
        }
        return new(Of(a), Of(b), paired, one.Count - both.Count, others.Count - both.Count);
    }

    private static string[] Pages(Tier tier, ScoreSide side, IEnumerable<string> items) =>
        [.. items.Select(i => side.Scores.PageOf(tier, i))];
}
