using ModelLab.Core.Models;
using ModelLab.Records.Numbers;

namespace ModelLab.Records.Deciding;

/// <summary>What a role's verdict rests on.</summary>
/// <param name="Items">Questions or labelled answers with a value of at least one ranked model.</param>
/// <param name="Pages">Their source pages.</param>
public sealed record RoleEvidence(int Items, int Pages)
{
    /// <summary>Counts it; 0 where the values question by question are not there.</summary>
    public static RoleEvidence Of(IScores scores, RoleComparison comparison)
    {
        var values = new ItemScores(scores, comparison.Objective, comparison.Judges);
        var items = comparison
            .Models.SelectMany(m =>
                comparison.Objective.Role == ModelRole.ProductionJudge
                    ? values.Verdicts(m.Model).Select(v => v.Item)
                    : values.Pair(m.Model, m.Model).Select(p => p.ItemId)
            )
            .ToHashSet(StringComparer.Ordinal);
        return new RoleEvidence(items.Count, items.Select(values.PageOf).Distinct(StringComparer.Ordinal).Count());
    }
}
