using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace ModelLab.Dashboard.Text;

/// <summary>
/// Writes text into pages: HTML's own characters as entities, letters of all scripts as they are, and characters that act without being
/// seen (terminal escapes, marks that turn the direction of
/// writing) as their names, so that an answer cannot disguise what it says.
/// </summary>
internal sealed class HarmlessEncoder : HtmlEncoder
{
    private static readonly HtmlEncoder Inner = Create(UnicodeRanges.All);
    private static readonly SearchValues<char> Hidden = SearchValues.Create([
        .. Enumerable.Range(0, char.MaxValue).Where(IsHidden).Select(c => (char)c),
    ]);

    public override int MaxOutputCharactersPerInputCharacter => Inner.MaxOutputCharactersPerInputCharacter;

    /// <summary>Whether a character acts without being seen.</summary>
    public static bool IsHidden(int scalar) =>
        scalar
            is < 0x20
                and not ('\t' or '\n' or '\r')
                or (>= 0x7F and <= 0x9F)
                or 0x061C
                or (>= 0x200E and <= 0x200F)
                or (>= 0x202A and <= 0x202E)
                or (>= 0x2066 and <= 0x2069);

    public override bool WillEncode(int unicodeScalar) => IsHidden(unicodeScalar) || Inner.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var first = Inner.FindFirstCharacterToEncode(text, textLength);
        var hidden = new ReadOnlySpan<char>(text, first < 0 ? textLength : first).IndexOfAny(Hidden);
        return hidden >= 0 ? hidden : first;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!IsHidden(unicodeScalar))
            return Inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        var name = string.Create(CultureInfo.InvariantCulture, $"[{unicodeScalar:X}]");
        var fits = name.TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? name.Length : 0;
        return fits;
    }
}
