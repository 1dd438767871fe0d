namespace ModelLab.Core.Metrics.Agreement;

/// <summary>How much a disagreement weighs, by how many categories lie between.</summary>
public enum KappaWeights
{
    /// <summary>All the same (Cohen 1960).</summary>
    None,

    /// <summary>By the number of steps.</summary>
    Linear,

    /// <summary>By its square (Cohen 1968).</summary>
    Quadratic,
}

/// <summary>Cohen's κ: agreement of two raters beyond what their own habits alone would give.</summary>
public static class CohenKappa
{
    /// <summary>
    /// 1 − Σ w·observed / Σ w·expected over the pairs of categories, with expected = product of the raters' shares; at most 1, 0 at chance
    /// level. Weights go by
    /// the positions of the categories.
    /// </summary>
    /// <param name="first">One rater's categories.</param>
    /// <param name="second">The other's, for the same items.</param>
    /// <param name="weights">How disagreements weigh.</param>
    /// <param name="categories">All categories in order; by default those that occur, rising. On a 1–5 scale give all five: otherwise an
    /// unused one is no step.</param>
    /// <returns>Null without items, or when no disagreement was to be expected because both use one category only.</returns>
    /// <exception cref="ArgumentException">The raters differ in length, or a category is not among those given.</exception>
    public static double? Of(
        IReadOnlyList<double> first,
        IReadOnlyList<double> second,
        KappaWeights weights = KappaWeights.None,
        IReadOnlyList<double>? categories = null
    )
    {
        Paired.ThrowUnlessSameLength(first.Count, second.Count);
        Paired.ThrowIfNaN(first);
        Paired.ThrowIfNaN(second);
        var order = (categories ?? [.. first.Concat(second).Distinct().Order()]).Select((c, i) => (c, i)).ToDictionary(x => x.c, x => x.i);
        var size = order.Count;
        var table = new double[size, size];
        for (var i = 0; i < first.Count; i++)
            table[Position(first[i]), Position(second[i])]++;
        var (rows, columns) = (new double[size], new double[size]);
        for (var r = 0; r < size; r++)
        for (var c = 0; c < size; c++)
        {
            rows[r] += table[r, c];
            columns[c] += table[r, c];
        }
        var (observed, expected) = (0.0, 0.0);
        for (var r = 0; r < size; r++)
        for (var c = 0; c < size; c++)
        {
            double steps = Math.Abs(r - c);
            var weight = weights switch
            {
                KappaWeights.None => Math.Min(1, steps),
                KappaWeights.Linear => steps,
                _ => steps * steps,
            };
            observed += weight * table[r, c];
            expected += weight * rows[r] * columns[c] / first.Count;
        }
        return expected > 0 ? 1 - observed / expected : null;

        int Position(double category) =>
            order.TryGetValue(category, out var position)
                ? position
                : throw new ArgumentException(FormattableString.Invariant($"{category} is not one of the categories"));
    }
}
