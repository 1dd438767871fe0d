using System.Numerics.Tensors;

namespace ModelLab.Knowledge;

/// <summary>Arithmetic on single vectors.</summary>
public static class Vectors
{
    /// <summary>Whether every number is finite.</summary>
    public static bool IsFinite(ReadOnlySpan<float> vector) => TensorPrimitives.IsFiniteAll(vector);

    /// <summary>Whether every number is zero.</summary>
    public static bool IsZero(ReadOnlySpan<float> vector) => vector.IndexOfAnyExcept(0f) < 0;

    /// <summary>Scales a vector to length 1.</summary>
    /// <param name="vector">A finite vector.</param>
    /// <param name="unit">Where the result goes; as long as the vector.</param>
    /// <returns>False when the vector is all zeros, which has no direction; the result is zeros then.</returns>
    public static bool Normalise(ReadOnlySpan<float> vector, Span<float> unit)
    {
        var squares = 0.0; // in double: the squares of a float may not fit a float
        foreach (var x in vector)
            squares += (double)x * x;
        if (squares == 0)
        {
            unit.Clear();
            return false;
        }
        var scale = 1 / Math.Sqrt(squares);
        for (var i = 0; i < vector.Length; i++)
            unit[i] = (float)(vector[i] * scale);
        return true;
    }

    /// <summary>
    /// The cosine of the angle between two vectors of one length, in double precision; null when one of them is all zeros.
    /// </summary>
    public static double? Cosine(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        if (x.Length != y.Length)
            throw new ArgumentException($"vectors of {x.Length} and {y.Length} dimensions cannot be compared", nameof(y));
        var (dot, xx, yy) = (0.0, 0.0, 0.0);
        for (var i = 0; i < x.Length; i++)
        {
            dot += (double)x[i] * y[i];
            xx += (double)x[i] * x[i];
            yy += (double)y[i] * y[i];
        }
        return xx == 0 || yy == 0 ? null : Math.Clamp(dot / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }
}
