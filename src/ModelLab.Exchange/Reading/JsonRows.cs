using System.Text.Json;

namespace ModelLab.Exchange.Reading;

/// <summary>Finds the rows in a JSON value.</summary>
internal static class JsonRows
{
    /// <summary>The rows, or null where the value holds none.</summary>
    public static IReadOnlyList<JsonElement>? Of(JsonElement root)
    {
        if (root.ValueKind == JsonValueKind.Array)
            return [.. root.EnumerateArray().Select(Inner)];
        if (root.ValueKind != JsonValueKind.Object)
            return null;
        if (Viewed(root) is { } viewed)
            return viewed;
        if (Split(root) is { } split)
            return split;
        if (Pivot(root) is { } pivoted)
            return pivoted;
        // {"data": [{…}, …]}: the longest list of objects is what the file is about.
        return root.EnumerateObject()
            .Where(f =>
                f.Value.ValueKind == JsonValueKind.Array
                && f.Value.GetArrayLength() > 0
                && f.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.Object)
            )
            .Where(f => f.Name is not ("features" or "messages"))
            .OrderByDescending(f => f.Value.GetArrayLength())
            .Select(f => (IReadOnlyList<JsonElement>)[.. f.Value.EnumerateArray().Select(Inner)])
            .FirstOrDefault();
    }

    // The Hugging Face viewer's answer beside features and the like: {"rows": [{"row_idx": 0, "row": {…}}, …]}
    private static List<JsonElement>? Viewed(JsonElement root) =>
        root.TryGetProperty("rows", out var rows)
        && rows.ValueKind == JsonValueKind.Array
        && rows.EnumerateArray().All(r => r.ValueKind == JsonValueKind.Object && r.TryGetProperty("row_idx", out _))
            ? [.. rows.EnumerateArray().Select(Inner)]
            : null;

    private static JsonElement Inner(JsonElement row) =>
        row.ValueKind == JsonValueKind.Object
        && row.TryGetProperty("row_idx", out _)
        && row.TryGetProperty("row", out var inner)
        && inner.ValueKind == JsonValueKind.Object
            ? inner
            : row;

    // pandas: {"columns": ["a", "b"], "data": [[1, 2], …]}
    private static List<JsonElement>? Split(JsonElement root)
    {
        if (
            !root.TryGetProperty("columns", out var columns)
            || columns.ValueKind != JsonValueKind.Array
            || !root.TryGetProperty("data", out var data)
            || data.ValueKind != JsonValueKind.Array
            || !data.EnumerateArray().All(r => r.ValueKind == JsonValueKind.Array)
        )
            return null;
        var names = columns.EnumerateArray().Select(c => c.ToString()).ToList();
        return
        [
            .. data.EnumerateArray()
                .Select(r => Object(names.Zip(r.EnumerateArray()).GroupBy(c => c.First).Select(g => (g.Key, g.First().Second)))),
        ];
    }

    // Columns as lists of equal length, or as objects by row: {"question": ["…", …], "answer": […]}, {"question": {"0": "…"}}.
    private static List<JsonElement>? Pivot(JsonElement root)
    {
        var columns = root.EnumerateObject().ToList();
        if (columns.Count < 2)
            return null;
        if (columns.All(c => c.Value.ValueKind == JsonValueKind.Array))
        {
            var length = columns[0].Value.GetArrayLength();
            return length > 0 && columns.All(c => c.Value.GetArrayLength() == length)
                ? [.. Enumerable.Range(0, length).Select(i => Object(columns.Select(c => (c.Name, c.Value[i]))))]
                : null;
        }
        if (!columns.All(c => c.Value.ValueKind == JsonValueKind.Object))
            return null;
        var keys = columns[0].Value.EnumerateObject().Select(p => p.Name).ToList();
        return keys.Count > 0 && columns.All(c => c.Value.EnumerateObject().Select(p => p.Name).SequenceEqual(keys))
            ? [.. keys.Select(k => Object(columns.Select(c => (c.Name, c.Value.GetProperty(k)))))]
            : null;
    }

    private static JsonElement Object(IEnumerable<(string Name, JsonElement Value)> fields) =>
        JsonSerializer.SerializeToElement(fields.ToDictionary(f => f.Name, f => f.Value));
}
