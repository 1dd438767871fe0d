using System.Globalization;
using System.Text;

namespace ModelLab.Core.Text;

/// <summary>
/// Characters that act without being seen: control characters, with which text commands a terminal, and marks that turn the direction of
/// writing, with which it disguises what it says. Outer text is shown with their names in their place.
/// </summary>
public static class HiddenCharacters
{
    /// <summary>Whether a character is one; tabs and line breaks are not.</summary>
    /// <param name="scalar">Its code point.</param>
    public static bool Contains(int scalar) =>
        scalar
            is < 0x20
                and not ('\t' or '\n' or '\r')
                or (>= 0x7F and <= 0x9F)
                or 0x061C
                or (>= 0x200E and <= 0x200F)
                or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069);

    /// <summary>
    /// The text with <c>\u001B</c> and the like in their place, which is also how JSON writes them. A carriage return that ends no line is
    /// one too: on a terminal what follows it covers what stood there.
    /// </summary>
    public static string Named(string text)
    {
        var first = 0;
        while (first < text.Length && !IsAt(text, first))
            first++;
        if (first == text.Length)
            return text;
        var named = new StringBuilder(text, 0, first, text.Length + 16);
        for (var i = first; i < text.Length; i++)
        {
            if (IsAt(text, i))
                named.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:X4}");
            else
                named.Append(text[i]);
        }
        return named.ToString();
    }

    private static bool IsAt(string text, int i) => text[i] == '\r' ? i + 1 == text.Length || text[i + 1] != '\n' : Contains(text[i]);
}
