using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Clustering;

/// <summary>One seeding of spherical k-means and its iterations.</summary>
internal sealed class SphericalFit
{
    // How many dimensions a worker sums at a time.
    private const int DimensionStripe = 64;

    private readonly UnitRows _rows;
    private readonly int _clusters;
    private readonly float[] _centres;
    private readonly int[] _sizes;
    private readonly ParallelOptions _parallel;

    public SphericalFit(UnitRows rows, int clusters, Random random, CancellationToken cancellationToken)
    {
        _rows = rows;
        _parallel = new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount };
        var seeding = new GreedySeeding(rows, Math.Min(clusters, rows.Count), random, _parallel);
        (Labels, Cosines, _clusters) = (seeding.Labels, seeding.Cosines, seeding.Seeds.Count);
        _sizes = new int[_clusters];
        _centres = new float[_clusters * rows.Dimensions];
        for (var c = 0; c < _clusters; c++)
            rows[seeding.Seeds[c]].CopyTo(Centre(c));
    }

    public int[] Labels { get; }

    public float[] Cosines { get; }

    public bool Converged { get; private set; }

    public double Cohesion { get; private set; }

    public void Run(int maxIterations)
    {
        MoveCentres(); // the seeding left each row at its nearest seed
        for (var i = 0; i < maxIterations && !Converged; i++)
        {
            var moved = Assign() + FillEmpty();
            Converged = moved == 0;
            if (!Converged)
                MoveCentres();
        }
        if (!Converged)
            Assign();
        var sum = 0.0;
        foreach (var cosine in Cosines)
            sum += cosine;
        Cohesion = sum / Cosines.Length;
    }

    private int Assign()
    {
        var moved = 0;
        RowStripes.For(
            Labels.Length,
            _parallel,
            (from, to) =>
            {
                var changes = 0;
                for (var i = from; i < to; i++)
                {
                    var (label, best) = (Labels[i], TensorPrimitives.Dot(_rows[i], Centre(Labels[i])));
                    for (var c = 0; c < _clusters; c++)
                        if (TensorPrimitives.Dot(_rows[i], Centre(c)) is var cosine && cosine > best)
                            (label, best) = (c, cosine);
                    if (label != Labels[i])
                        changes++;
                    (Labels[i], Cosines[i]) = (label, best);
                }
                Interlocked.Add(ref moved, changes);
            }
        );
        return moved;
    }

    // A cluster that lost all its rows takes the row that fits its own cluster least; where every row fits, it stays empty.
    private int FillEmpty()
    {
        Array.Clear(_sizes);
        foreach (var label in Labels)
            _sizes[label]++;
        var filled = 0;
        for (var c = 0; c < _clusters; c++)
        {
            if (_sizes[c] > 0)
                continue;
            var worst = -1;
            for (var i = 0; i < Labels.Length; i++)
                if (_sizes[Labels[i]] > 1 && Chord.Distance(Cosines[i]) > 0 && (worst < 0 || Cosines[i] < Cosines[worst]))
                    worst = i;
            if (worst < 0)
                continue;
            _sizes[Labels[worst]]--;
            (Labels[worst], Cosines[worst], _sizes[c]) = (c, 1, 1);
            filled++;
        }
        return filled;
    }

    // Workers share the dimensions, not the rows, so that each sum has one order.
    private void MoveCentres()
    {
        var dimensions = _rows.Dimensions;
        var sums = new double[_clusters * dimensions];
        Parallel.For(
            0,
            (dimensions + DimensionStripe - 1) / DimensionStripe,
            _parallel,
            stripe =>
            {
                var from = stripe * DimensionStripe;
                var length = Math.Min(DimensionStripe, dimensions - from);
                for (var i = 0; i < Labels.Length; i++)
                {
                    var sum = sums.AsSpan(Labels[i] * dimensions + from, length);
                    var row = _rows[i].Slice(from, length);
                    for (var d = 0; d < row.Length; d++)
                        sum[d] += row[d];
                }
            }
        );
        for (var c = 0; c < _clusters; c++)
        {
            var sum = sums.AsSpan(c * dimensions, dimensions);
            var square = 0.0;
            foreach (var value in sum)
                square += value * value;
            if (square == 0)
                continue; // an empty cluster, or rows that cancel out: any direction is as good, so it keeps its own
            var scale = 1 / Math.Sqrt(square);
            var centre = Centre(c);
            for (var d = 0; d < centre.Length; d++)
                centre[d] = (float)(sum[d] * scale);
        }
    }

    private Span<float> Centre(int cluster) => _centres.AsSpan(cluster * _rows.Dimensions, _rows.Dimensions);
}
