using System.Text.Json;
using ModelLab.Core;

namespace ModelLab.Llm.Configuration;

/// <summary>Reads an object of a file member by member. Mistakes name the file and the member's path.</summary>
/// <param name="json">The value that should be an object.</param>
/// <param name="file">The file.</param>
/// <param name="path">Where the object is; empty for the file itself.</param>
internal sealed class JsonMembers(JsonElement json, string file, string path)
{
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    /// <summary>The path of a member.</summary>
    public string PathOf(string member) => path.Length == 0 ? member : $"{path}.{member}";

    /// <summary>A mistake in a member, or in the object itself.</summary>
    public BadInputException Bad(string? member, string problem)
    {
        var where = member is null ? path : PathOf(member);
        return new($"{file}: {(where.Length == 0 ? "" : where + ": ")}{problem}");
    }

    /// <summary>A member; null where it is missing or null.</summary>
    public JsonElement? Any(string member)
    {
        _asked.Add(member);
        if (json.ValueKind != JsonValueKind.Object)
            throw Bad(null, "must be an object {…}");
        return json.TryGetProperty(member, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    /// <summary>A text that is not blank.</summary>
    public string? Text(string member) =>
        Any(member) is not { } value ? null
        : value.ValueKind == JsonValueKind.String && !string.IsNullOrWhiteSpace(value.GetString()) ? value.GetString()!.Trim()
        : throw Bad(member, "must be a text in quotes that is not empty");

    /// <summary>A number as it was written.</summary>
    public string? Number(string member) =>
        Any(member) is not { } value ? null
        : value.ValueKind == JsonValueKind.Number ? value.GetRawText()
        : throw Bad(member, "must be a number without quotes");

    /// <summary>The members of an object, each with its path; none where it is missing.</summary>
    public IEnumerable<(string Name, JsonElement Value)> Entries(string member)
    {
        if (Any(member) is not { } value)
            return [];
        return value.ValueKind == JsonValueKind.Object
            ? value.EnumerateObject().Select(p => (p.Name, p.Value))
            : throw Bad(member, "must be an object {…}");
    }

    /// <summary>The object that a member is.</summary>
    public JsonMembers Within(string member, JsonElement value) => new(value, file, PathOf(member));

    /// <summary>Refuses members but those of some names.</summary>
    public void RefuseAllBut(IEnumerable<string> names)
    {
        _asked.UnionWith(names);
        RefuseOthers();
    }

    /// <summary>Refuses members that nobody asked for.</summary>
    public void RefuseOthers()
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Bad(null, "must be an object {…}");
        foreach (var member in json.EnumerateObject())
            if (!_asked.Contains(member.Name))
                throw Bad(member.Name, $"is unknown: there are {string.Join(", ", _asked)}");
    }
}
