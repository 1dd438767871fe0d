using System.Text;

namespace ModelLab.Llm.Configuration;

/// <summary>Removes keys, and the pieces of keys that providers like to echo, from text that comes from outside.</summary>
public sealed class SecretScrubber(IEnumerable<string> secrets)
{
    /// <summary>Echoed pieces shorter than this cannot be told from ordinary words.</summary>
    private const int ShortestPiece = 6;

    private const int LongestText = 400;

    private readonly string[] _secrets = [.. secrets.Where(s => s.Length > 0).Distinct().OrderByDescending(s => s.Length)];

    /// <summary>One line of at most 400 characters in which no piece of 6 or more characters of any key is left.</summary>
    public string Scrub(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, LongestText));
        foreach (var c in text.AsSpan(0, Math.Min(text.Length, 4 * LongestText)))
            line.Append(char.IsControl(c) ? ' ' : c);
        var result = line.ToString();
        foreach (var secret in _secrets) result = Remove(result, secret);
        return result.Length <= LongestText ? result.Trim() : string.Concat(result.AsSpan(0, LongestText), "…").Trim();
    }

    private static string Remove(string text, string secret)
    {
        if (secret.Length < ShortestPiece) return text.Replace(secret, "***", StringComparison.Ordinal);
        for (var length = secret.Length; length >= ShortestPiece; length--)
        {
            for (var start = 0; start + length <= secret.Length; start++)
            {
                var piece = secret.AsSpan(start, length);
                if (text.AsSpan().IndexOf(piece, StringComparison.Ordinal) >= 0)
                    text = text.Replace(piece.ToString(), "***", StringComparison.Ordinal);
            }
        }
        return text;
    }
}
