using System.Text.Json;

namespace ModelLab.Records.Vocabulary.Metrics;

/// <summary>A note's arguments as they are shown. What is missing or of another kind is a <see cref="KeyNotFoundException"/>.</summary>
internal sealed class NoteArguments(IReadOnlyDictionary<string, JsonElement> arguments, Language language)
{
    /// <summary>An argument in words: a number in the reader's digits, a list joined by commas.</summary>
    public string this[string name] => Words(Find(name));

    /// <summary>Whether there is one.</summary>
    public bool Has(string name) => arguments.ContainsKey(name);

    /// <summary>A number.</summary>
    public double Number(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetDouble(out var value) ? value : throw Missing(name);

    /// <summary>A number, or null where there is none.</summary>
    public double? NumberOrNull(string name) => Has(name) ? Number(name) : null;

    /// <summary>A whole number.</summary>
    public int Whole(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out var value) ? value : throw Missing(name);

    /// <summary>The texts of a list.</summary>
    public IReadOnlyList<string> Texts(string name) => [.. Elements(name).Select(Words)];

    /// <summary>The elements of a list of objects.</summary>
    public IEnumerable<NoteArguments> Each(string name) => Elements(name).Select(e => new NoteArguments(Fields(e, name), language));

    /// <summary>A note within the note.</summary>
    public RunNote? Note(string name) =>
        Has(name) && Find(name) is { ValueKind: JsonValueKind.Object } note && note.TryGetProperty("code", out var code)
            ? new RunNote(
                Words(code),
                note.TryGetProperty("arguments", out var fields) ? Fields(fields, name) : new Dictionary<string, JsonElement>()
            )
            : null;

    private JsonElement Find(string name) => arguments.TryGetValue(name, out var value) ? value : throw Missing(name);

    private IEnumerable<JsonElement> Elements(string name) =>
        Find(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : throw Missing(name);

    private static Dictionary<string, JsonElement> Fields(JsonElement of, string name)
    {
        if (of.ValueKind != JsonValueKind.Object)
            throw Missing(name);
        // Of two fields with one name the last counts, as for most readers.
        var fields = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var field in of.EnumerateObject())
            fields[field.Name] = field.Value;
        return fields;
    }

    private string Words(JsonElement value) =>
        value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number when value.TryGetDouble(out var number) => number.ToString("0.###", language.Culture),
            JsonValueKind.Array => string.Join(", ", value.EnumerateArray().Select(Words)),
            _ => throw Missing(value.ValueKind.ToString()),
        };

    private static KeyNotFoundException Missing(string name) => new($"a note has no usable '{name}'");
}
