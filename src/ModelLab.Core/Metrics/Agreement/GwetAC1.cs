namespace ModelLab.Core.Metrics.Agreement;

/// <summary>
/// Gwet's AC₁: agreement of any number of raters, with gaps, beyond chance, where chance is guessing on hard items alone (K. L. Gwet,
/// 2008). Unlike κ it stays sensible when
/// nearly all items are of one category.
/// </summary>
public static class GwetAC1
{
    /// <summary>
    /// (pₐ − pₑ) / (1 − pₑ), at most 1. pₐ: mean over units with two values or more of the share of agreeing pairs. pₑ = Σ πₖ(1 − πₖ) / (q
    /// − 1), πₖ the mean over all units
    /// with a value of the share that says k, q the number of categories.
    /// </summary>
    /// <param name="units">For each unit its categories, one a rater, null where a rater gave none.</param>
    /// <param name="categories">q, when some category may be unused; by default the number that occurs.</param>
    /// <returns>Null when nothing can be paired, or with one category only.</returns>
    /// <exception cref="ArgumentException">More categories occur than there are said to be.</exception>
    public static double? Of(IReadOnlyList<IReadOnlyList<double?>> units, int? categories = null)
    {
        var rated = units.Select(unit => unit.OfType<double>().CountBy(v => v).ToList()).Where(unit => unit.Count > 0).ToList();
        var shares = new Dictionary<double, double>();
        var (agreement, paired) = (0.0, 0);
        foreach (var unit in rated)
        {
            double raters = unit.Sum(k => k.Value);
            foreach (var (category, count) in unit)
                shares[category] = shares.GetValueOrDefault(category) + count / raters;
            if (raters < 2)
                continue;
            agreement += unit.Sum(k => k.Value * (k.Value - 1.0)) / (raters * (raters - 1));
            paired++;
        }
        var q = categories ?? shares.Count;
        if (shares.Count > q)
            throw new ArgumentException($"{shares.Count} categories occur, more than {q}", nameof(categories));
        if (paired == 0 || q < 2)
            return null;
        var chance = shares.Values.Select(s => s / rated.Count).Sum(p => p * (1 - p)) / (q - 1);
        return (agreement / paired - chance) / (1 - chance);
    }
}
