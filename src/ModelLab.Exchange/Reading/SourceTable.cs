using System.Text.Json;

namespace ModelLab.Exchange.Reading;

/// <summary>A row of somebody's file.</summary>
/// <param name="Number">Its place: the line it begins on, or the row of a sheet, or the item of a list; from 1.</param>
/// <param name="Fields">Its values by the names of their columns; blank ones are not there.</param>
public sealed record SourceRow(int Number, IReadOnlyDictionary<string, JsonElement> Fields);

/// <summary>What a row's number counts.</summary>
public enum RowPlace
{
    /// <summary>Lines of a text file.</summary>
    Line,

    /// <summary>Rows of a sheet.</summary>
    Row,

    /// <summary>Items of a list.</summary>
    Item,
}

/// <summary>Somebody's file as rows, whatever its format.</summary>
/// <param name="Columns">The names of its columns, in their order.</param>
/// <param name="Rows">Its rows.</param>
/// <param name="Place">What the rows' numbers count.</param>
/// <param name="Format">What it was read as, such as <c>CSV, Windows-1251, ";"</c>.</param>
public sealed record SourceTable(IReadOnlyList<string> Columns, IReadOnlyList<SourceRow> Rows, RowPlace Place, string Format)
{
    /// <summary>A table of rows whose columns are those that occur.</summary>
    public static SourceTable Of(IReadOnlyList<SourceRow> rows, RowPlace place, string format) =>
        new([.. rows.SelectMany(r => r.Fields.Keys).Distinct(StringComparer.Ordinal)], rows, place, format);
}
