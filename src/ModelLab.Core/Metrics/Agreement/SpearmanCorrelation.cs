namespace ModelLab.Core.Metrics.Agreement;

/// <summary>Spearman's ρ: Pearson's r of the ranks, so that only order counts.</summary>
public static class SpearmanCorrelation
{
    /// <summary>In [−1, 1]; equal values share the mean of their ranks. Null with fewer than two pairs, or when one side is constant.</summary>
    /// <exception cref="ArgumentException">The sides differ in length, or a value is not a number.</exception>
    public static double? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Paired.ThrowIfNaN(x);
        Paired.ThrowIfNaN(y);
        return PearsonCorrelation.Of(Ranks(x), Ranks(y));
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var order = Enumerable.Range(0, values.Count).OrderBy(i => values[i]).ToArray();
        var ranks = new double[values.Count];
        for (var from = 0; from < order.Length;)
        {
            var to = from + 1;
            while (to < order.Length && values[order[to]] == values[order[from]]) to++;
            for (var i = from; i < to; i++) ranks[order[i]] = (from + to + 1) / 2.0;
            from = to;
        }
        return ranks;
    }
}
