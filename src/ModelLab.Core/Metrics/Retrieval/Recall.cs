namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>How much of what is relevant retrieval finds.</summary>
public static class Recall
{
    /// <summary>
    /// Relevant sources among the first k / all relevant sources, in [0, 1]; null when nothing is relevant or the list was cut before k.
    /// </summary>
    public static double? At(Ranking ranking, int k) => ranking.Reaches(k) ? (double)ranking.Hits(k) / ranking.Relevant : null;
}
