namespace ModelLab.Core.Metrics.Text;

/// <summary>Several token sequences over one vocabulary of whole numbers, so that n-grams can be counted in arrays.</summary>
internal sealed class Sequences
{
    private readonly int[][] tokens;

    private Sequences(int[][] tokens, int vocabulary) => (this.tokens, Vocabulary) = (tokens, vocabulary);

    public int Vocabulary { get; }

    public int[] this[int sequence] => tokens[sequence];

    /// <summary>The first sequence is the hypothesis, the others are references.</summary>
    public static Sequences Of<T>(IReadOnlyList<T> hypothesis, IReadOnlyList<IReadOnlyList<T>> references)
        where T : notnull
    {
        var ids = new Dictionary<T, int>(
            hypothesis.Count * 2,
            typeof(T) == typeof(string) ? (IEqualityComparer<T>)StringComparer.Ordinal : null
        );
        var tokens = new int[references.Count + 1][];
        for (var s = 0; s < tokens.Length; s++)
        {
            var sequence = s == 0 ? hypothesis : references[s - 1];
            var own = tokens[s] = new int[sequence.Count];
            for (var i = 0; i < own.Length; i++)
            {
                if (!ids.TryGetValue(sequence[i], out own[i]))
                    ids.Add(sequence[i], own[i] = ids.Count);
            }
        }
        return new(tokens, ids.Count);
    }

    /// <summary>The n-grams of one order more: an n-gram is the one before it, and one token.</summary>
    /// <param name="grams">The n-grams of order n − 1, by where they begin.</param>
    /// <param name="order">n, from 2.</param>
    public Sequences Longer(Sequences grams, int order)
    {
        var ids = new Dictionary<long, int>(grams.Vocabulary);
        var longer = new int[tokens.Length][];
        for (var s = 0; s < tokens.Length; s++)
        {
            var (own, from) = (tokens[s], grams.tokens[s]);
            var to = longer[s] = new int[Math.Max(0, own.Length - order + 1)];
            for (var i = 0; i < to.Length; i++)
            {
                var key = ((long)from[i] << 32) | (uint)own[i + order - 1];
                if (!ids.TryGetValue(key, out to[i]))
                    ids.Add(key, to[i] = ids.Count);
            }
        }
        return new(longer, ids.Count);
    }

    /// <summary>The n-grams of order n.</summary>
    public Sequences Grams(int n)
    {
        var grams = this;
        for (var order = 2; order <= n; order++)
            grams = Longer(grams, order);
        return grams;
    }

    /// <summary>How often each item occurs in a sequence.</summary>
    public int[] Counts(int sequence)
    {
        var counts = new int[Vocabulary];
        foreach (var id in tokens[sequence])
            counts[id]++;
        return counts;
    }

    /// <summary>How many items the hypothesis and a reference share, each as often as both have it.</summary>
    public int Common(int reference)
    {
        var (counts, common) = (Counts(0), 0);
        foreach (var id in tokens[reference])
            if (counts[id]-- > 0)
                common++;
        return common;
    }
}
