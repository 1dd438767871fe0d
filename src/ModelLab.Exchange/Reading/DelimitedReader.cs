using System.Globalization;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using ModelLab.Core;
using ModelLab.Core.Text;

namespace ModelLab.Exchange.Reading;

/// <summary>Reads CSV and its kin: the separator is told by <c>sep=</c> in a first line, else it is the commonest of the header.</summary>
internal static class DelimitedReader
{
    private static readonly char[] Separators = [';', ',', '\t', '|'];

    public static SourceTable Read(EncodedText source, string file)
    {
        var (text, skipped) = (source.Text, 0);
        char? told = null;
        if (text.StartsWith("sep=", StringComparison.OrdinalIgnoreCase) && text.Length > 4)
        {
            told = text[4];
            var end = text.IndexOf('\n', StringComparison.Ordinal);
            (text, skipped) = (end < 0 ? "" : text[(end + 1)..], 1);
        }
        var separator = told ?? Commonest(text);
        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = separator.ToString(),
            HasHeaderRecord = false,
            MissingFieldFound = null,
            IgnoreBlankLines = true,
            BadDataFound = bad =>
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{file}: line {Line(text, bad.Context.Parser!) + skipped}: a quote stands where none may: double quotes inside a field, and close the field"
                    )
                ),
        };
        using var csv = new CsvParser(new StringReader(text), configuration);
        List<string>? columns = null;
        var rows = new List<SourceRow>();
        while (csv.Read())
        {
            if (csv.Record!.All(string.IsNullOrWhiteSpace))
                continue;
            var line = Line(text, csv) + skipped;
            if (columns is null)
                columns = HeaderNames.Unique(csv.Record!, file);
            else
                rows.Add(new SourceRow(line, Fields(csv.Record!, columns, file, line)));
        }
        return new SourceTable(
            [.. (columns ?? []).Where(c => c.Length > 0)],
            rows,
            RowPlace.Line,
            $"CSV, {source.Encoding}, {(separator == '\t' ? "tab" : $"\"{separator}\"")}"
        );
    }

    private static Dictionary<string, JsonElement> Fields(string[] record, List<string> columns, string file, int line)
    {
        // Excel leaves separators at the ends of lines; anything else there is a field that fell apart.
        if (record.Length > columns.Count && record[columns.Count..].Any(f => f.Length > 0))
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: line {line}: has {record.Length} fields, the header has {columns.Count}: put fields with separators or line breaks in quotes"
                )
            );
        return columns
            .Zip(record)
            .Where(c => c.First.Length > 0 && !string.IsNullOrWhiteSpace(c.Second))
            .ToDictionary(c => c.First, c => JsonSerializer.SerializeToElement(c.Second.Trim()), StringComparer.Ordinal);
    }

    // Outside quotes: a header may hold "Question; in the user's words".
    private static char Commonest(string text)
    {
        var counts = new int[Separators.Length];
        var quoted = false;
        foreach (var letter in text.TrimStart('\r', '\n'))
        {
            if (letter == '"')
                quoted = !quoted;
            else if (letter == '\n' && !quoted)
                break;
            else if (!quoted && Array.IndexOf(Separators, letter) is >= 0 and var place)
                counts[place]++;
        }
        return Separators[Array.IndexOf(counts, counts.Max())];
    }

    // The line a record begins on; the parser counts to its end.
    private static int Line(string text, IParser parser) =>
        text.AsSpan(0, Math.Clamp((int)parser.CharCount - parser.RawRecord.Length, 0, text.Length)).Count('\n') + 1;
}
