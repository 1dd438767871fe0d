using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Clustering;

/// <summary>
/// k-means++ in its greedy form (Arthur and Vassilvitskii 2007, section 5): each further seed is, of 2 + ⌊ln k⌋ rows drawn with
/// probabilities in proportion to the squared
/// distance to the nearest seed so far, the one that leaves the least of it.
/// </summary>
internal sealed class GreedySeeding
{
    private readonly UnitRows _rows;
    private readonly ParallelOptions _parallel;

    public GreedySeeding(UnitRows rows, int count, Random random, ParallelOptions parallel)
    {
        (_rows, _parallel) = (rows, parallel);
        Labels = new int[rows.Count];
        Cosines = new float[rows.Count];
        Array.Fill(Cosines, float.NegativeInfinity);
        Add(random.Next(rows.Count));
        var trials = 2 + (int)Math.Log(count);
        while (Seeds.Count < count && Total(Cosines) is > 0 and var total)
            Add(Enumerable.Range(0, trials).Select(_ => Draw(random, total)).ToArray().Distinct().MinBy(row => Total(Nearer(row))));
    }

    /// <summary>The rows chosen; fewer than asked for when there are no more directions.</summary>
    public List<int> Seeds { get; } = [];

    /// <summary>The nearest seed of each row, by its place in <see cref="Seeds"/>.</summary>
    public int[] Labels { get; }

    /// <summary>The cosine to it.</summary>
    public float[] Cosines { get; }

    private void Add(int seed)
    {
        var nearer = Nearer(seed);
        for (var i = 0; i < nearer.Length; i++)
            if (nearer[i] > Cosines[i])
                (Labels[i], Cosines[i]) = (Seeds.Count, nearer[i]);
        Seeds.Add(seed);
    }

    // Each row's cosine to the nearest of all seeds and one more row.
    private float[] Nearer(int seed)
    {
        var nearer = new float[Cosines.Length];
        RowStripes.For(
            nearer.Length,
            _parallel,
            (from, to) =>
            {
                for (var i = from; i < to; i++)
                    nearer[i] = Math.Max(Cosines[i], TensorPrimitives.Dot(_rows[i], _rows[seed]));
            }
        );
        return nearer;
    }

    private int Draw(Random random, double total)
    {
        var left = random.NextDouble() * total;
        var last = -1; // rounding may leave a rest after the last row
        for (var i = 0; i < Cosines.Length && left >= 0; i++)
        {
            if (Chord.Distance(Cosines[i]) is not (> 0 and var distance))
                continue;
            last = i;
            left -= distance;
        }
        return last;
    }

    private static double Total(float[] cosines)
    {
        var total = 0.0;
        foreach (var cosine in cosines)
            total += Chord.Distance(cosine);
        return total;
    }
}
