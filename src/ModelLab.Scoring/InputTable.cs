using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using ModelLab.Core;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring;

/// <summary>
/// Rows of CSV (with a header line; commas, semicolons or tabs) or JSON Lines, one at a time. <c>.csv</c> and <c>.tsv</c> are the one,
/// <c>.jsonl</c>, <c>.ndjson</c> and <c>.json</c> the other; of a file with another
/// name the first character tells.
/// </summary>
internal static class InputTable
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file; its memory does not grow with the file.</summary>
    /// <param name="file">The file as the user named it.</param>
    /// <param name="repeatable">The only column of CSV that may be there several times.</param>
    /// <exception cref="BadInputException">A row cannot be read; the message names the line that it begins on.</exception>
    public static IEnumerable<TableRow> Read(string file, string? repeatable = null)
    {
        using var reader = InputText.Open(file);
        foreach (var row in IsJson(reader, file) ? JsonLines(reader, file) : Csv(reader, file, repeatable))
            yield return row;
    }

    private static bool IsJson(StreamReader reader, string file)
    {
        var extension = Path.GetExtension(file).ToLowerInvariant();
        if (extension is ".csv" or ".tsv")
            return false;
        if (extension is ".jsonl" or ".ndjson" or ".json")
            return true;
        try
        {
            return reader.Peek() is '{' or '[';
        }
        catch (DecoderFallbackException e)
        {
            throw InputText.NotUtf8(file, 1, e);
        }
    }

    private static IEnumerable<TableRow> JsonLines(StreamReader reader, string file)
    {
        foreach (var (number, line) in InputText.Lines(reader, file))
            yield return new TableRow(file, number, JsonFields(line, file, number));
    }

    private static List<TableField> JsonFields(string line, string file, int number)
    {
        try
        {
            var json = JsonElement.Parse(line, Strict);
            if (json.ValueKind != JsonValueKind.Object)
                throw InputText.Bad(file, number, null, "must be a JSON object: write one object a line");
            return [.. json.EnumerateObject().Select(p => new TableField(p.Name, null, p.Value))];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var place = (e as JsonException)?.BytePositionInLine is { } at
                ? string.Create(CultureInfo.InvariantCulture, $" (byte {at + 1})")
                : "";
            throw InputText.Bad(file, number, null, $"not one JSON object with different field names{place}: write one object a line", e);
        }
    }

    private static IEnumerable<TableRow> Csv(StreamReader reader, string file, string? repeatable)
    {
        var (top, header) = InputText.Lines(reader, file).FirstOrDefault();
        if (header is null)
            throw new BadInputException($"{file}: is empty: expected a header line and a row for each item");
        string? told = null;
        // Excel's own first line: which character separates.
        if (header.Trim('\uFEFF', '"', ' ') is ['s' or 'S', 'e' or 'E', 'p' or 'P', '=', var separator, ..])
        {
            told = separator.ToString();
            (top, header) = InputText.Lines(reader, file, top).FirstOrDefault();
            if (header is null)
                throw new BadInputException($"{file}: is empty: expected a header line and a row for each item");
        }
        var delimiter = told ?? new[] { ",", ";", "\t" }.MaxBy(d => header.Split(d).Length)!;
        // The header is read by the parser too, for a quoted name may hold a separator.
        using var first = new StringReader(header);
        using var names = new CsvParser(first, new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter });
        names.Read();
        string[] columns = [.. names.Record!.Select(n => n.Trim())];
        if (columns.CountBy(c => c).FirstOrDefault(c => c.Value > 1 && c.Key != repeatable).Key is { } twice)
            throw InputText.Bad(file, top, twice, "this column is there twice: give each its own name");

        using var csv = new CsvParser(
            reader,
            new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, BadDataFound = null }
        );
        for (var end = top; Next(csv, file, end); end = top + csv.RawRow)
        {
            var record = csv.RawRecord.AsSpan();
            // Behind a quote that is not closed the parser has gone on to the end of the file, and counted one line too many.
            if (record.Count('"') % 2 == 1)
                throw InputText.Bad(
                    file,
                    end + 1,
                    null,
                    "a quote is not closed, or stands where none may: put the field in quotes and double those inside it"
                );
            var line = top + csv.RawRow - record.TrimEnd("\r\n").Count('\n');
            var cells = csv.Record!;
            if (cells.Length != columns.Length)
                throw InputText.Bad(
                    file,
                    line,
                    null,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"has {cells.Length} fields, the header has {columns.Length}: put fields with separators or line breaks in quotes"
                    )
                );
            yield return new TableRow(file, line, [.. columns.Zip(cells, (name, cell) => new TableField(name, cell, default))]);
        }
    }

    private static bool Next(CsvParser csv, string file, int end)
    {
        try
        {
            return csv.Read();
        }
        catch (Exception e) when (e.GetBaseException() is DecoderFallbackException)
        {
            throw InputText.NotUtf8(file, end + 1, e);
        }
    }
}
