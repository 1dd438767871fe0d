using System.Text.Json;
using ModelLab.Core;

namespace ModelLab.Scoring;

/// <summary>A value of a row: a cell of CSV, or a field of JSON.</summary>
/// <param name="Name">The column or field.</param>
/// <param name="Cell">The cell's text; null in JSON.</param>
/// <param name="Json">The field's value; undefined in CSV.</param>
internal readonly record struct TableField(string Name, string? Cell, JsonElement Json);

/// <summary>A row of CSV or a line of JSON Lines, and uniform complaints about it.</summary>
/// <param name="file">The file as the user named it.</param>
/// <param name="line">The line that the row begins on, from 1.</param>
/// <param name="fields">Its values in order; in CSV a name may be there several times.</param>
internal sealed class TableRow(string file, int line, IReadOnlyList<TableField> fields)
{
    /// <summary>Whether a column is the one that is known by a name: in any case, as spreadsheets capitalize headers.</summary>
    public static bool IsNamed(string column, string name) => column.Equals(name, StringComparison.OrdinalIgnoreCase);

    public int Line => line;

    public IReadOnlyList<TableField> Fields => fields;

    public BadInputException Bad(string? field, string problem, Exception? cause = null) =>
        InputText.Bad(file, line, field, problem, cause);

    /// <summary>The fields that there are, as an addition to a message, where none of a name is; else empty.</summary>
    public string Instead(string name) =>
        Find(name) is null ? $" (there are {string.Join(", ", fields.Take(20).Select(f => InputText.Shorten(f.Name)).Distinct())})" : "";

    /// <summary>A text; null when the field is missing or null. An empty cell is an empty text.</summary>
    public string? Text(string name) => Find(name) is { } field ? field.Cell ?? Text(name, field.Json, "a string") : null;

    /// <summary>The texts of all fields of a name, those left out that are null, blank or empty.</summary>
    public IEnumerable<string> Texts(string name) =>
        fields
            .Where(f => IsNamed(f.Name, name))
            .Select(f => f.Cell ?? Text(name, f.Json, "a string"))
            .OfType<string>()
            .Where(t => !string.IsNullOrWhiteSpace(t));

    /// <summary>
    /// A string, a number, or true and false, as text without white space around it; null when there is none or the cell is blank.
    /// </summary>
    public string? Label(string name)
    {
        if (Find(name) is not { } field)
            return null;
        var text = (
            field.Cell
            ?? field.Json.ValueKind switch
            {
                JsonValueKind.Number => field.Json.GetRawText(),
                JsonValueKind.True => "true",
                JsonValueKind.False => "false",
                _ => Text(name, field.Json, "a string, a number, true or false"),
            }
        )?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>The texts of a list; in CSV a JSON array in the cell. Null when the field is missing, null or a blank cell.</summary>
    public IReadOnlyList<string>? List(string name)
    {
        if (Find(name) is not { } field || (field.Cell is { } blank && string.IsNullOrWhiteSpace(blank)))
            return null;
        var json = field.Cell is { } cell ? Parse(name, cell) : field.Json;
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.Array)
            throw Bad(name, $"must be a list of strings, but is {Kind(json)}");
        return
        [
            .. json.EnumerateArray()
                .Select(item => Text(name, item, "a list of strings") ?? throw Bad(name, "must be a list of strings, but holds null")),
        ];
    }

    private TableField? Find(string name)
    {
        TableField? found = null;
        foreach (var field in fields)
        {
            if (field.Name == name)
                return field;
            if (found is null && IsNamed(field.Name, name))
                found = field;
        }
        return found;
    }

    private JsonElement Parse(string name, string cell)
    {
        try
        {
            return JsonElement.Parse(cell);
        }
        catch (JsonException e)
        {
            throw Bad(
                name,
                "must be a JSON array of strings, such as [\"one\", \"two\"]; one reference needs none and goes into 'reference'",
                e
            );
        }
    }

    private string? Text(string name, JsonElement json, string wanted)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        if (json.ValueKind != JsonValueKind.String)
            throw Bad(name, $"must be {wanted}, but is {Kind(json)}");
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw Bad(name, "holds half of a character (an unpaired surrogate): write the whole one", e);
        }
    }

    private static string Kind(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            _ => json.GetRawText(),
        };
}
