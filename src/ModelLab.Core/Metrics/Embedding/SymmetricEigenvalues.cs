using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Embedding;

/// <summary>
/// Eigenvalues, without vectors, of a symmetric matrix: Householder's reduction to three diagonals, then QL with implicit shifts (Golub and
/// Van Loan, <em>Matrix Computations</em>,
/// 4th ed., 8.3). Without the vectors it takes 4n³/3 operations, several times less than a full decomposition.
/// </summary>
internal static class SymmetricEigenvalues
{
    private const int MostSteps = 60;

    /// <summary>The eigenvalues, rising.</summary>
    /// <param name="matrix">The whole matrix row by row; it is overwritten.</param>
    /// <param name="n">Its size.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static double[] Of(double[] matrix, int n, CancellationToken cancellation)
    {
        var (diagonal, off) = Reduce(matrix, n, cancellation);
        Diagonalise(diagonal, off);
        Array.Sort(diagonal);
        return diagonal;
    }

    // Step k reflects what is right of and below (k, k) so that only one entry beside the diagonal is left in column k.
    private static (double[] Diagonal, double[] Off) Reduce(double[] a, int n, CancellationToken cancellation)
    {
        var (diagonal, off) = (new double[n], new double[n]);
        var (v, w) = (new double[n], new double[n]);
        var options = new ParallelOptions { CancellationToken = cancellation };
        for (var k = 0; k < n; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            diagonal[k] = a[k * n + k];
            var m = n - k - 1;
            if (m == 0)
                break;
            var first = k + 1;
            a.AsSpan(k * n + first, m).CopyTo(v);
            var norm = Math.Sqrt(TensorPrimitives.Dot<double>(v.AsSpan(0, m), v.AsSpan(0, m)));
            if (m == 1 || norm == 0)
            {
                off[k] = v[0];
                continue;
            }
            var alpha = v[0] > 0 ? -norm : norm;
            off[k] = alpha;
            v[0] -= alpha;
            var square = TensorPrimitives.Dot<double>(v.AsSpan(0, m), v.AsSpan(0, m));
            if (square == 0)
                continue;
            var beta = 2 / square;
            ForRows(m, options, i => w[i] = beta * TensorPrimitives.Dot<double>(a.AsSpan((first + i) * n + first, m), v.AsSpan(0, m)));
            var half = beta / 2 * TensorPrimitives.Dot<double>(w.AsSpan(0, m), v.AsSpan(0, m));
            for (var i = 0; i < m; i++)
                w[i] -= half * v[i];
            ForRows(
                m,
                options,
                i =>
                {
                    var row = a.AsSpan((first + i) * n + first, m);
                    TensorPrimitives.MultiplyAdd(w.AsSpan(0, m), -v[i], row, row);
                    TensorPrimitives.MultiplyAdd(v.AsSpan(0, m), -w[i], row, row);
                }
            );
        }
        return (diagonal, off);
    }

    // Handing out small rows costs more than working on them.
    private static void ForRows(int rows, ParallelOptions options, Action<int> body)
    {
        if (rows >= 256)
            Parallel.For(0, rows, options, body);
        else
            for (var i = 0; i < rows; i++)
                body(i);
    }

    private static void Diagonalise(double[] d, double[] e)
    {
        var n = d.Length;
        // Rounding has changed every eigenvalue by about this much already; the zeros of a singular matrix come no nearer than that.
        var negligible =
            2.3e-16 * (Math.Abs(TensorPrimitives.MaxMagnitude<double>(d)) + Math.Abs(TensorPrimitives.MaxMagnitude<double>(e)));
        for (var low = 0; low < n; low++)
        {
            for (var step = 0; ; step++)
            {
                var high = low;
                while (high < n - 1 && Math.Abs(e[high]) > negligible)
                    high++;
                if (high == low)
                    break;
                if (step == MostSteps)
                    throw new ArithmeticException("the eigenvalues did not converge");
                var g = (d[low + 1] - d[low]) / (2 * e[low]);
                var r = double.Hypot(g, 1);
                g = d[high] - d[low] + e[low] / (g + Math.CopySign(r, g));
                var (sine, cosine, p) = (1.0, 1.0, 0.0);
                var i = high - 1;
                for (; i >= low; i--)
                {
                    var f = sine * e[i];
                    var b = cosine * e[i];
                    r = double.Hypot(f, g);
                    e[i + 1] = r;
                    if (r == 0)
                    {
                        d[i + 1] -= p;
                        e[high] = 0;
                        break;
                    }
                    (sine, cosine) = (f / r, g / r);
                    g = d[i + 1] - p;
                    r = (d[i] - g) * sine + 2 * cosine * b;
                    p = sine * r;
                    d[i + 1] = g + p;
                    g = cosine * r - b;
                }
                if (r == 0 && i >= low)
                    continue;
                d[low] -= p;
                e[low] = g;
                e[high] = 0;
            }
        }
    }
}
