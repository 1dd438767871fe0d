using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ModelLab.Llm.Configuration;

/// <summary>
/// Removes keys, and the pieces of keys that providers like to echo, from text that comes from outside; and what stands where secrets do:
/// passwords in addresses, keys in queries, values of <c>Authorization</c>.
/// </summary>
public sealed partial class SecretScrubber
{
    /// <summary>Echoed pieces shorter than this cannot be told from ordinary words.</summary>
    private const int ShortestPiece = 6;

    private const int LongestText = 400;

    // Every piece of 6 characters of every key; a text that holds a longer piece holds a run of these.
    private readonly HashSet<string> _pieces = new(StringComparer.Ordinal);

    /// <summary>
    /// Learns the keys, also as URLs, JSON and HTML write them. A key of fewer than 6 characters is removed where it stands whole.
    /// </summary>
    public SecretScrubber(IEnumerable<string> secrets)
    {
        foreach (var form in secrets.Where(s => s.Length > 0).SelectMany(Forms))
        {
            var length = Math.Min(form.Length, ShortestPiece);
            for (var start = 0; start + length <= form.Length; start++)
                _pieces.Add(form.Substring(start, length));
        }
    }

    /// <summary>One line of at most 400 characters and an ellipsis in which no piece of 6 or more characters of any key is left.</summary>
    public string Scrub(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 4 * LongestText)))
            line.Append(char.IsControl(c) ? ' ' : c);
        var result = Remove(WithoutShapes(line.ToString()));
        return result.Length <= LongestText ? result.Trim() : string.Concat(result.AsSpan(0, LongestText), "…").Trim();
    }

    private static string WithoutShapes(string text) =>
        Scheme().Replace(Query().Replace(UserInfo().Replace(text, "//***@"), "$1***"), "$1 ***");

    [GeneratedRegex(@"//[^/\s@""'<>]{1,200}@", RegexOptions.CultureInvariant)]
    private static partial Regex UserInfo();

    [GeneratedRegex(
        @"([?&;](?:x[-_])?(?:api[-_]?key|subscription[-_]key|key|access[-_]?token|token|sig|signature|password|passwd|pwd|secret|client[-_]secret|auth|code)=)[^&\s""'<>#]+",
        RegexOptions.CultureInvariant | RegexOptions.IgnoreCase
    )]
    private static partial Regex Query();

    [GeneratedRegex(@"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Scheme();

    private string Remove(string text)
    {
        var known = _pieces.GetAlternateLookup<ReadOnlySpan<char>>();
        var result = new StringBuilder(text.Length);
        var hiddenUntil = 0;
        for (var i = 0; i < text.Length; i++)
        {
            for (var length = Math.Min(ShortestPiece, text.Length - i); length > 0; length--)
            {
                if (!known.Contains(text.AsSpan(i, length)))
                    continue;
                if (i >= hiddenUntil)
                    result.Append("***");
                hiddenUntil = Math.Max(hiddenUntil, i + length);
                break;
            }
            if (i >= hiddenUntil)
                result.Append(text[i]);
        }
        return result.ToString();
    }

    private static IEnumerable<string> Forms(string secret)
    {
        var url = Uri.EscapeDataString(secret);
        return new[]
        {
            secret,
            url,
            WebUtility.UrlEncode(secret),
            url.Replace("%", "%25", StringComparison.Ordinal),
            JsonEncodedText.Encode(secret).ToString(),
            WebUtility.HtmlEncode(secret),
        }
            .Concat(Base64Forms(secret))
            .SelectMany(form => new[] { form, LowerEscapes(form) })
            .Distinct();
    }

    // What of a base64 text is the secret's alone, wherever it begins in a group of three bytes: "Basic" credentials and encoded headers.
    private static IEnumerable<string> Base64Forms(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        for (var before = 0; before < 3; before++)
        {
            var all = Convert.ToBase64String([.. new byte[before], .. bytes]);
            var (first, end) = ((before * 8 + 5) / 6, (before + bytes.Length) * 8 / 6);
            if (end - first < ShortestPiece)
                continue;
            yield return all[first..end];
            yield return all[first..end].Replace('+', '-').Replace('/', '_');
        }
    }

    // Escapes are written with either case of hexadecimal digits.
    private static string LowerEscapes(string form) => Regex.Replace(form, @"%[0-9A-F]{2}|\\u[0-9A-F]{4}", m => m.Value.ToLowerInvariant());
}
