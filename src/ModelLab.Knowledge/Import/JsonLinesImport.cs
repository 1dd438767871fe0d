using System.Globalization;
using System.Text;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Datasets;

namespace ModelLab.Knowledge.Import;

/// <summary>
/// Reads chunks, one JSON object a line: <c>{"id": 1, "confluence_url": "…", "text": "…"}</c>. Ids that are no whole numbers become
/// <see cref="KnowledgeChunk.SourceId"/>, and all chunks of the file are numbered; other fields are not read.
/// </summary>
public static class JsonLinesImport
{
    /// <summary>Reads a file.</summary>
    /// <param name="utf8">Its bytes.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <param name="limits">How much is taken in.</param>
    /// <exception cref="BadInputException">A line cannot be used; the message names it.</exception>
    public static KnowledgeContent Read(ReadOnlyMemory<byte> utf8, string file, ImportLimits limits)
    {
        var (chunks, lines, number, foreign) = (new List<KnowledgeChunk>(), new Dictionary<string, int>(StringComparer.Ordinal), 0, false);
        if (utf8.Span.StartsWith("\uFEFF"u8))
            utf8 = utf8[3..];
        while (utf8.Length > 0)
        {
            var end = utf8.Span.IndexOf((byte)'\n');
            var line = end < 0 ? utf8 : utf8[..end];
            utf8 = end < 0 ? default : utf8[(end + 1)..];
            number++;
            if (line.Span.IndexOfAnyExcept(" \t\r"u8) < 0)
                continue;
            var (chunk, id) = Chunk(line, file, number, limits);
            if (!lines.TryAdd(id, number))
                throw Bad(
                    file,
                    number,
                    "id",
                    $"'{id}' is also the id of line {lines[id].ToString(CultureInfo.InvariantCulture)}: ids must be unique"
                );
            foreign |= chunk.SourceId == id;
            chunks.Add(chunk);
        }
        if (chunks.Count == 0)
            throw new BadInputException($"{file}: holds no chunks: expected one JSON object a line");
        return foreign
            ? new KnowledgeContent(
                [.. chunks.Select((c, i) => c with { Id = i + 1, SourceId = c.SourceId ?? c.Id.ToString(CultureInfo.InvariantCulture) })],
                [],
                AssignIds: true
            )
            : new KnowledgeContent(chunks, []);
    }

    private static (KnowledgeChunk Chunk, string Id) Chunk(ReadOnlyMemory<byte> line, string file, int number, ImportLimits limits)
    {
        using var json = Parse(line, file, number);
        if (json.RootElement.ValueKind != JsonValueKind.Object)
            throw Bad(file, number, null, "must be a JSON object");
        var row = json.RootElement;
        // Corpora of AutoRAG and BEIR have names of their own.
        var (idName, textName, urlName) = (
            Name(row, "id", "doc_id", "_id"),
            Name(row, "text", "contents"),
            Name(row, "confluence_url", "url")
        );
        var given = Field(row, idName) ?? throw Bad(file, number, "id", "missing: every chunk needs it");
        var id = given.ValueKind == JsonValueKind.Number ? given.GetRawText() : Text(row, idName, file, number)!;
        var text = Text(row, textName, file, number);
        if (string.IsNullOrWhiteSpace(text))
            throw Bad(file, number, "text", "is missing or blank: every chunk needs it");
        if (Encoding.UTF8.GetByteCount(text) is var bytes && bytes > limits.ChunkBytes)
            throw Bad(
                file,
                number,
                "text",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has {bytes} bytes, more than {limits.ChunkBytes}: a chunk is a passage; put long texts in a folder and import that"
                )
            );
        var (url, source) = (Text(row, urlName, file, number) ?? "", Text(row, "source_id", file, number));
        if (long.TryParse(id, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole))
            return (new KnowledgeChunk(whole, url, text, source), whole.ToString(CultureInfo.InvariantCulture));
        if (string.IsNullOrWhiteSpace(id) || given.ValueKind == JsonValueKind.Number)
            throw Bad(file, number, "id", "must be a whole number or a string");
        return (new KnowledgeChunk(0, url, text, id), id);
    }

    private static string Name(JsonElement row, string ours, params ReadOnlySpan<string> others)
    {
        foreach (var name in others)
            if (!row.TryGetProperty(ours, out _) && row.TryGetProperty(name, out _))
                return name;
        return ours;
    }

    private static JsonDocument Parse(ReadOnlyMemory<byte> line, string file, int number)
    {
        try
        {
            return JsonDocument.Parse(line);
        }
        catch (JsonException e)
        {
            throw new BadInputException(
                string.Create(CultureInfo.InvariantCulture, $"{file}: line {number}: not JSON (byte {(e.BytePositionInLine ?? 0) + 1})"),
                e
            );
        }
    }

    private static JsonElement? Field(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? Text(JsonElement item, string name, string file, int number)
    {
        if (Field(item, name) is not { } value)
            return null;
        if (value.ValueKind != JsonValueKind.String)
            throw Bad(file, number, name, "must be a string");
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException e)
        {
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: line {number}: field '{name}': not UTF-8, or half of a character: save it in that encoding"
                ),
                e
            );
        }
    }

    private static BadInputException Bad(string file, int line, string? field, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{file}: line {line}: {(field is null ? "" : $"field '{field}': ")}{problem}"));
}
