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
            var (first, second) = PValues(comparison.Objective, pair.Comparison);
            greatest[pair.First] = Math.Max(greatest[pair.First], first);
            greatest[pair.Second] = Math.Max(greatest[pair.Second], second);
        }
        var adjusted = HolmCorrection.Adjust([.. models.Select(m => greatest[m])]);
        return [.. models.Where((_, i) => adjusted[i] <= RoleComparison.Alpha)];
    }

    // That the first falls short of the second by the margin or more, and the second of the first, each against that it does not.
    private static (double First, double Second) PValues(Objective objective, PairedComparison pair)
    {
        if (pair.Pages < ConfidenceInterval.FewestClusters)
            return (1, 1);
        var (above, below) = (pair.PValueAbove(-objective.Margin), pair.PValueBelow(objective.Margin));
        return objective.LowerIsBetter ? (below, above) : (above, below);
    }
}
