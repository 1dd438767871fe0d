using System.Text;

namespace ModelLab.Core.Metrics.Text;

/// <summary>What chrF needs to know of a hypothesis and its best-fitting reference. Sums over sentences are a corpus's.</summary>
public sealed class ChrFStatistics
{
    /// <summary>The longest character n-grams that count.</summary>
    public const int Orders = 6;

    // By order: n-grams of the hypothesis, of the reference, and of both. As in sacreBLEU the hypothesis's do not count where the reference
    // is too short to have any: in a corpus they would lower the precision of an order in which nothing could be matched.
    private readonly long[,] counts = new long[Orders, 3];

    private long characters;

    /// <summary>Counts one sentence; of several references the one with the best score is taken.</summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static ChrFStatistics Of(string hypothesis, IReadOnlyList<string> references, double beta = ChrF.Beta)
    {
        References.ThrowIfNone(references);
        var tokens = Sequences.Of(Characters(hypothesis), [.. references.Select(Characters)]);
        var all = references.Select(_ => new ChrFStatistics()).ToArray();
        var grams = tokens;
        for (var n = 1; n <= Orders; n++)
        {
            if (n > 1)
                grams = tokens.Longer(grams, n);
            for (var (r, own) = (0, grams[0].Length); r < all.Length; r++)
            {
                var reference = grams[r + 1].Length;
                (all[r].counts[n - 1, 0], all[r].counts[n - 1, 1], all[r].counts[n - 1, 2]) = (
                    reference == 0 ? 0 : own,
                    reference,
                    grams.Common(r + 1)
                );
                if (n == 1)
                    all[r].characters = own + reference;
            }
        }
        return all.MaxBy(s => s.Score(beta) ?? -1)!;
    }

    /// <summary>Adds another sentence's or corpus's counts to these.</summary>
    public void Add(ChrFStatistics other)
    {
        characters += other.characters;
        for (var n = 0; n < Orders; n++)
        for (var c = 0; c < 3; c++)
            counts[n, c] += other.counts[n, c];
    }

    /// <summary>chrF of these counts, from 0 to 100; null when there is no character at all.</summary>
    /// <param name="beta">How many times as much recall weighs as precision.</param>
    public double? Score(double beta = ChrF.Beta)
    {
        if (characters == 0)
            return null;
        var (precision, recall, orders) = (0.0, 0.0, 0);
        for (var n = 0; n < Orders; n++)
        {
            if (counts[n, 0] == 0 || counts[n, 1] == 0)
                continue;
            precision += (double)counts[n, 2] / counts[n, 0];
            recall += (double)counts[n, 2] / counts[n, 1];
            orders++;
        }
        if (precision + recall == 0)
            return 0;
        (precision, recall) = (precision / orders, recall / orders);
        return 100 * (1 + beta * beta) * precision * recall / (beta * beta * precision + recall);
    }

    private static IReadOnlyList<Rune> Characters(string text) => [.. text.EnumerateRunes().Where(r => !Rune.IsWhiteSpace(r))];
}
