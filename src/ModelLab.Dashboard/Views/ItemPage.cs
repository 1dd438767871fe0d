using ModelLab.Core.Datasets;
using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views;

/// <summary>A page of the items that a search finds.</summary>
/// <param name="Items">The items of the page.</param>
/// <param name="Found">How many the search finds.</param>
/// <param name="Total">How many the set has.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
public sealed record ItemPage(IReadOnlyList<RunItem> Items, int Found, int Total, int Page, int Pages)
{
    /// <summary>Items on a page.</summary>
    public const int Size = 25;

    private static readonly string[] Searched =
    [
        "question",
        "ground_truth_answer",
        "answer",
        "chunk_text",
        "context",
        "confluence_url",
        "defect",
        "rationale",
    ];

    /// <summary>
    /// Searches ids, questions, answers, contexts and pages, and what models and judges wrote, without regard to case.
    /// </summary>
    /// <param name="items">The items of a set.</param>
    /// <param name="text">What is looked for; null finds all.</param>
    /// <param name="page">The page wanted, from 1; too great a one gives the last.</param>
    /// <param name="written">What models and judges wrote, by item; null to search in the items alone.</param>
    public static ItemPage Of(
        IEnumerable<RunItem> items,
        string? text,
        int page,
        Func<IEnumerable<(string ItemId, string Text)>>? written = null
    )
    {
        var answered =
            text is null || written is null
                ? []
                : written()
                    .Where(t => t.Text.Contains(text, StringComparison.OrdinalIgnoreCase))
                    .Select(t => t.ItemId)
                    .ToHashSet(StringComparer.Ordinal);
        var total = 0;
        var found = new List<RunItem>();
        foreach (var item in items)
        {
            total++;
            if (
                text is null
                || answered.Contains(item.ItemId)
                || item.ItemId.Contains(text, StringComparison.OrdinalIgnoreCase)
                || Searched.Any(f => item.Text(f)?.Contains(text, StringComparison.OrdinalIgnoreCase) == true)
            )
                found.Add(item);
        }
        var pages = Math.Max(1, (found.Count + Size - 1) / Size);
        var shown = Math.Clamp(page, 1, pages);
        return new([.. found.Skip((shown - 1) * Size).Take(Size)], found.Count, total, shown, pages);
    }
}
