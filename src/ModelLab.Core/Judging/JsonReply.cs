using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelLab.Core.Judging;

/// <summary>Finds JSON objects in what models write: in fences, between prose, with doubled braces.</summary>
internal static partial class JsonReply
{
    private const int MostObjects = 16;
    private const int MostBraces = 4;
    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The outermost complete objects of a text, in order, at most 16; and the prose around them.</summary>
    public static (List<JsonElement> Objects, string Prose) Split(string text)
    {
        var (found, prose, from) = (new List<JsonElement>(), new StringBuilder(), 0);
        for (var start = text.IndexOf('{', StringComparison.Ordinal); start >= 0 && found.Count < MostObjects; )
        {
            var end = End(text, start);
            if (end < 0)
                break;
            var candidate = text[start..end];
            if (TryParse(candidate) is { } json)
            {
                found.Add(json);
                prose.Append(text, from, start - from).Append('\n');
                from = end;
            }
            start = end < text.Length ? text.IndexOf('{', end) : -1;
        }
        return (found, prose.Append(text, from, text.Length - from).ToString());
    }

    /// <summary>Whether an object has one of some keys twice: which of the values is meant, nobody can tell.</summary>
    public static bool Repeats(JsonElement json, string[] keys) =>
        json.EnumerateObject()
            .Select(p => Readable(() => p.Name))
            .OfType<string>()
            .Where(name => keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Any(g => g.Count() > 1);

    /// <summary>The value of the first of some keys, whatever their case.</summary>
    public static bool TryGet(JsonElement json, string[] keys, out JsonElement value)
    {
        foreach (var key in keys)
        foreach (var property in json.EnumerateObject())
            if (string.Equals(Readable(() => property.Name), key, StringComparison.OrdinalIgnoreCase))
            {
                value = property.Value;
                return true;
            }
        value = default;
        return false;
    }

    /// <summary>A string's text; null for another value, and for a string that holds half of a character.</summary>
    public static string? Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? Readable(value.GetString) : null;

    /// <summary>The evidence an object gives, or null.</summary>
    public static string? Evidence(JsonElement json) =>
        TryGet(json, ["evidence", "reasoning", "reason", "rationale", "explanation", "доводы", "обоснование"], out var value)
            ? Text(value)
            : null;

    // Models cut emoji in half: "\ud83d" alone is JSON, but cannot be read as text.
    private static string? Readable(Func<string?> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    // The index behind the brace that closes the one at start, or −1. Braces inside strings do not count.
    private static int End(string text, int start)
    {
        var depth = 0;
        var inString = false;
        for (var i = start; i < text.Length; i++)
        {
            var c = text[i];
            if (inString)
            {
                if (c == '\\')
                    i++;
                else if (c == '"')
                    inString = false;
            }
            else if (c == '"')
                inString = true;
            else if (c == '{')
                depth++;
            else if (c == '}' && --depth == 0)
                return i + 1;
        }
        return -1;
    }

    private static JsonElement? TryParse(string text)
    {
        for (var braces = 1; braces <= MostBraces; braces++)
        {
            try
            {
                using var json = JsonDocument.Parse(EscapeLineBreaks(text), Lenient);
                // A doubled brace parses as no JSON at all, so a parsed object is what the model meant.
                return json.RootElement.Clone();
            }
            catch (Exception e) when (e is JsonException or ArgumentException)
            {
                // An ArgumentException means half of a character, which JSON cannot hold unescaped.
                var trimmed = text.Trim();
                if (trimmed.StartsWith("{{", StringComparison.Ordinal) && trimmed.EndsWith("}}", StringComparison.Ordinal))
                    text = trimmed[1..^1];
                else if (!trimmed.Contains('"', StringComparison.Ordinal) && PythonQuotes().IsMatch(trimmed))
                    text = trimmed.Replace('\'', '"');
                else
                    return null;
            }
        }
        return null;
    }

    // Models write raw line breaks into strings, which JSON forbids.
    private static string EscapeLineBreaks(string text)
    {
        if (!text.AsSpan().ContainsAny('\n', '\r', '\t'))
            return text;
        var result = new StringBuilder(text.Length + 16);
        var inString = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (inString && c == '\\' && i + 1 < text.Length)
            {
                result.Append(c).Append(text[++i]);
                continue;
            }
            if (c == '"')
                inString = !inString;
            var escape = !inString
                ? null
                : c switch
                {
                    '\n' => "\\n",
                    '\r' => "\\r",
                    '\t' => "\\t",
                    _ => null,
                };
            if (escape is not null)
                result.Append(escape);
            else
                result.Append(c);
        }
        return result.ToString();
    }

    // A dictionary as Python prints it: without double quotes, each key between single ones.
    [GeneratedRegex(@"\A\{\s*'[^']*'\s*:", RegexOptions.CultureInvariant)]
    private static partial Regex PythonQuotes();
}
