using ModelLab.Core.Datasets;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Prod;

/// <summary>Which wrong verdicts are wanted; null means all.</summary>
/// <param name="Shown">True for wrongly shown answers, false for wrongly hidden ones.</param>
/// <param name="Judge">The judge that was wrong.</param>
/// <param name="Defect">What is wrong with the answer.</param>
public sealed record WrongFilter(bool? Shown, string? Judge, string? Defect)
{
    /// <summary>The filter of an address: <c>kind</c> (<c>fp</c> or <c>fn</c>), <c>judge</c>, <c>defect</c>.</summary>
    public static WrongFilter Of(PageContext at) =>
        new(
            at.Value("kind") switch
            {
                "fp" => true,
                "fn" => false,
                _ => null,
            },
            at.Value("judge"),
            at.Value("defect")
        );

    /// <summary>Whether an item is wanted.</summary>
    public bool Takes(WrongItem item, string? defect) =>
        (Shown is null || item.Label != Shown) && (Judge is null || item.Wrong.Contains(Judge)) && (Defect is null || defect == Defect);
}

/// <summary>A wrongly judged item with its contents.</summary>
/// <param name="Wrong">Who was wrong.</param>
/// <param name="Item">The item.</param>
public sealed record WrongRow(WrongItem Wrong, RunItem Item);

/// <summary>A page of wrongly judged items.</summary>
/// <param name="Rows">The items with their contents.</param>
/// <param name="Found">How many fit the filter.</param>
/// <param name="Total">How many there are.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
public sealed record WrongPage(IReadOnlyList<WrongRow> Rows, int Found, int Total, int Page, int Pages)
{
    /// <summary>Filters and looks up.</summary>
    public static WrongPage Of(ShowVerdicts verdicts, Defects defects, WrongFilter filter, int page, RunItems items)
    {
        var found = verdicts.Wrong.Where(w => filter.Takes(w, defects.ByItem.GetValueOrDefault(w.ItemId))).ToList();
        var pages = Math.Max(1, (found.Count + ItemPage.Size - 1) / ItemPage.Size);
        var shown = Math.Clamp(page, 1, pages);
        var rows = found
            .Skip((shown - 1) * ItemPage.Size)
            .Take(ItemPage.Size)
            .Select(w => (w, Item: items.Find(RunItems.Labelled, w.ItemId)))
            .Where(r => r.Item is not null)
            .Select(r => new WrongRow(r.w, r.Item!));
        return new([.. rows], found.Count, verdicts.Wrong.Count, shown, pages);
    }
}
