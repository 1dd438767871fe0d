using System.Numerics.Tensors;
using ModelLab.Core;

namespace ModelLab.Knowledge.Search;

/// <summary>
/// Exact nearest neighbours by cosine among vectors that lie in one contiguous array, each scaled to length 1 once. Immutable and safe for
/// concurrent use.
/// </summary>
public sealed class VectorIndex
{
    // A block of rows stays in the first-level cache while every query passes over it.
    private const int BlockBytes = 16 * 1024;

    // Rows that a worker takes at a time: enough work to hide its fetching, small enough to share evenly.
    private const int StripeBytes = 4 * 1024 * 1024;

    private readonly long[] _ids;
    private readonly float[] _rows;

    internal VectorIndex(long[] ids, float[] rows, int dimensions)
    {
        (_ids, _rows, Dimensions) = (ids, rows, dimensions);
    }

    /// <summary>How many vectors can be found.</summary>
    public int Count => _ids.Length;

    /// <summary>Their length; 0 when there are none.</summary>
    public int Dimensions { get; }

    /// <summary>Makes an index.</summary>
    /// <param name="vectors">Vectors in any order, all finite and of one length, ids unique. Vectors of zeros are left out: they have no
    /// direction.</param>
    public static VectorIndex Of(IReadOnlyCollection<ItemVector> vectors)
    {
        var builder = new VectorIndexBuilder("index", vectors.Count);
        foreach (var vector in vectors.OrderBy(v => v.Id))
            builder.Add(vector.Id, vector.Values.Span);
        return builder.Build();
    }

    /// <summary>The nearest vectors of each query, nearest first, ties by id.</summary>
    /// <param name="queries">Finite vectors of length <see cref="Dimensions"/>; one of zeros finds nothing.</param>
    /// <param name="k">How many at most, at least 1.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>One list per query, in the order of the queries.</returns>
    /// <exception cref="BadInputException">A query's length differs, or it is not finite.</exception>
    public IReadOnlyList<IReadOnlyList<Neighbour>> Search(
        IReadOnlyList<ReadOnlyMemory<float>> queries,
        int k,
        CancellationToken cancellationToken
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        var found = new IReadOnlyList<Neighbour>[queries.Count];
        Array.Fill(found, []);
        if (Count == 0 || queries.Count == 0)
            return found;

        VectorCheck.Queries(queries, Dimensions);
        var units = new float[queries.Count * Dimensions];
        var searching = new List<int>();
        for (var q = 0; q < queries.Count; q++)
            if (Vectors.Normalise(queries[q].Span, units.AsSpan(searching.Count * Dimensions, Dimensions)))
                searching.Add(q);

        var best = Scan(units, searching.Count, Math.Min(k, Count), cancellationToken);
        for (var i = 0; i < searching.Count; i++)
            found[searching[i]] = [.. best[i].Sorted().Select(c => new Neighbour(_ids[c.Row], Math.Clamp(c.Similarity, -1, 1)))];
        return found;
    }

    private TopRows[] Scan(float[] units, int queries, int k, CancellationToken cancellationToken)
    {
        var stripe = Math.Max(1, StripeBytes / (sizeof(float) * Dimensions));
        var block = Math.Max(1, BlockBytes / (sizeof(float) * Dimensions));
        var best = Heaps(queries, k);
        var merging = new Lock();
        Parallel.For(
            0,
            (Count + stripe - 1) / stripe,
            new ParallelOptions { CancellationToken = cancellationToken, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => Heaps(queries, k),
            (s, _, heaps) =>
            {
                var end = Math.Min(Count, (s + 1) * stripe);
                for (var start = s * stripe; start < end; start += block)
                    ScanBlock(start, Math.Min(end, start + block), units, heaps);
                return heaps;
            },
            heaps =>
            {
                lock (merging)
                    for (var q = 0; q < queries; q++)
                        best[q].Take(heaps[q]);
            }
        );
        return best;
    }

    private void ScanBlock(int start, int end, float[] units, TopRows[] heaps)
    {
        for (var q = 0; q < heaps.Length; q++)
        {
            var query = new ReadOnlySpan<float>(units, q * Dimensions, Dimensions);
            var heap = heaps[q];
            for (var row = start; row < end; row++)
                heap.Offer(row, TensorPrimitives.Dot(new ReadOnlySpan<float>(_rows, row * Dimensions, Dimensions), query));
        }
    }

    private static TopRows[] Heaps(int queries, int k)
    {
        var heaps = new TopRows[queries];
        for (var q = 0; q < queries; q++)
            heaps[q] = new TopRows(k);
        return heaps;
    }
}
