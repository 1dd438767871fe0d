using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;

namespace ModelLab.Exchange.Writing;

/// <summary>Writes objects as tables: a column for each field that occurs, lists and objects as JSON in their cells.</summary>
public static class TableWriter
{
    /// <summary>Excel takes no more characters in a cell.</summary>
    public const int MostInCell = 32_767;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions Indented = new(Plain) { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes CSV.</summary>
    /// <param name="target">Where to.</param>
    /// <param name="rows">The objects.</param>
    /// <param name="forExcel">Whether Russian Excel is to open it by a double click: byte order mark, semicolons, decimal commas.</param>
    public static void Csv(Stream target, IReadOnlyList<JsonElement> rows, bool forExcel)
    {
        using var writer = new StreamWriter(target, new UTF8Encoding(encoderShouldEmitUTF8Identifier: forExcel), leaveOpen: true);
        using var csv = new CsvWriter(
            writer,
            new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = forExcel ? ";" : ",", NewLine = forExcel ? "\r\n" : "\n" }
        );
        var columns = Columns(rows);
        foreach (var column in columns)
            csv.WriteField(column);
        csv.NextRecord();
        foreach (var row in rows)
        {
            foreach (var column in columns)
                csv.WriteField(row.TryGetProperty(column, out var value) ? Text(value, forExcel) : "");
            csv.NextRecord();
        }
    }

    /// <summary>Writes an Excel workbook of one sheet; numbers are numbers.</summary>
    /// <returns>How many cells were too long for Excel and were cut.</returns>
    public static int Xlsx(Stream target, IReadOnlyList<JsonElement> rows)
    {
        var (columns, cut) = (Columns(rows), 0);
        var cells = rows.Select(row =>
                columns.ToDictionary(
                    c => c,
                    c => row.TryGetProperty(c, out var value) ? CellOf(value, ref cut) : null,
                    StringComparer.Ordinal
                )
            )
            .ToList();
        target.SaveAs(cells);
        return cut;
    }

    /// <summary>Writes one object a line.</summary>
    public static void JsonLines(Stream target, IReadOnlyList<JsonElement> rows)
    {
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(target, row, Plain);
            target.Write("\n"u8);
        }
    }

    /// <summary>Writes a JSON array.</summary>
    public static void Json(Stream target, IReadOnlyList<JsonElement> rows) => JsonSerializer.Serialize(target, rows, Indented);

    private static List<string> Columns(IReadOnlyList<JsonElement> rows) =>
        [.. rows.SelectMany(r => r.EnumerateObject().Select(f => f.Name)).Distinct(StringComparer.Ordinal)];

    private static string Text(JsonElement value, bool forExcel) =>
        value.ValueKind switch
        {
            JsonValueKind.Null => "",
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => forExcel ? value.GetRawText().Replace('.', ',') : value.GetRawText(),
            _ => JsonSerializer.Serialize(value, Plain),
        };

    private static object? CellOf(JsonElement value, ref int cut)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Null:
                return null;
            case JsonValueKind.True or JsonValueKind.False:
                return value.GetBoolean();
            // More than 15 digits Excel would round: such a number is an id.
            case JsonValueKind.Number when value.GetRawText().Length <= 15:
                return value.TryGetInt64(out var whole) ? whole : value.GetDouble();
            default:
                var text = Text(value, forExcel: false);
                if (text.Length <= MostInCell)
                    return text;
                cut++;
                return text[..(char.IsHighSurrogate(text[MostInCell - 1]) ? MostInCell - 1 : MostInCell)];
        }
    }
}
