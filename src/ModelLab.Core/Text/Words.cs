using System.Globalization;
using System.Text.RegularExpressions;

namespace ModelLab.Core.Text;

/// <summary>The tokenizer <c>unicode</c>: runs of letters and digits, lower-cased with the invariant culture, ё as е.</summary>
public static partial class Words
{
    /// <summary>The words of a text, in order.</summary>
    public static List<string> Of(string text)
    {
        var words = new List<string>();
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var inside = i < text.Length && (char.IsLetterOrDigit(text[i]) || (start >= 0 && BelongsToWord(text[i])));
            if (inside && start < 0)
                start = i;
            else if (!inside && start >= 0)
            {
                words.Add(Normalise(text.AsSpan(start, i - start)));
                start = -1;
            }
        }
        return words;
    }

    /// <summary>
    /// One word as it looks: in lower case with ё as е, composed (NFC), without characters that nobody sees and without the stress marks
    /// of Russian dictionaries. What is no Unicode text becomes U+FFFD.
    /// </summary>
    public static string Normalise(ReadOnlySpan<char> word)
    {
        if (!IsComposed(word))
            word = Composed(WithoutStress(Invisible.Remove(word.ToString())));
        return string.Create(
            word.Length,
            word,
            static (target, source) =>
            {
                for (var i = 0; i < target.Length; i++)
                {
                    var c = char.ToLowerInvariant(source[i]);
                    target[i] = c == 'ё' ? 'е' : c;
                }
            }
        );
    }

    // Latin and Cyrillic letters change nothing before or after them, so there is nothing to look up (UAX #15, NFC_Quick_Check=Yes and
    // combining class 0).
    private static bool IsComposed(ReadOnlySpan<char> word)
    {
        foreach (var c in word)
            if (c is Invisible.SoftHyphen or not (< '\u0300' or (>= '\u0400' and < '\u0483') or (>= '\u048A' and < '\u0530')))
                return false;
        return true;
    }

    private static ReadOnlySpan<char> Composed(ReadOnlySpan<char> word)
    {
        // Normalisation throws on halves of surrogate pairs and on U+FFFE, which cut or odd replies hold.
        if (word.ContainsAnyInRange('\uD800', '\uDFFF') || word.Contains('\uFFFE'))
            word = string.Concat(word.ToString().EnumerateRunes()).Replace('\uFFFE', '\uFFFD');
        return word.IsNormalized() ? word : word.ToString().Normalize();
    }

    // "за́мок": an accent over a vowel shows where the stress is. Over г and к it makes other letters, which composing finds.
    private static string WithoutStress(string word) => word.AsSpan().ContainsAny(Acute, Grave) ? Stress().Replace(word, "$1") : word;

    private const char Acute = '\u0301',
        Grave = '\u0300';

    [GeneratedRegex("([аеёиоуыэюяАЕЁИОУЫЭЮЯ]\u0308?)[\u0300\u0301]", RegexOptions.CultureInvariant)]
    private static partial Regex Stress();

    // A combining mark belongs to the letter before it (й and ё come decomposed from some sources), and what nobody sees parts no words.
    private static bool BelongsToWord(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark || Invisible.Contains(c);
}
