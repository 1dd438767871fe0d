using System.Text;
using System.Text.Json;

namespace ModelLab.Records.Store;

/// <summary>
/// JSON as Python's <c>json.dump</c> writes it: with <c>NaN</c>, <c>Infinity</c> and <c>-Infinity</c>, which JSON does not know. They are
/// read as null: a number that is undefined.
/// </summary>
internal static class PythonJson
{
    private static readonly (byte[] Word, byte[] SameLength)[] Words =
    [
        ("-Infinity"u8.ToArray(), "null     "u8.ToArray()),
        ("Infinity"u8.ToArray(), "null    "u8.ToArray()),
        ("NaN"u8.ToArray(), "0  "u8.ToArray()),
    ];

    /// <summary>Parses a document.</summary>
    /// <exception cref="JsonException">It is not JSON, whatever is made of those words.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            return JsonDocument.Parse(utf8);
        }
        catch (JsonException) when (Places(utf8.Span) is { Count: > 0 } places)
        {
            var text = new MemoryStream(utf8.Length + places.Count);
            var from = 0;
            foreach (var (at, word) in places)
            {
                text.Write(utf8.Span[from..at]);
                text.Write("null"u8);
                from = at + word.Word.Length;
            }
            text.Write(utf8.Span[from..]);
            return JsonDocument.Parse(text.ToArray());
        }
    }

    /// <summary>Where the elements of an array stand; a byte order mark before it is passed over.</summary>
    /// <exception cref="JsonException">It is no array.</exception>
    public static List<Range> ElementsOf(ReadOnlySpan<byte> utf8)
    {
        // Editors put a byte order mark before JSON, which the parser takes for a mistake.
        var skipped = utf8.StartsWith(Encoding.UTF8.Preamble) ? Encoding.UTF8.Preamble.Length : 0;
        try
        {
            return ElementsOf(utf8, skipped);
        }
        catch (JsonException) when (Places(utf8) is { Count: > 0 } places)
        {
            // Of the same length, so that places stay.
            var stand = utf8.ToArray();
            foreach (var (at, word) in places)
                word.SameLength.CopyTo(stand.AsSpan(at));
            return ElementsOf(stand, skipped);
        }
    }

    private static List<Range> ElementsOf(ReadOnlySpan<byte> utf8, int skipped)
    {
        var reader = new Utf8JsonReader(utf8[skipped..]);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException("no array");
        var elements = new List<Range>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            var start = skipped + (int)reader.TokenStartIndex;
            reader.Skip();
            elements.Add(start..(skipped + (int)reader.BytesConsumed));
        }
        reader.Read(); // nothing may follow
        return elements;
    }

    private static List<(int At, (byte[] Word, byte[] SameLength) Word)> Places(ReadOnlySpan<byte> utf8)
    {
        var places = new List<(int, (byte[], byte[]))>();
        for (var (i, inString) = (0, false); i < utf8.Length; i++)
        {
            if (inString && utf8[i] == '\\')
                i++;
            else if (utf8[i] == '"')
                inString = !inString;
            else if (!inString && utf8[i] is (byte)'N' or (byte)'I' or (byte)'-')
                foreach (var word in Words)
                    if (utf8[i..].StartsWith(word.Word))
                    {
                        places.Add((i, word));
                        i += word.Word.Length - 1;
                        break;
                    }
        }
        return places;
    }
}
