using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Embedding;

/// <summary>How many directions vectors really use.</summary>
public static class EffectiveDimensionality
{
    private const int Chunk = 256;

    /// <summary>
    /// The least number of principal components (Pearson 1901) whose variances sum to a share of the whole, from 1 to min(N − 1,
    /// dimensions). Variances are the eigenvalues of the
    /// Gram matrix of the centred vectors, taken on its smaller side: N × N or dimensions × dimensions, which have the same non-zero
    /// eigenvalues.
    /// </summary>
    /// <param name="vectors">The vectors.</param>
    /// <param name="share">The share of the variance, above 0 and at most 1.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Null with fewer than two vectors, or when all are the same and there is no variance.</returns>
    public static int? Of(EmbeddingMatrix vectors, double share = 0.95, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (vectors.Count < 2)
            return null;
        var centroid = Spread.Centroid(vectors);
        var gram =
            vectors.Count <= vectors.Dimensions
                ? GramOfRows(vectors, centroid, cancellation)
                : GramOfColumns(vectors, centroid, cancellation);
        var size = Math.Min(vectors.Count, vectors.Dimensions);
        var (trace, scale) = (0.0, 0.0);
        for (var i = 0; i < size; i++)
            trace += gram[i * size + i];
        for (var i = 0; i < vectors.Count; i++)
            scale = Math.Max(scale, Math.Abs(TensorPrimitives.MaxMagnitude(vectors[i])));
        // What is left of equal floats after taking their mean away is rounding, not variance.
        if (trace <= 1e-20 * scale * scale * vectors.Count * vectors.Dimensions)
            return null;
        var eigenvalues = SymmetricEigenvalues.Of(gram, size, cancellation);
        eigenvalues.AsSpan().Reverse();
        var wanted = share * eigenvalues.Sum(v => Math.Max(0, v));
        var (sum, components) = (0.0, 0);
        // A rounding error must not add a component to a share that is reached exactly.
        while (components < size && sum < wanted * (1 - 1e-12))
            sum += Math.Max(0, eigenvalues[components++]);
        return components;
    }

    private static double[] GramOfRows(EmbeddingMatrix vectors, double[] centroid, CancellationToken cancellation)
    {
        var (n, d) = (vectors.Count, vectors.Dimensions);
        var centred = new double[n * d];
        for (var i = 0; i < n; i++)
        {
            var row = centred.AsSpan(i * d, d);
            TensorPrimitives.ConvertChecked<float, double>(vectors[i], row);
            TensorPrimitives.Subtract(row, centroid, row);
        }
        var gram = new double[n * n];
        AddProducts(gram, centred, n, d, cancellation);
        return gram;
    }

    // Some vectors at a time are laid out by dimension, so that each entry is a product of two contiguous stretches.
    private static double[] GramOfColumns(EmbeddingMatrix vectors, double[] centroid, CancellationToken cancellation)
    {
        var d = vectors.Dimensions;
        var gram = new double[d * d];
        var columns = new double[d * Chunk];
        for (var first = 0; first < vectors.Count; first += Chunk)
        {
            Array.Clear(columns);
            for (var i = first; i < Math.Min(first + Chunk, vectors.Count); i++)
            {
                var row = vectors[i];
                for (var c = 0; c < d; c++)
                    columns[c * Chunk + i - first] = row[c] - centroid[c];
            }
            AddProducts(gram, columns, d, Chunk, cancellation);
        }
        return gram;
    }

    private static void AddProducts(double[] gram, double[] rows, int count, int length, CancellationToken cancellation) =>
        Parallel.For(
            0,
            count,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                var row = rows.AsSpan(i * length, length);
                for (var j = i; j < count; j++)
                {
                    var product = TensorPrimitives.Dot<double>(row, rows.AsSpan(j * length, length));
                    gram[i * count + j] += product;
                    if (j > i)
                        gram[j * count + i] += product;
                }
            }
        );
}
