namespace ModelLab.Core.Metrics.Text;

/// <summary>What BLEU needs to know of a hypothesis and its references. Sums over sentences are a corpus's.</summary>
public sealed class BleuStatistics
{
    /// <summary>The longest n-grams that count.</summary>
    public const int Orders = 4;

    internal long[] Matches { get; } = new long[Orders];

    internal long[] Totals { get; } = new long[Orders];

    /// <summary>Tokens of the hypotheses.</summary>
    public long HypothesisLength { get; private set; }

    /// <summary>Tokens of the references that come closest in length; of two equally close, the shorter.</summary>
    public long ReferenceLength { get; private set; }

    /// <summary>Counts one sentence.</summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static BleuStatistics Of(string hypothesis, IReadOnlyList<string> references, BleuTokenizer? tokenizer = null)
    {
        References.ThrowIfNone(references);
        tokenizer ??= BleuTokenizer.V13a;
        var tokens = Sequences.Of<string>(tokenizer.Tokenize(hypothesis), [.. references.Select(tokenizer.Tokenize)]);
        var length = tokens[0].Length;
        var statistics = new BleuStatistics
        {
            HypothesisLength = length,
            ReferenceLength = Enumerable
                .Range(1, references.Count)
                .Select(r => tokens[r].Length)
                .OrderBy(l => Math.Abs(l - length))
                .ThenBy(l => l)
                .First(),
        };
        var grams = tokens;
        for (var n = 1; n <= Orders; n++)
        {
            if (n > 1)
                grams = tokens.Longer(grams, n);
            statistics.Totals[n - 1] = grams[0].Length;
            if (grams[0].Length == 0)
                break;
            var allowed = grams.Counts(1);
            for (var r = 2; r <= references.Count; r++)
            {
                var counts = grams.Counts(r);
                for (var i = 0; i < counts.Length; i++)
                    allowed[i] = Math.Max(allowed[i], counts[i]);
            }
            foreach (var id in grams[0])
                if (allowed[id]-- > 0)
                    statistics.Matches[n - 1]++;
        }
        return statistics;
    }

    /// <summary>Adds another sentence's or corpus's counts to these.</summary>
    public void Add(BleuStatistics other)
    {
        for (var n = 0; n < Orders; n++)
        {
            Matches[n] += other.Matches[n];
            Totals[n] += other.Totals[n];
        }
        HypothesisLength += other.HypothesisLength;
        ReferenceLength += other.ReferenceLength;
    }
}
