namespace ModelLab.Core.Statistics;

/// <summary>
/// Which cluster each observation belongs to. Questions about one source page succeed and fail together, so the page, not the question, is
/// the independent unit.
/// </summary>
public sealed class ClusterIndex
{
    private readonly int[] of;

    private ClusterIndex(int[] of, int count) => (this.of, Count) = (of, count);

    /// <summary>How many clusters there are.</summary>
    public int Count { get; }

    /// <summary>How many observations there are.</summary>
    public int Observations => of.Length;

    /// <summary>The number of an observation's cluster, from 0.</summary>
    public int this[int observation] => of[observation];

    /// <summary>One cluster for each different key, numbered as they first occur.</summary>
    public static ClusterIndex Of<T>(IEnumerable<T> keys)
        where T : notnull
    {
        var numbers = new Dictionary<T, int>();
        int[] of =
        [
            .. keys.Select(key =>
            {
                if (!numbers.TryGetValue(key, out var number))
                    numbers.Add(key, number = numbers.Count);
                return number;
            }),
        ];
        return new(of, numbers.Count);
    }

    /// <summary>Each observation its own cluster.</summary>
    public static ClusterIndex Independent(int observations) => new([.. Enumerable.Range(0, observations)], observations);

    /// <summary>The sum of a value over each cluster.</summary>
    /// <exception cref="ArgumentException">There are not as many values as observations.</exception>
    public double[] Sums(IReadOnlyList<double> values)
    {
        if (values.Count != of.Length)
            throw new ArgumentException($"{values.Count} values do not belong to {of.Length} observations", nameof(values));
        var sums = new double[Count];
        for (var i = 0; i < of.Length; i++)
            sums[of[i]] += values[i];
        return sums;
    }

    /// <summary>How many observations each cluster has.</summary>
    public double[] Sizes()
    {
        var sizes = new double[Count];
        foreach (var cluster in of)
            sizes[cluster]++;
        return sizes;
    }
}
