using ModelLab.Core.Statistics;

namespace ModelLab.Core.Metrics.Agreement;

/// <summary>Spearman's ρ: Pearson's r of the ranks, so that only order counts.</summary>
public static class SpearmanCorrelation
{
    /// <summary>
    /// In [−1, 1]; equal values share the mean of their ranks. Null with fewer than two pairs, or when one side is constant.
    /// </summary>
    /// <exception cref="ArgumentException">The sides differ in length, or a value is not a number.</exception>
    public static double? Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        Paired.ThrowIfNaN(x);
        Paired.ThrowIfNaN(y);
        return PearsonCorrelation.Of(new Order(x).Ranks, new Order(y).Ranks);
    }

    /// <summary>
    /// The interval of ρ over clusters: the influence of each pair (Croux and Dehon 2010, here with the mid-distribution function, so that
    /// ties are allowed for), summed over clusters as in
    /// <see cref="ClusteredMean"/>, on Fisher's scale artanh ρ (1921) with t of G − 1 degrees of freedom. No resampling: 10,000 pairs take
    /// milliseconds.
    /// </summary>
    /// <returns>Null where ρ is undefined, with fewer than two clusters, or when the order is the same or the opposite throughout, so that
    /// nothing varies.</returns>
    /// <exception cref="ArgumentException">The sides or the clusters differ in length, or a value is not a number.</exception>
    public static ConfidenceInterval? Interval(
        IReadOnlyList<double> x,
        IReadOnlyList<double> y,
        ClusterIndex clusters,
        double confidence = 0.95
    )
    {
        Paired.ThrowIfNaN(x);
        Paired.ThrowIfNaN(y);
        var (inX, inY) = (new Order(x), new Order(y));
        if (PearsonCorrelation.Of(inX.Ranks, inY.Ranks) is not { } rho || Math.Abs(rho) > 1 - 1e-12)
            return null;
        double[] u = inX.Centred(),
            v = inY.Centred();
        double[] byX = inX.MeanAbove(v),
            byY = inY.MeanAbove(u),
            ofX = inX.MeanAbove(u),
            ofY = inY.MeanAbove(v);
        var (product, squareX, squareY) = (Mean(u, v), Mean(u, u), Mean(v, v));
        var scale = Math.Sqrt(squareX * squareY);
        // How ρ changes as a little weight is put on a pair: directly, and by moving the ranks of those above it.
        var influence = new double[u.Length];
        for (var i = 0; i < u.Length; i++)
        {
            var ofProduct = u[i] * v[i] + byX[i] + byY[i] - 3 * product;
            influence[i] = ofProduct / scale - rho / 2 * ((u[i] * u[i] + 2 * ofX[i]) / squareX + (v[i] * v[i] + 2 * ofY[i]) / squareY - 6);
        }
        if (clusters.Count < ConfidenceInterval.LeastClusters)
            return null;
        if (ClusteredMean.StandardError(influence, clusters) is not ({ } error and > 1e-12))
            return null;
        var half = Distributions.TwoSidedStudent(confidence, clusters.Count - 1) * error / (1 - rho * rho);
        return new(rho, Math.Tanh(Math.Atanh(rho) - half), Math.Tanh(Math.Atanh(rho) + half), clusters.Count);
    }

    private static double Mean(double[] a, double[] b) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(a, b) / a.Length;

    /// <summary>Values in order, equal ones as one group.</summary>
    private sealed class Order
    {
        private readonly int[] _order;
        private readonly double[] _sorted;

        public Order(IReadOnlyList<double> values)
        {
            _order = [.. Enumerable.Range(0, values.Count)];
            _sorted = [.. values];
            Array.Sort(_sorted, _order);
            Ranks = new double[values.Count];
            foreach (var (from, to) in Groups())
                for (var i = from; i < to; i++)
                    Ranks[_order[i]] = (from + to + 1) / 2.0;
        }

        /// <summary>Ranks from 1, ties at their mean.</summary>
        public double[] Ranks { get; }

        /// <summary>The mid-distribution function less its mean, ½.</summary>
        public double[] Centred() => [.. Ranks.Select(r => (r - 0.5) / Ranks.Length - 0.5)];

        /// <summary>
        /// For each place, the sum of weights of those above it and of half of those equal to it, by their number in all.
        /// </summary>
        public double[] MeanAbove(double[] weights)
        {
            var means = new double[weights.Length];
            var above = 0.0;
            foreach (var (from, to) in Groups().Reverse())
            {
                var equal = 0.0;
                for (var i = from; i < to; i++)
                    equal += weights[_order[i]];
                for (var i = from; i < to; i++)
                    means[_order[i]] = (above + equal / 2) / weights.Length;
                above += equal;
            }
            return means;
        }

        private IEnumerable<(int From, int To)> Groups()
        {
            for (var from = 0; from < _sorted.Length; )
            {
                var to = from + 1;
                while (to < _sorted.Length && _sorted[to] == _sorted[from])
                    to++;
                yield return (from, to);
                from = to;
            }
        }
    }
}
