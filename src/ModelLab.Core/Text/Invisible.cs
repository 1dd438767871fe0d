using System.Buffers;

namespace ModelLab.Core.Text;

/// <summary>
/// Characters that nobody sees: soft hyphens, zero-width ones, byte order marks, directions, variation selectors. Web pages, PDFs and
/// models put them between letters.
/// </summary>
internal static class Invisible
{
    public const char SoftHyphen = '\u00AD';

    private static readonly SearchValues<char> All = SearchValues.Create(
        "\u00AD\u034F\u061C\u180E\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2061\u2062\u2063\u2064"
            + "\u2066\u2067\u2068\u2069\uFE00\uFE01\uFE02\uFE03\uFE04\uFE05\uFE06\uFE07\uFE08\uFE09\uFE0A\uFE0B\uFE0C\uFE0D\uFE0E\uFE0F\uFEFF"
    );

    public static bool Contains(char c) => All.Contains(c);

    /// <summary>A text without them.</summary>
    public static string Remove(string text) => text.AsSpan().ContainsAny(All) ? string.Concat(text.Where(c => !All.Contains(c))) : text;
}
