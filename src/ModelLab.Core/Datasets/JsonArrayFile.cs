using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>Reads a JSON file whose mistakes are reported in the user's terms.</summary>
internal static class JsonArrayFile
{
    /// <summary>The objects of a file that must be a JSON array of objects, not empty.</summary>
    /// <exception cref="BadInputException">It is not.</exception>
    public static IEnumerable<ItemFields> Items(ReadOnlyMemory<byte> utf8Json, string file)
    {
        using var json = Parse(utf8Json, file);
        if (json.RootElement.ValueKind != JsonValueKind.Array)
        {
            var squad = json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("data", out _)
                ? "; a SQuAD file is imported with 'dataset import FILE --format squad'" : "";
            throw new BadInputException($"{file}: must be a JSON array of items, but is {ItemFields.TypeName(json.RootElement.ValueKind)}{squad}");
        }
        if (json.RootElement.GetArrayLength() == 0) throw new BadInputException($"{file}: holds no items: an empty array cannot be evaluated");
        var index = 0;
        foreach (var element in json.RootElement.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object)
                throw BadInputException.At(file, index, null, $"must be an object, but is {ItemFields.TypeName(element.ValueKind)}");
            RefuseRepeatedFields(element, file, index);
            yield return new ItemFields(file, index++, element);
        }
    }

    /// <summary>Parses a whole file.</summary>
    /// <exception cref="BadInputException">It is not UTF-8 or not JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8Json, string file)
    {
        var bytes = utf8Json.Span.StartsWith("\uFEFF"u8) ? utf8Json[3..] : utf8Json;
        try
        {
            // JsonDocument checks strings only when they are read; a file in another encoding should be called that.
            if (!System.Text.Unicode.Utf8.IsValid(bytes.Span)) throw new BadInputException($"{file}: not UTF-8: save it in that encoding");
            RefuseHalfCharacters(bytes.Span, file);
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException e)
        {
            var where = string.Create(CultureInfo.InvariantCulture, $"line {(e.LineNumber ?? 0) + 1}, byte {(e.BytePositionInLine ?? 0) + 1}");
            throw new BadInputException($"{file}: not JSON ({where})", e);
        }
    }

    // JsonDocument would keep the last of them and drop the others without a word.
    private static void RefuseRepeatedFields(JsonElement item, string file, int index)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var field in item.EnumerateObject())
            if (!names.Add(field.Name)) throw BadInputException.At(file, index, field.Name, "is there more than once: keep one");
    }

    // "\ud83d" without its other half is JSON, but no text: reading it later would fail far from the place.
    private static void RefuseHalfCharacters(ReadOnlySpan<byte> bytes, string file)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
            if (!reader.ValueIsEscaped) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException e)
            {
                var line = bytes[..(int)reader.TokenStartIndex].Count((byte)'\n') + 1;
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture,
                    $"{file}: line {line}: a \\u escape holds half of a character: write the whole character"), e);
            }
        }
    }

    /// <summary>The SHA-256 of a file's bytes, hex.</summary>
    public static string Sha256(ReadOnlyMemory<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes.Span));
}
