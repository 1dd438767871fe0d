using System.Text;

namespace ModelLab.Core.Metrics.Text;

/// <summary>
/// chrF2 (Popović 2015, 2016) as sacreBLEU computes it by default: character n-grams of orders 1–6 without white space, recall weighing twice as much as precision, orders that a side is too short for
/// left out. It needs no tokenizer and forgives inflection. From 0 to 100.
/// </summary>
public static class ChrF
{
    private const int Orders = 6;
    private const double Beta = 2;

    /// <summary>Of one sentence, for the best-fitting reference; null when neither the hypothesis nor a reference has a character.</summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static double? Sentence(string hypothesis, IReadOnlyList<string> references, double beta = Beta) => Score(Best(hypothesis, references, beta), beta);

    /// <summary>Of a corpus, from counts summed over its sentences.</summary>
    public static double? Corpus(IEnumerable<(string Hypothesis, IReadOnlyList<string> References)> sentences, double beta = Beta)
    {
        var sum = new long[Orders, 3];
        foreach (var (hypothesis, references) in sentences)
        {
            var counts = Best(hypothesis, references, beta);
            for (var n = 0; n < Orders; n++)
                for (var c = 0; c < 3; c++) sum[n, c] += counts[n, c];
        }
        return Score(sum, beta);
    }

    // By order: n-grams of the hypothesis, of the reference, and of both.
    private static long[,] Best(string hypothesis, IReadOnlyList<string> references, double beta)
    {
        References.ThrowIfNone(references);
        var tokens = Sequences.Of(Characters(hypothesis), [.. references.Select(Characters)]);
        var counts = references.Select(_ => new long[Orders, 3]).ToArray();
        var grams = tokens;
        for (var n = 1; n <= Orders; n++)
        {
            if (n > 1) grams = tokens.Longer(grams, n);
            for (var r = 0; r < counts.Length; r++)
                (counts[r][n - 1, 0], counts[r][n - 1, 1], counts[r][n - 1, 2]) = (grams[0].Length, grams[r + 1].Length, grams.Common(r + 1));
        }
        return counts.MaxBy(c => Score(c, beta) ?? -1)!;
    }

    private static IReadOnlyList<Rune> Characters(string text) => [.. text.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r))];

    private static double? Score(long[,] counts, double beta)
    {
        if (counts[0, 0] + counts[0, 1] == 0) return null;
        var (precision, recall, orders) = (0.0, 0.0, 0);
        for (var n = 0; n < Orders; n++)
        {
            if (counts[n, 0] == 0 || counts[n, 1] == 0) continue;
            precision += (double)counts[n, 2] / counts[n, 0];
            recall += (double)counts[n, 2] / counts[n, 1];
            orders++;
        }
        if (precision + recall == 0) return 0;
        (precision, recall) = (precision / orders, recall / orders);
        return 100 * (1 + beta * beta) * precision * recall / (beta * beta * precision + recall);
    }
}
