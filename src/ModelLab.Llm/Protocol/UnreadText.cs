using System.Text;
using System.Text.RegularExpressions;

namespace ModelLab.Llm.Protocol;

/// <summary>Says what came in place of JSON, for who has to find out why.</summary>
internal static partial class UnreadText
{
    private const int Looked = 4096;

    /// <summary>What it is; null where nothing better than the parser's own message can be said.</summary>
    public static string? Describe(ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
            return "an empty body in place of JSON";
        if (body.Length > 1 && body[0] == 0x1F && body[1] == 0x8B)
            return "compressed data in place of JSON, which was not asked for: is there a proxy?";
        var text = Encoding.UTF8.GetString(body[..Math.Min(body.Length, Looked)]).Trim();
        if (!text.StartsWith('<'))
            return null;
        var title = Title().Match(text) is { Success: true } found ? found.Groups[1].Value.Trim() : "";
        return title.Length == 0
            ? "an HTML page in place of JSON: is the address right, is there a proxy?"
            : $"an HTML page titled «{Spaces().Replace(title, " ")}» in place of JSON: is the address right, is there a proxy?";
    }

    [GeneratedRegex("<title[^>]*>([^<]{1,200})", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Title();

    [GeneratedRegex(@"\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
