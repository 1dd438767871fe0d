using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Statistics;

namespace ModelLab.Dashboard.Views;

/// <summary>How far two who score agree.</summary>
/// <param name="Kappa">Cohen's κ of scores rounded to 1–5, disagreements weighing by the square of their steps; null where undefined.</param>
/// <param name="Spearman">Spearman's ρ of the scores as they are; null where undefined.</param>
/// <param name="N">What both scored.</param>
/// <param name="KappaInterval">Its 95 % interval over source pages, by BCa; null with fewer than two pages, and where nothing varies: scores always equal.</param>
/// <param name="SpearmanInterval">Its 95 % interval over source pages; null likewise, where the order is the same throughout.</param>
public sealed record Agreement(double? Kappa, double? Spearman, int N, ConfidenceInterval? KappaInterval = null, ConfidenceInterval? SpearmanInterval = null)
{
    // Fewer than for a run's own numbers: there are as many intervals as pairs of judges, and their second digit is all that is read.
    private const int Resamples = 2_000;

    private static readonly double[] Scale = [1, 2, 3, 4, 5];

    /// <summary>Of two lists of scores of the same things.</summary>
    /// <param name="first">The one's scores.</param>
    /// <param name="second">The other's.</param>
    /// <param name="pages">The source page that each is of.</param>
    public static Agreement Of<T>(IReadOnlyList<double> first, IReadOnlyList<double> second, IReadOnlyList<T> pages) where T : notnull
    {
        if (first.Count == 0) return new(null, null, 0);
        static double[] Rounded(IReadOnlyList<double> scores) => [.. scores.Select(s => Math.Clamp(Math.Round(s, MidpointRounding.AwayFromZero), 1, 5))];
        var (a, b, clusters) = (Rounded(first), Rounded(second), ClusterIndex.Of(pages));
        return new(CohenKappa.Of(a, b, KappaWeights.Quadratic, Scale), SpearmanCorrelation.Of(first, second), first.Count,
            BcaBootstrap.Interval(ClusterStatistic.QuadraticKappa(a, b, clusters), seed: 0, Resamples), SpearmanCorrelation.Interval(first, second, clusters));
    }
}

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
        for (var i = 0; i < count; i++) pairs[i] = new Agreement?[count];
        Parallel.For(0, count, i =>
        {
            for (var j = i + 1; j < count; j++)
            {
                var (first, second, pages) = scores.Both(i, j);
                pairs[i][j] = pairs[j][i] = Agreement.Of(first, second, pages);
            }
        });
        return new(scores.Judges, pairs);
    }

    /// <summary>A judge's trials against people's scores of the same reference answers.</summary>
    /// <param name="trials">The mean of the judge's trials by item.</param>
    /// <param name="people">People's scores by item.</param>
    /// <param name="pageOf">The source page of an item.</param>
    public static Agreement WithPeople(IReadOnlyDictionary<string, double> trials, IReadOnlyDictionary<string, double> people, Func<string, string> pageOf)
    {
        var both = trials.Where(t => people.ContainsKey(t.Key)).OrderBy(t => t.Key, StringComparer.Ordinal).ToList();
        return Agreement.Of([.. both.Select(t => t.Value)], [.. both.Select(t => people[t.Key])], [.. both.Select(t => pageOf(t.Key))]);
    }
}
