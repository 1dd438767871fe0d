namespace ModelLab.Dashboard.Charts;

/// <summary>A chart's data in words, for readers who do not see it, and to take away.</summary>
/// <param name="Columns">Headings; the first is of the row's name.</param>
/// <param name="Rows">The rows.</param>
public sealed record ChartTable(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows);
