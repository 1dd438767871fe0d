namespace ModelLab.Core.Statistics;

/// <summary>The mean of several raters' means, each over the items that the rater scored, all raters weighing the same.</summary>
public static class MeanOfMeans
{
    /// <summary>
    /// An item contributes ψᵢ = Σ_j (x_ij − x̄_j) / (J·n_j), over the raters j that scored it, to the error of the mean of the J means. SE²
    /// = G/(G − 1) · Σ_g (Σ_{i∈g} ψᵢ)² over the G clusters of all
    /// items, and the interval is that of <see cref="Scale.MeanInterval"/> for mean + N·ψᵢ for the N items. That two raters err
    /// on the same item is in it, so ten raters of ten items are not
    /// taken for a hundred items. With one rater it is that of its scores.
    /// </summary>
    /// <param name="raters">Each rater's scores by item.</param>
    /// <param name="clusterOf">The cluster (source page) of an item.</param>
    /// <param name="scale">Where scores lie.</param>
    /// <returns>Null without raters, where a rater scored nothing, and with fewer than three clusters.</returns>
    public static ConfidenceInterval? Interval(
        IReadOnlyList<IReadOnlyDictionary<string, double>> raters,
        Func<string, string> clusterOf,
        Scale scale
    )
    {
        if (raters.Count == 0 || raters.Any(r => r.Count == 0))
            return null;
        // In the order of their names, so that no digit depends on the order of scoring.
        List<KeyValuePair<string, double>[]> sorted = [.. raters.Select(r => r.OrderBy(s => s.Key, StringComparer.Ordinal).ToArray())];
        double[] means = [.. sorted.Select(r => r.Average(s => s.Value))];
        var contributions = new SortedDictionary<string, double>(StringComparer.Ordinal);
        foreach (var (scores, mean) in sorted.Zip(means))
        foreach (var (item, score) in scores)
            contributions[item] = contributions.GetValueOrDefault(item) + (score - mean) / (raters.Count * scores.Length);
        var all = means.Average();
        return scale.MeanInterval(
            [.. contributions.Values.Select(c => all + contributions.Count * c)],
            ClusterIndex.Of(contributions.Keys.Select(clusterOf))
        );
    }
}
