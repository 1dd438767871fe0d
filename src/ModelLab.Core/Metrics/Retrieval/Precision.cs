namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>How much of what retrieval finds is relevant.</summary>
public static class Precision
{
    /// <summary>
    /// Relevant sources among the first k / k, in [0, 1]; the denominator is k even when fewer were found, as in trec_eval. Null when
    /// nothing is relevant or the list was cut before k.
    /// With one relevant source it is at most 1/k.
    /// </summary>
    public static double? At(Ranking ranking, int k) => ranking.Reaches(k) ? (double)ranking.Hits(k) / k : null;
}
