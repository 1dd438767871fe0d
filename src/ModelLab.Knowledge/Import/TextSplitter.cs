using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Import;

/// <summary>
/// Cuts a text into passages that end where sentences end; each begins with the last sentences of the one before it. Passages are slices
/// of the text, line breaks and all. A sentence longer than a passage is cut between words, or anywhere when it has none.
/// </summary>
public static class TextSplitter
{
    /// <summary>Cuts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="size">Characters (UTF-16) a passage at most, at least 2.</param>
    /// <param name="overlap">Characters that a passage repeats of the one before it at most; less than <paramref name="size"/>.</param>
    /// <returns>The passages in order; none is blank. Together they hold every sentence.</returns>
    public static IReadOnlyList<string> Split(string text, int size, int overlap) =>
        [.. Slices(text, size, overlap).Select(s => text[s.Start..s.End])];

    internal static List<(int Start, int End)> Slices(string text, int size, int overlap)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(overlap);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(overlap, size);
        var pieces = Pieces(text, size);
        var passages = new List<(int Start, int End)>();
        for (var first = 0; first < pieces.Count; )
        {
            var last = first;
            while (last + 1 < pieces.Count && pieces[last + 1].End - pieces[first].Start <= size)
                last++;
            passages.Add((pieces[first].Start, pieces[last].End));
            if (last + 1 == pieces.Count)
                break;
            // The next one begins as early as the overlap allows, but leaves room for at least one new piece.
            var next = last + 1;
            while (
                next - 1 > first
                && pieces[last].End - pieces[next - 1].Start <= overlap
                && pieces[last + 1].End - pieces[next - 1].Start <= size
            )
                next--;
            first = next;
        }
        return passages;
    }

    private static List<(int Start, int End)> Pieces(string text, int size)
    {
        var pieces = new List<(int Start, int End)>();
        var from = 0;
        foreach (var sentence in Sentences.Of(text))
        {
            var start = text.IndexOf(sentence, from, StringComparison.Ordinal);
            from = start + sentence.Length;
            while (from - start > size)
            {
                var cut = Cut(text, start, size);
                pieces.Add((start, cut));
                for (start = cut; char.IsWhiteSpace(text[start]); )
                    start++;
            }
            pieces.Add((start, from));
        }
        return pieces;
    }

    // The last blank that fits; else between two characters, but not between the halves of one.
    private static int Cut(string text, int start, int size)
    {
        for (var at = start + size; at > start; at--)
            if (char.IsWhiteSpace(text[at]) && !char.IsWhiteSpace(text[at - 1]))
                return at;
        return char.IsLowSurrogate(text[start + size]) && char.IsHighSurrogate(text[start + size - 1]) ? start + size - 1 : start + size;
    }
}
