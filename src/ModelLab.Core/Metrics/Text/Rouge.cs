using System.Numerics;

namespace ModelLab.Core.Metrics.Text;

/// <summary>ROUGE of one hypothesis.</summary>
/// <param name="One">ROUGE-1: shared words.</param>
/// <param name="Two">ROUGE-2: shared pairs of neighbouring words.</param>
/// <param name="L">ROUGE-L: the longest common subsequence of words.</param>
public sealed record RougeScores(OverlapScore One, OverlapScore Two, OverlapScore L);

/// <summary>
/// ROUGE (C.-Y. Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004), F with β = 1. With several references the one with
/// the best F counts, as in Google's rouge-score.
/// </summary>
public static class Rouge
{
    /// <summary>ROUGE-1, ROUGE-2 and ROUGE-L at once; a text is tokenized only once for them.</summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static RougeScores Of(string hypothesis, IReadOnlyList<string> references, TextTokenizer? tokenizer = null)
    {
        var words = Tokenize(hypothesis, references, tokenizer);
        return new(Best(words.Grams(1), references.Count), Best(words.Grams(2), references.Count), BestL(words, references.Count));
    }

    /// <summary>ROUGE-N: shared n-grams, each as often as both texts have it.</summary>
    /// <exception cref="ArgumentException">There are no references, or n is less than 1.</exception>
    public static OverlapScore N(string hypothesis, IReadOnlyList<string> references, int n, TextTokenizer? tokenizer = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        return Best(Tokenize(hypothesis, references, tokenizer).Grams(n), references.Count);
    }

    /// <summary>ROUGE-L: the longest sequence of words that both texts have in this order, gaps allowed.</summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static OverlapScore L(string hypothesis, IReadOnlyList<string> references, TextTokenizer? tokenizer = null) =>
        BestL(Tokenize(hypothesis, references, tokenizer), references.Count);

    private static Sequences Tokenize(string hypothesis, IReadOnlyList<string> references, TextTokenizer? tokenizer)
    {
        References.ThrowIfNone(references);
        tokenizer ??= TextTokenizer.Unicode;
        return Sequences.Of(tokenizer.Tokenize(hypothesis), [.. references.Select(tokenizer.Tokenize)]);
    }

    private static OverlapScore Best(Sequences grams, int references) =>
        OverlapScore.Best(Enumerable.Range(1, references).Select(r => OverlapScore.Of(grams.Common(r), grams[0].Length, grams[r].Length)));

    private static OverlapScore BestL(Sequences words, int references) =>
        OverlapScore.Best(
            Enumerable
                .Range(1, references)
                .Select(r => OverlapScore.Of(CommonSubsequence(words[0], words[r], words.Vocabulary), words[0].Length, words[r].Length))
        );

    // Bit-parallel (Hyyrö 2004): a row of the table of lengths is one bit for each word of a, 64 of them computed at once. A bit turns to 0
    // where the length grows.
    private static int CommonSubsequence(int[] a, int[] b, int vocabulary)
    {
        var width = (a.Length + 63) / 64;
        if (width == 0)
            return 0;
        var places = new ulong[vocabulary * width];
        for (var i = 0; i < a.Length; i++)
            places[a[i] * width + i / 64] |= 1UL << (i % 64);
        var row = new ulong[width];
        Array.Fill(row, ulong.MaxValue);
        foreach (var word in b)
        {
            var carry = 0UL;
            for (var w = 0; w < width; w++)
            {
                var here = row[w] & places[word * width + w];
                var sum = unchecked(row[w] + here);
                var over = sum < here ? 1UL : 0;
                var withCarry = unchecked(sum + carry);
                if (withCarry < sum)
                    over = 1;
                row[w] = withCarry | (row[w] & ~here);
                carry = over;
            }
        }
        var length = 0;
        for (var w = 0; w < width; w++)
        {
            var used = w == width - 1 && a.Length % 64 != 0 ? (1UL << (a.Length % 64)) - 1 : ulong.MaxValue;
            length += BitOperations.PopCount(~row[w] & used);
        }
        return length;
    }
}
