namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>
/// nDCG: the gain of a ranking, discounted by rank, as a share of the best there could be (Järvelin and Kekäläinen 2002).
/// </summary>
public static class NormalisedDiscountedGain
{
    /// <summary>
    /// Σ grade / log₂(rank + 1) over the first k, divided by the same sum for the relevant sources in their best order, in [0, 1]. The gain
    /// is linear: the grade itself;
    /// negative grades gain nothing. Null when nothing is relevant or the list was cut before k.
    /// </summary>
    public static double? At(Ranking ranking, int k) => ranking.Reaches(k) ? Sum(ranking.Grades, k) / Sum(ranking.Ideal, k) : null;

    /// <summary>The same over the whole list, as trec_eval's <c>ndcg</c>.</summary>
    public static double? Of(Ranking ranking) =>
        At(ranking, ranking.Depth ?? Math.Max(1, Math.Max(ranking.Grades.Count, ranking.Relevant)));

    private static double Sum(IReadOnlyList<int> grades, int k)
    {
        var sum = 0.0;
        for (var i = 0; i < Math.Min(k, grades.Count); i++)
            sum += Math.Max(0, grades[i]) / Math.Log2(i + 2);
        return sum;
    }
}
