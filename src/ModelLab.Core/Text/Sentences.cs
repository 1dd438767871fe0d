using System.Text.RegularExpressions;

namespace ModelLab.Core.Text;

/// <summary>
/// Splits text into sentences: at closing punctuation before a capital, digit or quote, and at line breaks; not at abbreviations, initials,
/// decimals or the numbers of list items.
/// </summary>
public static partial class Sentences
{
    // More than any abbreviation and what stands before it, so that a long run of them takes linear time.
    private const int LongestAbbreviation = 10;

    /// <summary>The sentences of a text, trimmed, in order; none is blank.</summary>
    public static List<string> Of(string text)
    {
        text = text.TrimStart();
        var sentences = new List<string>();
        var start = 0;
        foreach (Match end in End().Matches(text))
        {
            var isLine = end.Value.Contains('\n', StringComparison.Ordinal);
            if (!isLine && Abbreviation().IsMatch(text.AsSpan()[Math.Max(start, end.Index - LongestAbbreviation)..(end.Index + 1)]))
                continue;
            Add(text[start..(end.Index + end.Length)]);
            start = end.Index + end.Length;
        }
        Add(text[start..]);
        return sentences;

        void Add(string piece)
        {
            var trimmed = piece.Trim();
            if (trimmed.Length > 0)
                sentences.Add(trimmed);
        }
    }

    [GeneratedRegex(@"[.!?…]+[»"")]*\s+(?=[«""(—–-]?\s*[\p{Lu}\p{Nd}])|\n\s*", RegexOptions.CultureInvariant)]
    private static partial Regex End();

    // What stands before a full stop that ends no sentence; a lone number at the start of a piece is a list item's.
    [GeneratedRegex(
        @"(?:^|[\s(«""])(?i:т\.\s?[едкпч]|г|гг|ул|ауд|каб|корп|стр|д|кв|руб|тыс|млн|тел|доб|им|пр|др|см|п|пп|ст|ч|мин|просп|пл|доц|проф|акад)\.$|(?:^|[\s(«"".])\p{Lu}\.$|^[0-9]{1,3}\.$",
        RegexOptions.CultureInvariant
    )]
    private static partial Regex Abbreviation();
}
