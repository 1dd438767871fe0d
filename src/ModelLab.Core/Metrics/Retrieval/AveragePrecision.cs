namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>Precision averaged over the ranks at which relevant sources stand. Its mean over topics is MAP.</summary>
public static class AveragePrecision
{
    /// <summary>
    /// Σ over retrieved relevant sources of (relevant ones down to its rank / its rank), divided by all relevant sources, in [0, 1]; null
    /// when nothing is relevant.
    /// </summary>
    public static double? Of(Ranking ranking)
    {
        if (ranking.Relevant == 0)
            return null;
        var (found, sum) = (0, 0.0);
        for (var i = 0; i < ranking.Grades.Count; i++)
            if (ranking.Grades[i] > 0)
                sum += (double)++found / (i + 1);
        return sum / ranking.Relevant;
    }
}
