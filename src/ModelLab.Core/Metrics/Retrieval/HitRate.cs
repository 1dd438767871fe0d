namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>Whether retrieval finds anything relevant; TREC calls it success.</summary>
public static class HitRate
{
    /// <summary>
    /// 1 when one of the first k sources is relevant, else 0; null when nothing is relevant or the list was cut before k.
    /// </summary>
    public static double? At(Ranking ranking, int k) => ranking.Reaches(k) ? Math.Min(1, ranking.Hits(k)) : null;
}
