using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Embedding;

/// <summary>Vectors of one length, one after another in one array.</summary>
public sealed class EmbeddingMatrix
{
    private readonly ReadOnlyMemory<float> values;

    /// <summary>Takes vectors that already lie one after another; they are not copied.</summary>
    /// <param name="values">All vectors, row by row.</param>
    /// <param name="dimensions">The length of each.</param>
    /// <exception cref="ArgumentException">The numbers do not fill whole vectors, or one of them is not finite; the message names the
    /// vector.</exception>
    public EmbeddingMatrix(ReadOnlyMemory<float> values, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        if (values.Length % dimensions != 0)
            throw new ArgumentException($"{values.Length} numbers do not fill whole vectors of {dimensions}", nameof(values));
        (this.values, Dimensions, Count) = (values, dimensions, values.Length / dimensions);
        for (var i = 0; i < Count; i++)
        {
            if (!TensorPrimitives.IsFiniteAll(this[i]))
                throw new ArgumentException($"vector {i} holds a value that is not a finite number", nameof(values));
        }
    }

    /// <summary>The number of vectors.</summary>
    public int Count { get; }

    /// <summary>The length of each vector.</summary>
    public int Dimensions { get; }

    /// <summary>One vector.</summary>
    public ReadOnlySpan<float> this[int row] => values.Span.Slice(row * Dimensions, Dimensions);

    /// <summary>Copies vectors into one array.</summary>
    /// <exception cref="ArgumentException">There is none, or they differ in length; the message names the vector.</exception>
    public static EmbeddingMatrix Of(IReadOnlyList<ReadOnlyMemory<float>> rows)
    {
        if (rows.Count == 0)
            throw new ArgumentException("there are no vectors", nameof(rows));
        var dimensions = rows[0].Length;
        var all = new float[checked(rows.Count * dimensions)];
        for (var i = 0; i < rows.Count; i++)
        {
            if (rows[i].Length != dimensions)
                throw new ArgumentException($"vector {i} has {rows[i].Length} dimensions, vector 0 has {dimensions}", nameof(rows));
            rows[i].Span.CopyTo(all.AsSpan(i * dimensions));
        }
        return new(all, dimensions);
    }
}
