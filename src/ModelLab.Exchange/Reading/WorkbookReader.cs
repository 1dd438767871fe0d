using System.Globalization;
using System.Text.Json;
using MiniExcelLibs;
using ModelLab.Core;

namespace ModelLab.Exchange.Reading;

/// <summary>Reads a sheet of an Excel workbook: its first row that is not blank names the columns.</summary>
internal static class WorkbookReader
{
    public static bool IsWorkbook(ReadOnlySpan<byte> bytes) => bytes.StartsWith("PK\u0003\u0004"u8);

    public static SourceTable Read(byte[] bytes, string file, string? sheet)
    {
        try
        {
            using var stream = new MemoryStream(bytes);
            var sheets = stream.GetSheetNames();
            if (sheet is not null && !sheets.Contains(sheet, StringComparer.Ordinal))
                throw new BadInputException($"--sheet: {file} has no sheet '{sheet}'; it has: {string.Join(", ", sheets)}");
            var taken = sheet ?? sheets[0];
            var others = sheets.Where(s => s != taken).ToList();
            var format = $"XLSX, {taken}{(others.Count == 0 ? "" : $" (--sheet: {string.Join(", ", others)})")}";
            return Rows(stream, taken, file, format);
        }
        // The library throws whatever it meets in a damaged archive.
        catch (Exception e) when (e is not (BadInputException or OutOfMemoryException))
        {
            throw new BadInputException($"{file}: not a workbook that can be read ({e.Message}): save it anew as .xlsx, or as CSV", e);
        }
    }

    private static SourceTable Rows(MemoryStream stream, string sheet, string file, string format)
    {
        List<string>? columns = null;
        var (rows, number) = (new List<SourceRow>(), 0);
        foreach (IDictionary<string, object?> cells in stream.Query(useHeaderRow: false, sheetName: sheet, excelType: ExcelType.XLSX))
        {
            number++;
            var values = cells.Values.Select(Value).ToList();
            if (values.All(v => v is null))
                continue;
            if (columns is null)
                columns = HeaderNames.Unique(values.Select(v => v?.ToString() ?? ""), file);
            else
                rows.Add(
                    new SourceRow(
                        number,
                        columns
                            .Zip(values)
                            .Where(c => c.First.Length > 0 && c.Second is not null)
                            .ToDictionary(c => c.First, c => c.Second!.Value, StringComparer.Ordinal)
                    )
                );
        }
        return new SourceTable([.. (columns ?? []).Where(c => c.Length > 0)], rows, RowPlace.Row, format);
    }

    private static JsonElement? Value(object? cell) =>
        cell switch
        {
            null => null,
            string text when string.IsNullOrWhiteSpace(text) => null,
            string text => JsonSerializer.SerializeToElement(text.Trim()),
            bool mark => JsonSerializer.SerializeToElement(mark),
            DateTime time => JsonSerializer.SerializeToElement(time.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)),
            // Excel knows no whole numbers; an id is one all the same.
            double number when number == Math.Floor(number) && Math.Abs(number) < 1e15 => JsonSerializer.SerializeToElement((long)number),
            double number when double.IsFinite(number) => JsonSerializer.SerializeToElement(number),
            IFormattable other => JsonSerializer.SerializeToElement(other.ToString(null, CultureInfo.InvariantCulture)),
            _ => JsonSerializer.SerializeToElement(cell.ToString()),
        };
}
