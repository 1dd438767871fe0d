using System.Numerics;
using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Embedding;

/// <summary>
/// How near vectors lie to one another by cosine distance, 1 − cos, in [0, 2]: each to its nearest neighbours, and all pairs. Standard
/// deviations are over the
/// population (divided by the count, numpy's default).
/// </summary>
/// <param name="Neighbours">How many neighbours each vector was compared with: k, or N − 1 if that is less.</param>
/// <param name="AverageNeighbourDistance">The mean over all vectors and their nearest neighbours.</param>
/// <param name="NeighbourDistanceDeviation">The standard deviation of the same N·k distances.</param>
/// <param name="AveragePairDistance">The mean over the N(N−1)/2 pairs.</param>
/// <param name="PairDistanceDeviation">The standard deviation over the pairs.</param>
/// <param name="MinimumPairDistance">The nearest pair.</param>
/// <param name="MaximumPairDistance">The farthest pair.</param>
public sealed record CosineGeometry(
    int Neighbours,
    double AverageNeighbourDistance,
    double NeighbourDistanceDeviation,
    double AveragePairDistance,
    double PairDistanceDeviation,
    double MinimumPairDistance,
    double MaximumPairDistance
)
{
    // 64 rows of 1,024 floats are 256 KB: two blocks of them stay in the second cache.
    private const int Block = 64;

    /// <summary>1 / (<see cref="AverageNeighbourDistance"/> + 10⁻⁶), from 0.5 to 10⁶: the nearer neighbours are, the denser.</summary>
    public double DensityScore => 1 / (AverageNeighbourDistance + 1e-6);

    /// <summary>
    /// Compares every pair once, in blocks, on all cores; memory is N·(dimensions + k), never N·N. Products are summed in single precision,
    /// so distances are right to about 10⁻⁶.
    /// </summary>
    /// <returns>Null with fewer than two vectors, or when one of them is zero and so has no direction.</returns>
    public static CosineGeometry? Of(EmbeddingMatrix vectors, int neighbours = 5, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(neighbours, 1);
        var n = vectors.Count;
        if (n < 2 || Unit(vectors) is not { } unit)
            return null;
        var k = Math.Min(neighbours, n - 1);
        var blocks = (n + Block - 1) / Block;
        var stride = unit.Length / (blocks * Block);
        var pairs = new Moments[blocks];
        var nearest = new float[n * k];
        nearest.AsSpan().Fill(float.PositiveInfinity);
        var joining = new Lock();
        Parallel.For(
            0,
            blocks,
            new ParallelOptions { CancellationToken = cancellation },
            () =>
            {
                var own = new float[n * k];
                own.AsSpan().Fill(float.PositiveInfinity);
                return (Nearest: own, Distances: new float[Block * Block]);
            },
            (turn, _, local) =>
            {
                // The first rows have the most pairs: they go first, so that cores end together.
                var rows = turn;
                var sums = new Moments();
                for (var columns = rows; columns < blocks; columns++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    Products(unit, rows * Block, columns * Block, stride, local.Distances);
                    for (var i = rows * Block; i < Math.Min(n, (rows + 1) * Block); i++)
                    {
                        var from = rows == columns ? i + 1 : columns * Block;
                        var to = Math.Min(n, (columns + 1) * Block);
                        if (from >= to)
                            continue;
                        var distances = local.Distances.AsSpan((i - rows * Block) * Block + from - columns * Block, to - from);
                        TensorPrimitives.Subtract(1f, distances, distances);
                        TensorPrimitives.Clamp(distances, 0f, 2f, distances);
                        sums.Add(distances);
                        var mine = local.Nearest.AsSpan(i * k, k);
                        for (var j = 0; j < distances.Length; j++)
                        {
                            var distance = distances[j];
                            if (distance < mine[^1])
                                Insert(mine, distance);
                            var others = local.Nearest.AsSpan((from + j) * k, k);
                            if (distance < others[^1])
                                Insert(others, distance);
                        }
                    }
                }
                pairs[rows] = sums;
                return local;
            },
            local =>
            {
                // The k least of all are the same whichever core found them, so the result does not depend on scheduling.
                lock (joining)
                {
                    for (var i = 0; i < n; i++)
                    for (var j = 0; j < k && local.Nearest[i * k + j] < nearest[i * k + k - 1]; j++)
                        Insert(nearest.AsSpan(i * k, k), local.Nearest[i * k + j]);
                }
            }
        );
        var all = new Moments();
        foreach (var block in pairs)
            all.Add(block);
        var near = new Moments();
        foreach (var distance in nearest)
            near.Add(distance);
        return new(k, near.Mean, near.StandardDeviation, all.Mean, all.StandardDeviation, all.Minimum, all.Maximum);
    }

    private static void Insert(Span<float> sorted, float value)
    {
        var at = sorted.Length - 1;
        for (; at > 0 && sorted[at - 1] > value; at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = value;
    }

    // Vectors of length 1, padded with zeros to whole blocks of rows and whole registers of columns, so that the inner loop has no edges.
    private static float[]? Unit(EmbeddingMatrix vectors)
    {
        var stride = (vectors.Dimensions + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;
        var rows = (vectors.Count + Block - 1) / Block * Block;
        var unit = new float[checked(rows * stride)];
        for (var i = 0; i < vectors.Count; i++)
        {
            // In double precision, because the square of a small float is no float.
            var square = 0.0;
            foreach (var value in vectors[i])
                square += (double)value * value;
            if (square == 0)
                return null;
            var scale = 1 / Math.Sqrt(square);
            var target = unit.AsSpan(i * stride, vectors.Dimensions);
            for (var d = 0; d < target.Length; d++)
                target[d] = (float)(vectors[i][d] * scale);
        }
        return unit;
    }

    // Four rows by two columns at a time: eight sums stay in registers, and every number loaded is used more than once.
    private static void Products(float[] unit, int firstRow, int firstColumn, int stride, float[] products)
    {
        for (var i = 0; i < Block; i += 4)
        {
            var a0 = unit.AsSpan((firstRow + i) * stride, stride);
            var a1 = unit.AsSpan((firstRow + i + 1) * stride, stride);
            var a2 = unit.AsSpan((firstRow + i + 2) * stride, stride);
            var a3 = unit.AsSpan((firstRow + i + 3) * stride, stride);
            for (var j = 0; j < Block; j += 2)
            {
                var b0 = unit.AsSpan((firstColumn + j) * stride, stride);
                var b1 = unit.AsSpan((firstColumn + j + 1) * stride, stride);
                Vector<float> s00 = default,
                    s01 = default,
                    s10 = default,
                    s11 = default,
                    s20 = default,
                    s21 = default,
                    s30 = default,
                    s31 = default;
                for (var d = 0; d < stride; d += Vector<float>.Count)
                {
                    var (x, y) = (new Vector<float>(b0[d..]), new Vector<float>(b1[d..]));
                    var row = new Vector<float>(a0[d..]);
                    (s00, s01) = (Vector.MultiplyAddEstimate(row, x, s00), Vector.MultiplyAddEstimate(row, y, s01));
                    row = new Vector<float>(a1[d..]);
                    (s10, s11) = (Vector.MultiplyAddEstimate(row, x, s10), Vector.MultiplyAddEstimate(row, y, s11));
                    row = new Vector<float>(a2[d..]);
                    (s20, s21) = (Vector.MultiplyAddEstimate(row, x, s20), Vector.MultiplyAddEstimate(row, y, s21));
                    row = new Vector<float>(a3[d..]);
                    (s30, s31) = (Vector.MultiplyAddEstimate(row, x, s30), Vector.MultiplyAddEstimate(row, y, s31));
                }
                var target = products.AsSpan(i * Block + j);
                (target[0], target[1]) = (Vector.Sum(s00), Vector.Sum(s01));
                (target[Block], target[Block + 1]) = (Vector.Sum(s10), Vector.Sum(s11));
                (target[2 * Block], target[2 * Block + 1]) = (Vector.Sum(s20), Vector.Sum(s21));
                (target[3 * Block], target[3 * Block + 1]) = (Vector.Sum(s30), Vector.Sum(s31));
            }
        }
    }
}
