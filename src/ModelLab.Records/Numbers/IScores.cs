using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>
/// A run's values question by question. Who asks says which measure is meant, so that no column of another measure is taken for it.
/// </summary>
public interface IScores
{
    /// <summary>The source pages of the items.</summary>
    ItemPages Pages { get; }

    /// <summary>A column's values by item; empty where nothing was scored.</summary>
    IReadOnlyDictionary<string, double> Values(ScoreColumn column);

    /// <summary>The columns of one measure that have a value.</summary>
    IReadOnlyList<ScoreColumn> Columns(Tier tier, string measure);
}

/// <summary>What all scores can tell.</summary>
public static class ScoresExtensions
{
    /// <summary>The source page of an item.</summary>
    public static string PageOf(this IScores scores, Tier tier, string itemId) => scores.Pages.PageOf(tier, itemId);

    /// <summary>The items that have a value in both columns, in the order of their ids.</summary>
    public static IReadOnlyList<PairedScore> Pair(this IScores scores, ScoreColumn first, ScoreColumn second)
    {
        var (one, other) = (scores.Values(first), scores.Values(second));
        var pairs = new List<PairedScore>(Math.Min(one.Count, other.Count));
        foreach (var (item, value) in one)
            if (other.TryGetValue(item, out var otherValue))
                pairs.Add(new PairedScore(item, scores.PageOf(first.Tier, item), value, otherValue));
        pairs.Sort((a, b) => string.CompareOrdinal(a.ItemId, b.ItemId));
        return pairs;
    }
}
