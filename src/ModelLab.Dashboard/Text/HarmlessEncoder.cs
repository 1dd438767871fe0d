using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using ModelLab.Core.Text;

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
        .. Enumerable.Range(0, char.MaxValue).Where(HiddenCharacters.Contains).Select(c => (char)c),
    ]);

    public override int MaxOutputCharactersPerInputCharacter => Inner.MaxOutputCharactersPerInputCharacter;

    public override bool WillEncode(int unicodeScalar) => HiddenCharacters.Contains(unicodeScalar) || Inner.WillEncode(unicodeScalar);

    public override unsafe int FindFirstCharacterToEncode(char* text, int textLength)
    {
        var first = Inner.FindFirstCharacterToEncode(text, textLength);
        var hidden = new ReadOnlySpan<char>(text, first < 0 ? textLength : first).IndexOfAny(Hidden);
        return hidden >= 0 ? hidden : first;
    }

    public override unsafe bool TryEncodeUnicodeScalar(int unicodeScalar, char* buffer, int bufferLength, out int numberOfCharactersWritten)
    {
        if (!HiddenCharacters.Contains(unicodeScalar))
            return Inner.TryEncodeUnicodeScalar(unicodeScalar, buffer, bufferLength, out numberOfCharactersWritten);
        var name = string.Create(CultureInfo.InvariantCulture, $"[{unicodeScalar:X}]");
        var fits = name.TryCopyTo(new Span<char>(buffer, bufferLength));
        numberOfCharactersWritten = fits ? name.Length : 0;
        return fits;
    }
}
