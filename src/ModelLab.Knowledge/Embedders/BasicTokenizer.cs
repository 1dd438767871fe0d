using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Embedders;

/// <summary>
/// The words that BERT's WordPiece takes apart: the BasicTokenizer of Devlin et al. 2018 (google-research/bert, tokenization.py). Control
/// characters go, white space parts words, each punctuation mark is a word and so is each CJK ideograph.
/// </summary>
/// <param name="LowerCase">Whether words are lower-cased.</param>
/// <param name="StripAccents">Whether nonspacing marks are taken off (after canonical decomposition).</param>
/// <param name="PartIdeographs">Whether each CJK ideograph is a word.</param>
/// <remarks>
/// Microsoft.ML.Tokenizers' BertTokenizer finds words by a pattern of letters, digits and P* of Unicode, which no option changes: it drops
/// the symbols of ASCII and of Unicode (<c>$ + &lt; = &gt; ^ | ~ €</c>), drops tabs and line ends before they can part words, and leaves
/// <c>_</c> inside a word. So only its WordPiece is used.
/// </remarks>
internal sealed partial record BasicTokenizer(bool LowerCase, bool StripAccents, bool PartIdeographs)
{
    // Unicode 3.13, D135 and D136: what makes a Σ the last of its word.
    private const string Cased = @"[\p{Lu}\p{Ll}\p{Lt}]";
    private const string Ignorable = @"[\p{Mn}\p{Me}\p{Cf}\p{Lm}\p{Sk}'’‘.․‧:·]";

    /// <summary>The words of a text in their order.</summary>
    public IEnumerable<string> Words(string text)
    {
        foreach (var token in Parted(text).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var folded = LowerCase ? Lower(token) : token;
            if (StripAccents)
                folded = WithoutMarks(folded);
            var start = 0;
            var at = 0;
            foreach (var rune in folded.EnumerateRunes())
            {
                if (IsPunctuation(rune))
                {
                    if (at > start)
                        yield return folded[start..at];
                    yield return rune.ToString();
                    start = at + rune.Utf16SequenceLength;
                }
                at += rune.Utf16SequenceLength;
            }
            if (at > start)
                yield return folded[start..];
        }
    }

    // Half a surrogate pair is enumerated as U+FFFD, which goes like one that stood there.
    private string Parted(string text)
    {
        var parted = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            if (Rune.IsWhiteSpace(rune) && (rune.Value is '\t' or '\n' or '\r' || !IsControl(rune)))
                parted.Append(' ');
            else if (rune != Rune.ReplacementChar && !IsControl(rune))
                _ = PartIdeographs && IsIdeograph(rune.Value) ? parted.Append(' ').Append(rune).Append(' ') : parted.Append(rune);
        return parted.ToString();
    }

    private static bool IsControl(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format;

    // All of ASCII that is neither letter, digit, space nor control; of other symbols, such as €, words are made.
    private static bool IsPunctuation(Rune rune) =>
        rune.Value is (>= 33 and <= 47) or (>= 58 and <= 64) or (>= 91 and <= 96) or (>= 123 and <= 126)
        || Rune.GetUnicodeCategory(rune) is >= UnicodeCategory.ConnectorPunctuation and <= UnicodeCategory.OtherPunctuation;

    private static bool IsIdeograph(int value) =>
        value
            is (>= 0x4E00 and <= 0x9FFF)
                or (>= 0x3400 and <= 0x4DBF)
                or (>= 0x20000 and <= 0x2A6DF)
                or (>= 0x2A700 and <= 0x2B73F)
                or (>= 0x2B740 and <= 0x2B81F)
                or (>= 0x2B820 and <= 0x2CEAF)
                or (>= 0xF900 and <= 0xFAFF)
                or (>= 0x2F800 and <= 0x2FA1F);

    // The reference lower-cases by Unicode's SpecialCasing.txt, .NET letter by letter. All that differs is İ, and Σ at the end of a word.
    private static string Lower(string word) =>
        LastSigma().Replace(word, "ς").ToLowerInvariant().Replace("İ", "i\u0307", StringComparison.Ordinal);

    [GeneratedRegex($"(?<={Cased}{Ignorable}*)Σ(?!{Ignorable}*{Cased})", RegexOptions.CultureInvariant)]
    private static partial Regex LastSigma();

    private static string WithoutMarks(string word) =>
        string.Concat(
            word.Normalize(NormalizationForm.FormD)
                .EnumerateRunes()
                .Where(rune => Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
        );
}
