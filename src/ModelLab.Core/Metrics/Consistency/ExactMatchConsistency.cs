namespace ModelLab.Core.Metrics.Consistency;

/// <summary>How often a generator that answers the same question several times gives the same answer.</summary>
public static class ExactMatchConsistency
{
    /// <summary>
    /// The share of pairs of answers to one question that are equal after normalisation, in [0, 1]:
    /// Σ c(c−1) / n(n−1) over the sizes c of groups of equal answers.
    /// </summary>
    /// <param name="digests">One digest of the normalised answer per repeat.</param>
    /// <returns>Null with fewer than two answers.</returns>
    public static double? OfQuestion(IReadOnlyCollection<string> digests)
    {
        if (digests.Count < 2)
            return null;
        var equal = digests.GroupBy(d => d, StringComparer.Ordinal).Sum(g => (long)g.Count() * (g.Count() - 1));
        return equal / ((double)digests.Count * (digests.Count - 1));
    }
}
