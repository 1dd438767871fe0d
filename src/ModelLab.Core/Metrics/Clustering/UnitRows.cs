using ModelLab.Core.Metrics.Embedding;

namespace ModelLab.Core.Metrics.Clustering;

/// <summary>Those vectors that have a direction, scaled to length 1, one after another.</summary>
internal sealed class UnitRows
{
    private readonly float[] _values;

    private UnitRows(float[] values, int[] origin, int dimensions) => (_values, Origin, Dimensions) = (values, origin, dimensions);

    public int Count => Origin.Length;

    public int Dimensions { get; }

    /// <summary>Which vector each row was.</summary>
    public int[] Origin { get; }

    public ReadOnlySpan<float> this[int row] => _values.AsSpan(row * Dimensions, Dimensions);

    public static UnitRows Of(EmbeddingMatrix vectors)
    {
        var values = new float[vectors.Count * vectors.Dimensions];
        var origin = new List<int>(vectors.Count);
        for (var i = 0; i < vectors.Count; i++)
        {
            var square = 0.0; // in double precision, because the square of a small float is no float
            foreach (var value in vectors[i])
                square += (double)value * value;
            if (square == 0)
                continue;
            var scale = 1 / Math.Sqrt(square);
            var target = values.AsSpan(origin.Count * vectors.Dimensions, vectors.Dimensions);
            for (var d = 0; d < target.Length; d++)
                target[d] = (float)(vectors[i][d] * scale);
            origin.Add(i);
        }
        return new UnitRows(values, [.. origin], vectors.Dimensions);
    }
}
