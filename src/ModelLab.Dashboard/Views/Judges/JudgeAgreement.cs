using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>How far two who score agree.</summary>
/// <param name="Kappa">Cohen's κ of scores rounded to 1–5, disagreements weighing by the square of their steps; null where
/// undefined.</param>
/// <param name="Spearman">Spearman's ρ of the scores as they are; null where undefined.</param>
/// <param name="N">What both scored.</param>
/// <param name="KappaInterval">Its 95 % interval over source pages, by BCa; null with fewer than two pages, and where nothing varies:
/// scores always equal.</param>
/// <param name="SpearmanInterval">Its 95 % interval over source pages; null likewise, where the order is the same throughout.</param>
public sealed record Agreement(
    double? Kappa,
    double? Spearman,
    int N,
    ConfidenceInterval? KappaInterval = null,
    ConfidenceInterval? SpearmanInterval = null
)
{
    // Fewer than for a run's own numbers: there are as many intervals as pairs of judges, and their second digit is all that is read.
    private const int Resamples = 2_000;

    private static readonly double[] Scale = [1, 2, 3, 4, 5];

    /// <summary>Of each pair that scored the same answers.</summary>
    public static IReadOnlyList<Agreement> Of(IReadOnlyList<ScoredTwice> pairs)
    {
        var agreements = new Agreement[pairs.Count];
        var statistics = new ClusterStatistic?[pairs.Count];
        Parallel.For(
            0,
            pairs.Count,
            i =>
            {
                var (first, second, pages) = pairs[i];
                agreements[i] = new(null, null, first.Length);
                if (first.Length == 0)
                    return;
                var (a, b, clusters) = (Rounded(first), Rounded(second), ClusterIndex.Of(pages));
                statistics[i] = ClusterStatistic.QuadraticKappa(a, b, clusters);
                var order = SpearmanCorrelation.Interval(first, second, clusters);
                agreements[i] = new(
                    CohenKappa.Of(a, b, KappaWeights.Quadratic, Scale),
                    order?.Estimate ?? SpearmanCorrelation.Of(first, second),
                    first.Length,
                    SpearmanInterval: order
                );
            }
        );
        // Drawing pages takes longest, and pairs of as many pages can share what was drawn.
        foreach (var alike in Enumerable.Range(0, pairs.Count).Where(i => statistics[i] is not null).GroupBy(i => statistics[i]!.Clusters))
        {
            int[] places = [.. alike];
            var intervals = BcaBootstrap.Intervals([.. places.Select(i => statistics[i]!)], seed: 0, Resamples);
            for (var k = 0; k < places.Length; k++)
                agreements[places[k]] = agreements[places[k]] with { KappaInterval = intervals[k] };
        }
        return agreements;

        static double[] Rounded(double[] scores) => [.. scores.Select(s => Math.Clamp(Math.Round(s, MidpointRounding.AwayFromZero), 1, 5))];
    }
}

/// <summary>What two have scored of the same answers.</summary>
/// <param name="First">The one's scores.</param>
/// <param name="Second">The other's, in the same order.</param>
/// <param name="Pages">The number of the source page of each.</param>
public sealed record ScoredTwice(double[] First, double[] Second, int[] Pages);

/// <summary>The agreement of every judge with every other, on the answers that both scored.</summary>
/// <param name="Judges">The judges.</param>
/// <param name="Pairs">By place of the one and the other; null on the diagonal.</param>
public sealed record JudgeAgreement(IReadOnlyList<string> Judges, IReadOnlyList<IReadOnlyList<Agreement?>> Pairs)
{
    /// <summary>Compares all pairs.</summary>
    public static JudgeAgreement Of(JudgeScores scores)
    {
        var count = scores.Judges.Count;
        var pairs = new Agreement?[count][];
        for (var i = 0; i < count; i++)
            pairs[i] = new Agreement?[count];
        (int First, int Second)[] places =
        [
            .. from i in Enumerable.Range(0, count) from j in Enumerable.Range(i + 1, count - i - 1) select (i, j),
        ];
        var agreements = Agreement.Of(SideBySide.Select(places, p => scores.Both(p.First, p.Second)));
        for (var k = 0; k < places.Length; k++)
            pairs[places[k].First][places[k].Second] = pairs[places[k].Second][places[k].First] = agreements[k];
        return new(scores.Judges, pairs);
    }

    /// <summary>A judge's trials against people's scores of the same reference answers.</summary>
    /// <param name="trials">The mean of the judge's trials by item.</param>
    /// <param name="people">People's scores by item.</param>
    /// <param name="pageOf">The source page of an item.</param>
    public static Agreement WithPeople(
        IReadOnlyDictionary<string, double> trials,
        IReadOnlyDictionary<string, double> people,
        Func<string, string> pageOf
    )
    {
        var both = trials.Where(t => people.ContainsKey(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        var pages = ClusterIndex.Of(both.Select(t => pageOf(t.Key)));
        return Agreement.Of([
            new ScoredTwice([.. both.Select(t => t.Value)], [.. both.Select(t => people[t.Key])], [.. both.Select((_, i) => pages[i])]),
        ])[0];
    }
}
