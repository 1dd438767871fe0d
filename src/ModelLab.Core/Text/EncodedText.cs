using System.Text;

namespace ModelLab.Core.Text;

/// <summary>A file's text.</summary>
/// <param name="Text">The text, without byte order mark.</param>
/// <param name="Encoding">The encoding it was in, by its usual name: <c>UTF-8</c>, <c>UTF-16</c>, <c>Windows-1251</c>, …</param>
/// <param name="IsGuessed">Whether nothing in the file says so, and the letters decided.</param>
public sealed record EncodedText(string Text, string Encoding, bool IsGuessed)
{
    // In this order: of equal guesses the commonest counts.
    private static readonly (string Name, int CodePage)[] Cyrillic = [("Windows-1251", 1251), ("IBM866", 866), ("KOI8-R", 20866)];
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    // Two letters of three in any Russian text; in a wrong encoding they become capitals, rare letters and signs.
    private const string Frequent = "оеаинтсрвлкмд";
    private const double LeastShare = 0.5;
    private const double LeastTogether = 0.7;

    /// <summary>Reads text in UTF-8, in UTF-16 with a byte order mark, or in an older Russian encoding, told by its letters.</summary>
    /// <param name="bytes">The file's bytes.</param>
    /// <param name="file">Its name as the user gave it, for messages.</param>
    /// <exception cref="BadInputException">It is in none of these.</exception>
    public static EncodedText Of(ReadOnlySpan<byte> bytes, string file)
    {
        if (IsUtf16(bytes))
            return new(
                (bytes[0] == 0xFF ? System.Text.Encoding.Unicode : System.Text.Encoding.BigEndianUnicode).GetString(bytes[2..]),
                "UTF-16",
                IsGuessed: false
            );
        try
        {
            return new(Strict.GetString(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes), "UTF-8", IsGuessed: false);
        }
        catch (DecoderFallbackException e)
        {
            return Guess(bytes) ?? throw new BadInputException($"{file}: not UTF-8: save it in that encoding", e);
        }
    }

    /// <summary>Whether a byte order mark says that it is UTF-16.</summary>
    public static bool IsUtf16(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]);

    private static EncodedText? Guess(ReadOnlySpan<byte> bytes)
    {
        EncodedText? best = null;
        var bestShare = LeastShare;
        foreach (var (name, codePage) in Cyrillic)
        {
            var text = CodePagesEncodingProvider.Instance.GetEncoding(codePage)!.GetString(bytes);
            var places = Enumerable.Range(0, text.Length).Where(i => text[i] > 127).ToList();
            var share = (double)places.Count(i => Frequent.Contains(text[i], StringComparison.Ordinal)) / places.Count;
            // Western text has single letters with accents among plain ones: «Mдdchen».
            var together = places.Count(i => (i > 0 && text[i - 1] > 127) || (i + 1 < text.Length && text[i + 1] > 127));
            if (share > bestShare && together > places.Count * LeastTogether)
                (best, bestShare) = (new(text, name, IsGuessed: true), share);
        }
        return best;
    }
}
