namespace ModelLab.Core.Metrics.Retrieval;

/// <summary>How far up the first relevant source stands. Its mean over queries is MRR (Voorhees 1999).</summary>
public static class ReciprocalRank
{
    /// <summary>1 / the rank of the first relevant source, in [0, 1]: 0 when none was retrieved, null when nothing is relevant.</summary>
    public static double? Of(Ranking ranking)
    {
        if (ranking.Relevant == 0)
            return null;
        for (var i = 0; i < ranking.Grades.Count; i++)
            if (ranking.Grades[i] > 0)
                return 1.0 / (i + 1);
        return 0;
    }
}
