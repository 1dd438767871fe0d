using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>Reads a JSON file whose mistakes are reported in the user's terms.</summary>
internal static class JsonArrayFile
{
    /// <summary>
    /// The objects of a file that must be a JSON array of objects, not empty. Each is read when its turn comes, so that a large file takes
    /// no more memory than its bytes.
    /// </summary>
    /// <exception cref="BadInputException">It is not.</exception>
    public static IEnumerable<ItemFields> Items(ReadOnlyMemory<byte> utf8Json, string file)
    {
        var bytes = WithoutMark(utf8Json);
        if (Check(bytes, file) is not { } elements)
            throw NoArray(bytes, file);
        if (elements.Count == 0)
            throw new BadInputException($"{file}: holds no items: an empty array cannot be evaluated");
        foreach (var (index, place) in elements.Index())
        {
            using var json = JsonDocument.Parse(bytes[place]);
            var element = json.RootElement;
            if (element.ValueKind != JsonValueKind.Object)
                throw BadInputException.At(file, index, null, $"must be an object, but is {ItemFields.TypeName(element.ValueKind)}");
            RefuseRepeatedFields(element, file, index);
            yield return new ItemFields(file, index, element);
        }
    }

    /// <summary>Parses a whole file.</summary>
    /// <exception cref="BadInputException">It is not UTF-8 or not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8Json, string file)
    {
        var bytes = WithoutMark(utf8Json);
        Check(bytes, file);
        return JsonDocument.Parse(bytes);
    }

    private static ReadOnlyMemory<byte> WithoutMark(ReadOnlyMemory<byte> utf8Json) =>
        utf8Json.Span.StartsWith("\uFEFF"u8) ? utf8Json[3..] : utf8Json;

    private static BadInputException NoArray(ReadOnlyMemory<byte> bytes, string file)
    {
        using var json = JsonDocument.Parse(bytes);
        var squad =
            json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out _)
                ? "; a SQuAD file is imported with 'dataset import FILE --format squad'"
                : "";
        return new BadInputException(
            $"{file}: must be a JSON array of items, but is {ItemFields.TypeName(json.RootElement.ValueKind)}{squad}"
        );
    }

    /// <summary>Reads every token once.</summary>
    /// <returns>Where the elements of the array are; null when the file holds something else.</returns>
    /// <exception cref="BadInputException">It is not UTF-8 or not JSON.</exception>
    private static List<Range>? Check(ReadOnlyMemory<byte> bytes, string file)
    {
        // A reader of JSON checks strings only when they are read; a file in another encoding should be called that.
        if (!System.Text.Unicode.Utf8.IsValid(bytes.Span))
            throw new BadInputException($"{file}: not UTF-8: save it in that encoding");
        try
        {
            var reader = new Utf8JsonReader(bytes.Span);
            reader.Read();
            var elements = reader.TokenType == JsonTokenType.StartArray ? new List<Range>() : null;
            var start = 0;
            do
            {
                if (reader.ValueIsEscaped)
                    RefuseHalfCharacter(reader, bytes.Span, file);
                if (reader.CurrentDepth != 1)
                    continue;
                if (reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray))
                    start = (int)reader.TokenStartIndex;
                if (reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.StartArray))
                    elements?.Add(start..(int)reader.BytesConsumed);
            } while (reader.Read());
            return elements;
        }
        catch (JsonException e)
        {
            var where = string.Create(
                CultureInfo.InvariantCulture,
                $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}"
            );
            throw new BadInputException($"{file}: {Mistake(bytes.Span, e) ?? "not JSON"} ({where})", e);
        }
    }

    // What exporters write that looks like JSON: its name says more than a position.
    private static string? Mistake(ReadOnlySpan<byte> bytes, JsonException e)
    {
        var start = 0;
        for (var line = e.LineNumber ?? 0; line > 0; line--)
            start += bytes[start..].IndexOf((byte)'\n') + 1;
        var place = Math.Min(bytes.Length, start + (int)(e.BytePositionInLine ?? 0));
        // The position is that of the first wrong letter, or, after a sign, the one after it.
        foreach (var word in (ReadOnlySpan<string>)["NaN", "Infinity"])
            for (var at = Math.Max(0, place - 1); at <= Math.Min(bytes.Length, place + 1); at++)
                if (bytes[at..].StartsWith(System.Text.Encoding.ASCII.GetBytes(word)) && (at == 0 || bytes[at - 1] != (byte)'"'))
                    return $"{word} is no number of JSON: write null, or leave the field out";
        return bytes.TrimStart(" \t\r\n"u8) is [(byte)'{', ..] && place < bytes.Length && bytes[place] == (byte)'{'
            ? "JSON Lines (an object a line) where a JSON array is meant: 'modellab dataset import' makes one of it"
            : null;
    }

    // JsonDocument would keep the last of them and drop the others without a word.
    private static void RefuseRepeatedFields(JsonElement item, string file, int index)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in item.EnumerateObject())
            if (!names.Add(field.Name))
                throw BadInputException.At(file, index, field.Name, "is there more than once: keep one");
    }

    // "\ud83d" without its other half is JSON, but no text: reading it later would fail far from the place.
    private static void RefuseHalfCharacter(Utf8JsonReader reader, ReadOnlySpan<byte> bytes, string file)
    {
        try
        {
            reader.GetString();
        }
        catch (InvalidOperationException e)
        {
            var line = bytes[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{file}: line {line}: a \\u escape holds half of a character: write the whole character"
                ),
                e
            );
        }
    }

    /// <summary>The SHA-256 of a file's bytes, hex.</summary>
    public static string Sha256(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
