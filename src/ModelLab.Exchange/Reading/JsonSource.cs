using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Text;

namespace ModelLab.Exchange.Reading;

/// <summary>
/// Reads JSON and JSON Lines as rows: a list of objects, an object around one, columns as lists (Hugging Face, pandas), pandas' split form,
/// pages of the Hugging Face viewer, and the tests of promptfoo. NaN, which Python writes, is null.
/// </summary>
internal static class JsonSource
{
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static SourceTable Read(EncodedText source, string file)
    {
        var text = NotANumber.ToNull(source.Text);
        try
        {
            using var json = JsonDocument.Parse(text, Lenient);
            if (!(json.RootElement.ValueKind == JsonValueKind.Object && IsOneLine(text) && IsPlainRow(json.RootElement)))
                return Read(json.RootElement, file, $"JSON, {source.Encoding}");
        }
        catch (JsonException e) when (!IsLines(text))
        {
            throw NotJson(file, e, 0);
        }
        catch (JsonException)
        {
            // Several values, one a line: read below.
        }
        return SourceTable.Of([.. Lines(text, file)], RowPlace.Line, $"JSON Lines, {source.Encoding}");
    }

    public static SourceTable Read(JsonElement root, string file, string format)
    {
        if (PromptfooTests.Of(root) is { } tests)
            return SourceTable.Of([.. tests.Select((t, i) => new SourceRow(i + 1, t))], RowPlace.Item, $"{format}, promptfoo");
        var rows = JsonRows.Of(root) ?? throw new BadInputException($"{file}: holds no list of rows: expected objects in a JSON array");
        return SourceTable.Of([.. rows.Select((r, i) => Row(i + 1, r, file, "item"))], RowPlace.Item, format);
    }

    private static IEnumerable<SourceRow> Lines(string text, string file)
    {
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            SourceRow row;
            try
            {
                using var json = JsonDocument.Parse(line, Lenient);
                row = Row(number, json.RootElement, file, "line");
            }
            catch (JsonException e)
            {
                throw NotJson(file, e, number - 1);
            }
            yield return row;
        }
    }

    private static SourceRow Row(int number, JsonElement row, string file, string place)
    {
        if (row.ValueKind != JsonValueKind.Object)
            throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{file}: {place} {number}: must be a JSON object"));
        try
        {
            var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            foreach (var field in row.EnumerateObject())
                if (field.Value.ValueKind != JsonValueKind.Null)
                    fields[field.Name] = field.Value.Clone();
            return new SourceRow(number, fields);
        }
        catch (InvalidOperationException e)
        {
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"{file}: {place} {number}: a \\u escape holds half of a character"),
                e
            );
        }
    }

    private static bool IsOneLine(string text) => !text.Trim().Contains('\n', StringComparison.Ordinal);

    // One line of JSON Lines is an object too; one with a list of objects inside is a file around its rows.
    private static bool IsPlainRow(JsonElement root) => PromptfooTests.Of(root) is null && JsonRows.Of(root) is null;

    private static bool IsLines(string text)
    {
        var first = text.TrimStart();
        var end = first.IndexOf('\n', StringComparison.Ordinal);
        try
        {
            using var json = JsonDocument.Parse(end < 0 ? first : first[..end], Lenient);
            return json.RootElement.ValueKind == JsonValueKind.Object;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static BadInputException NotJson(string file, JsonException e, int before) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{file}: not JSON (line {(e.LineNumber ?? 0) + 1 + before}, byte {(e.BytePositionInLine ?? 0) + 1})"
            ),
            e
        );
}

/// <summary>What Python's json module writes for a number that is none.</summary>
internal static class NotANumber
{
    private static readonly string[] Words = ["-Infinity", "Infinity", "NaN"];

    /// <summary>The text with null in their place; in strings they are words and stay.</summary>
    public static string ToNull(string text)
    {
        if (!Array.Exists(Words, w => text.Contains(w, StringComparison.Ordinal)))
            return text;
        var (result, quoted) = (new StringBuilder(text.Length), false);
        for (var i = 0; i < text.Length; i++)
        {
            if (quoted && text[i] == '\\' && i + 1 < text.Length)
                result.Append(text[i++]);
            else if (text[i] == '"')
                quoted = !quoted;
            else if (!quoted && Array.Find(Words, w => text.AsSpan(i).StartsWith(w, StringComparison.Ordinal)) is { } word)
            {
                result.Append("null");
                i += word.Length - 1;
                continue;
            }
            result.Append(text[i]);
        }
        return result.ToString();
    }
}
