using System.Globalization;
using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>Reads the fields of one item, and says uniformly what is wrong with them.</summary>
internal sealed class ItemFields(string file, int index, JsonElement item)
{
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    public int Index => index;

    /// <summary>A string that is there and not blank.</summary>
    public string RequiredText(string field)
    {
        var text = Text(field) ?? throw Error(field, "missing: every item needs it");
        return string.IsNullOrWhiteSpace(text) ? throw Error(field, "is blank: every item needs it") : text;
    }

    /// <summary>A string, or null.</summary>
    public string? Text(string field) =>
        Find(field) switch
        {
            null => null,
            { ValueKind: JsonValueKind.String } value => value.GetString(),
            { } value => throw WrongType(field, "a string", value),
        };

    /// <summary>The address of a page; null where there is none or it is blank, as in the source tool's own data sets.</summary>
    public string? Address(string field) => Text(field) is { } address && !string.IsNullOrWhiteSpace(address) ? address : null;

    /// <summary>An id: a string or a whole number; null where there is none or it is blank.</summary>
    public string? Id(string field) =>
        Find(field) switch
        {
            null => null,
            // Annotation exports of the source tool write "id": "" where there is none.
            { ValueKind: JsonValueKind.String } value => value.GetString() is { } text && !string.IsNullOrWhiteSpace(text) ? text : null,
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number.ToString(
                CultureInfo.InvariantCulture
            ),
            { } value => throw WrongType(field, "a string or a whole number", value),
        };

    /// <summary>A whole number, also written as a string; or null.</summary>
    public long? Whole(string field) => Find(field) is { } value ? Whole(field, value) : null;

    /// <summary>A position counted from 1, or null.</summary>
    public int? Position(string field) =>
        Whole(field) switch
        {
            null => null,
            >= 1 and <= int.MaxValue and var position => (int)position,
            { } other => throw Error(field, string.Create(CultureInfo.InvariantCulture, $"{other} is no position: count from 1")),
        };

    /// <summary>A list of whole numbers, or null.</summary>
    public IReadOnlyList<long>? Wholes(string field) => List(field, "whole numbers", element => Whole(field, element));

    /// <summary>A list of strings, or null.</summary>
    public IReadOnlyList<string>? Texts(string field) =>
        List(
            field,
            "strings",
            element =>
                element.ValueKind == JsonValueKind.String ? element.GetString()! : throw WrongType(field, "a list of strings", element)
        );

    /// <summary>A number from 1 to 5, or null.</summary>
    public double? Score(string field)
    {
        if (Find(field) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetDouble(out var number))
            throw WrongType(field, "a number from 1 to 5", value);
        return number is >= 1 and <= 5
            ? number
            : throw Error(field, string.Create(CultureInfo.InvariantCulture, $"{number} is outside 1–5"));
    }

    /// <summary>A mark: true/false or 1/0; or null.</summary>
    public bool? Mark(string field) =>
        Find(field) switch
        {
            null => null,
            { ValueKind: JsonValueKind.True } => true,
            { ValueKind: JsonValueKind.False } => false,
            { ValueKind: JsonValueKind.Number } value when value.TryGetInt32(out var number) && number is 0 or 1 => value.GetInt32() == 1,
            { } value => throw WrongType(field, "0 or 1", value),
        };

    /// <summary>A label that is there: true/false, or the strings yes/no/true/false/да/нет.</summary>
    public bool Label(string field)
    {
        var value = Find(field) ?? throw Error(field, "missing: every item needs a label, true or false");
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
            return value.GetBoolean();
        if (value.ValueKind == JsonValueKind.String)
        {
            switch (value.GetString()!.Trim().ToLowerInvariant())
            {
                case "yes" or "true" or "да":
                    return true;
                case "no" or "false" or "нет":
                    return false;
            }
        }
        throw Error(field, $"must be true or false (or \"yes\" or \"no\"), but is {Shown(value)}");
    }

    /// <summary>The fields that nobody read, or null when there are none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Rest()
    {
        Dictionary<string, JsonElement>? rest = null;
        foreach (var property in item.EnumerateObject())
            if (!_read.Contains(property.Name))
                (rest ??= new(StringComparer.Ordinal))[property.Name] = property.Value.Clone();
        return rest;
    }

    public BadInputException Error(string? field, string problem) => BadInputException.At(file, index, field, problem);

    public static string TypeName(JsonValueKind kind) =>
        kind switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => "a number",
            JsonValueKind.True or JsonValueKind.False => "true or false",
            _ => "null",
        };

    // null in a file means the same as a field that is not there.
    private JsonElement? Find(string field)
    {
        _read.Add(field);
        return item.TryGetProperty(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    private long Whole(string field, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number))
            return number;
        if (
            value.ValueKind == JsonValueKind.String
            && long.TryParse(value.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number)
        )
            return number;
        throw WrongType(field, "a whole number", value);
    }

    private IReadOnlyList<T>? List<T>(string field, string what, Func<JsonElement, T> read) =>
        Find(field) switch
        {
            null => null,
            { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray().Select(read)],
            { } value => throw WrongType(field, $"a list of {what}", value),
        };

    private BadInputException WrongType(string field, string expected, JsonElement found) =>
        Error(field, $"must be {expected}, but is {Shown(found)}");

    private static string Shown(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => Shorten($"\"{value.GetString()!.ReplaceLineEndings(" ")}\""),
            JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => Shorten(value.GetRawText()),
            _ => TypeName(value.ValueKind),
        };

    private static string Shorten(string text) => text.Length <= 40 ? text : text[..39] + "…";
}
