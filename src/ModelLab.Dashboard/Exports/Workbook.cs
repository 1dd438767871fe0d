using MiniExcelLibs;
using MiniExcelLibs.OpenXml;

namespace ModelLab.Dashboard.Exports;

/// <summary>Tables as an Excel workbook, a sheet each. What is too long for a cell is cut, and every cut is named on a sheet of its own.</summary>
public static class Workbook
{
    /// <summary>The most characters that a cell of Excel holds.</summary>
    public const int LongestCell = 32_767;

    /// <summary>The sheet that names the cells that were cut: sheet, row as Excel counts them, column, characters there were.</summary>
    public const string CutSheet = "cut";

    private static readonly string[] CutColumns = ["sheet", "row", "column", "characters"];

    /// <summary>Writes tables.</summary>
    /// <param name="tables">The tables.</param>
    /// <param name="stream">Where; it must be one that can be read and sought.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteAsync(IReadOnlyList<RunTable> tables, Stream stream, CancellationToken cancellationToken)
    {
        var cut = new List<IReadOnlyList<object?>>();
        // Sheets are written in this order, row by row: when that of the cuts is, all cuts are known.
        var sheets = tables.ToDictionary(t => t.Name, t => (object)Sheet(t.Columns, Fitting(t, cut, cancellationToken)));
        sheets[CutSheet] = Sheet(CutColumns, Lazily(cut));
        await stream
            .SaveAsAsync(sheets, configuration: new OpenXmlConfiguration { FastMode = true }, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
    }

    private static IEnumerable<IReadOnlyList<object?>> Lazily(List<IReadOnlyList<object?>> rows)
    {
        foreach (var row in rows)
            yield return row;
        if (rows.Count == 0)
            yield return [null, null, null, null];
    }

    private static IEnumerable<IDictionary<string, object?>> Sheet(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        foreach (var row in rows)
        {
            var cells = new Dictionary<string, object?>(columns.Count, StringComparer.Ordinal);
            for (var i = 0; i < columns.Count; i++)
                cells[columns[i]] = row[i];
            yield return cells;
        }
    }

    private static IEnumerable<IReadOnlyList<object?>> Fitting(
        RunTable table,
        List<IReadOnlyList<object?>> cut,
        CancellationToken cancellationToken
    )
    {
        var place = 1; // the names of the columns
        foreach (var row in table.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            place++;
            var cells = new object?[row.Count];
            for (var i = 0; i < row.Count; i++)
            {
                cells[i] = row[i] is string text ? Writable(text) : row[i];
                if (cells[i] is not string { Length: > LongestCell } whole)
                    continue;
                // Half of a surrogate pair is no character.
                var length = char.IsHighSurrogate(whole[LongestCell - 1]) ? LongestCell - 1 : LongestCell;
                cells[i] = whole[..length];
                cut.Add([table.Name, place, table.Columns[i], whole.Length]);
            }
            yield return cells;
        }
    }

    // XML has no place for control characters, escaped or not.
    private static string Writable(string text) =>
        text.AsSpan().IndexOfAnyInRange('\0', '\u001f') < 0
            ? text
            : string.Concat(text.Select(c => c is '\t' or '\n' or '\r' or >= ' ' ? c : ' '));
}
