using ModelLab.Records.Reading;

namespace ModelLab.Dashboard.Views.Judges;

/// <summary>A page of the answers on which judges differ, those with the widest range first.</summary>
/// <param name="Rows">The answers of the page.</param>
/// <param name="Found">How many there are.</param>
/// <param name="Page">The page, from 1.</param>
/// <param name="Pages">How many pages there are, at least 1.</param>
public sealed record DisagreementPage(IReadOnlyList<DisagreementRow> Rows, int Found, int Page, int Pages)
{
    /// <summary>Answers on a page.</summary>
    public const int Size = 20;

    /// <summary>Looks them up; too great a page gives the last.</summary>
    /// <param name="judges">How the judges compare.</param>
    /// <param name="generator">Whose answers are wanted; null for all.</param>
    /// <param name="page">The page, from 1.</param>
    /// <param name="items">The run's items.</param>
    public static DisagreementPage Of(JudgeComparison judges, string? generator, int page, RunItems items)
    {
        var wanted = judges.Disagreements.Where(d => generator is null || d.Generator == generator).ToList();
        var pages = Math.Max(1, (wanted.Count + Size - 1) / Size);
        var shown = Math.Clamp(page, 1, pages);
        IReadOnlyList<DisagreementRow> rows = judges.Metric is not { } metric
            ? []
            : [.. wanted.Skip((shown - 1) * Size).Take(Size).Select(d => DisagreementRow.Of(items, d, metric)).OfType<DisagreementRow>()];
        return new(rows, wanted.Count, shown, pages);
    }
}
