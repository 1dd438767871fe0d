using ModelLab.Core.Statistics;

namespace ModelLab.Records.Deciding;

/// <summary>Which models are shown to be at most the margin worse than the best, whichever model that is.</summary>
/// <remarks>
/// The observed leader is no yardstick: of many models, the one that leads is often there by luck. A model is held against every other, and
/// its p-value is the greatest of them (an intersection–union test, Berger 1982); over the models these are corrected by Holm's method, so
/// that at most 5 % of runs name any model that is worse than the best by more than the margin. This is what Hsu's comparisons with the
/// best (1981) do under equal variances.
/// </remarks>
public static class WithinMargin
{
    /// <summary>The models, in the comparison's order.</summary>
    public static IReadOnlyList<string> Of(RoleComparison comparison)
    {
        List<string> models = [.. comparison.Models.Select(m => m.Model)];
        if (models.Count < 2)
            return [];
        var greatest = models.ToDictionary(m => m, _ => 0.0, StringComparer.Ordinal);
        foreach (var pair in comparison.Pairs)
        {
            greatest[pair.First] = Math.Max(greatest[pair.First], PValue(comparison.Objective, pair.Comparison.Reversed));
            greatest[pair.Second] = Math.Max(greatest[pair.Second], PValue(comparison.Objective, pair.Comparison));
        }
        var adjusted = HolmCorrection.Adjust([.. models.Select(m => greatest[m])]);
        return [.. models.Where((_, i) => adjusted[i] <= RoleComparison.Alpha)];
    }

    // That a model falls short of the other by the margin or more, against that it does not; the comparison is the other's with it.
    private static double PValue(Objective objective, PairedComparison comparison)
    {
        if (comparison is not { Difference: { } difference, Pages: >= ConfidenceInterval.FewestClusters } pair)
            return 1;
        var room = objective.Margin - (objective.LowerIsBetter ? -difference : difference);
        // A difference that is the same on every question needs no test.
        return pair.PageVariance is { } variance && variance > 0
                ? 1 - Distributions.StudentProbability(room / Math.Sqrt(variance / pair.Pages), pair.Pages - 1)
            : room > 0 ? 0
            : 1;
    }
}
