using System.Globalization;
using System.Text;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Exports;

/// <summary>
/// A table as CSV that a spreadsheet opens by a double click: UTF-8 with a byte order mark, and what its language takes for a separator and
/// a decimal sign, since a Russian Excel reads «1.5» as the first of May.
/// </summary>
public static class CsvFile
{
    /// <summary>Writes a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="stream">Where; it stays open.</param>
    /// <param name="language">Whose spreadsheet: Russian has <c>;</c> and decimal commas, English <c>,</c> and points.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static async Task WriteAsync(RunTable table, Stream stream, Language language, CancellationToken cancellationToken)
    {
        var isRussian = language == Language.Russian;
        var separator = isRussian ? ';' : ',';
        var numbers = new NumberFormatInfo { NumberDecimalSeparator = isRussian ? "," : "." };
        await using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true)
        {
            NewLine = "\r\n",
        };
        string Field(object? value) =>
            value switch
            {
                null => "",
                double number => number.ToString("R", numbers),
                IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
                _ => Quoted((string)value, separator),
            };
        await writer.WriteLineAsync(string.Join(separator, table.Columns)).ConfigureAwait(false);
        foreach (var row in table.Rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await writer.WriteLineAsync(string.Join(separator, row.Select(Field))).ConfigureAwait(false);
        }
    }

    // A text that a spreadsheet would take for a formula gets an apostrophe before it.
    private static string Quoted(string text, char separator)
    {
        if (text.Length > 0 && "=+-@\t".Contains(text[0], StringComparison.Ordinal))
            text = "'" + text;
        return text.AsSpan().IndexOfAny([separator, '"', '\r', '\n']) < 0
            ? text
            : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
