using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>
/// Which source page each item is about. Questions about one page succeed and fail together, so the page is the independent unit of every
/// interval and test: the item's <c>confluence_url</c>, else its chunk or context, else the item itself.
/// </summary>
public sealed class ItemPages
{
    private readonly Dictionary<string, string> _questions;
    private readonly Dictionary<string, string> _labelled;

    private ItemPages(Dictionary<string, string> questions, Dictionary<string, string> labelled) =>
        (_questions, _labelled) = (questions, labelled);

    /// <summary>Nothing is known: each item stands for a page of its own.</summary>
    public static ItemPages Unknown { get; } = new([], []);

    /// <summary>The pages of a run's items.</summary>
    /// <param name="questions">Questions of the data set and turns of sessions.</param>
    /// <param name="labelled">Items of the judge-pipeline set.</param>
    public static ItemPages Of(IEnumerable<GoldItem> questions, IEnumerable<ShowDecisionItem> labelled) =>
        new(
            questions.ToDictionary(
                q => q.Id,
                q => PageOf(q.ConfluenceUrl, q.ChunkId?.ToString(CultureInfo.InvariantCulture) ?? q.ChunkText, q.Id),
                StringComparer.Ordinal
            ),
            labelled.ToDictionary(i => i.Id, i => PageOf(i.ConfluenceUrl, i.Context, i.Id), StringComparer.Ordinal)
        );

    /// <summary>The ids of all items, questions first, in the order of their files.</summary>
    public IEnumerable<string> Items => Questions.Concat(Labelled);

    /// <summary>Ids of the questions and turns of sessions.</summary>
    public IEnumerable<string> Questions => _questions.Keys;

    /// <summary>Ids of the labelled items.</summary>
    public IEnumerable<string> Labelled => _labelled.Keys;

    /// <summary>The page of an item; items with equal texts are about one page.</summary>
    public string PageOf(Tier tier, string itemId) =>
        (tier == Tier.JudgePipeline ? _labelled : _questions).GetValueOrDefault(itemId) ?? Item(itemId);

    private static string PageOf(string? url, string? chunk, string itemId) =>
        !string.IsNullOrWhiteSpace(url) ? "url:" + url
        : !string.IsNullOrWhiteSpace(chunk) ? "chunk:" + chunk
        : Item(itemId);

    private static string Item(string itemId) => "item:" + itemId;
}
