using ModelLab.Core.Models;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Deciding;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Compare;

/// <summary>One item in two runs.</summary>
/// <param name="Item">The item as the first run has it.</param>
/// <param name="Before">Its value there.</param>
/// <param name="After">Its value in the later run.</param>
public sealed record ChangedItem(RunItem Item, double Before, double After);

/// <summary>The items of one change, those that moved most first.</summary>
/// <param name="Change">The change.</param>
/// <param name="Items">The items of the page.</param>
/// <param name="Moved">How many items have another value.</param>
/// <param name="Total">How many items both runs have a value for.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
public sealed record ChangedItems(MetricChange Change, IReadOnlyList<ChangedItem> Items, int Moved, int Total, int Page, int Pages)
{
    /// <summary>The parameter that leaves the items that became worse alone.</summary>
    public const string WorseParameter = "worse";

    /// <summary>What names a change in an address.</summary>
    public static string Address(MetricChange change) =>
        string.Join(
            '|',
            change.Run,
            change.Metric.Address,
            change.After.GenerationModel,
            change.After.JudgeModel,
            change.After.ProductionJudgeModel
        );

    /// <summary>The change of an address (<c>of</c>); null when there is none, or its metric has no values item by item.</summary>
    public static ChangedItems? Of(RunsAgainst against, PageContext at, RunLibrary library, RunScores scores)
    {
        var change = against.Comparison?.Changes.FirstOrDefault(c => c.Metric.IsMean && Address(c) == at.Value("of"));
        if (change is null || against.Runs.FirstOrDefault(r => r.Id == change.Run) is not { } run)
            return null;
        var before = change.Metric.Values(library.Open(against.Runs[0]).Scores, change.Before);
        var after = change.Metric.Values(library.Open(run).Scores, change.After);
        var both = before
            .Where(v => after.ContainsKey(v.Key))
            .Select(v => (Id: v.Key, Before: v.Value, After: after[v.Key]))
            .OrderByDescending(v => Math.Abs(v.After - v.Before))
            .ThenBy(v => v.Id, StringComparer.Ordinal)
            .ToList();
        var (moved, total) = (both.Count(v => v.Before != v.After), both.Count);
        if (at.Value(WorseParameter) == "1")
            both.RemoveAll(v => change.Metric.LowerIsBetter ? v.After <= v.Before : v.After >= v.Before);
        var pages = Math.Max(1, (both.Count + ItemPage.Size - 1) / ItemPage.Size);
        var page = at.Number("page", 1, 1, pages);
        using var items = library.OpenItems(against.Runs[0]);
        var set = change.Metric.Tier == Tier.JudgePipeline ? RunItems.Labelled : RunItems.Questions;
        var shown = both.Skip((page - 1) * ItemPage.Size)
            .Take(ItemPage.Size)
            .Select(v => (v, Item: items.Find(set, v.Id)))
            .Where(v => v.Item is not null)
            .Select(v => new ChangedItem(v.Item!, v.v.Before, v.v.After));
        return new(change, [.. shown], moved, total, page, pages);
    }
}
