using System.Numerics.Tensors;

namespace ModelLab.Core.Metrics.Embedding;

/// <summary>How near two vectors of one length are.</summary>
public static class VectorSimilarity
{
    /// <summary>a·b / (‖a‖·‖b‖), in [−1, 1]; null when one of them is zero and so has no direction.</summary>
    public static double? Cosine(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (dot, squareA, squareB) = (0.0, 0.0, 0.0);
        ThrowUnlessAlike(a, b);
        for (var i = 0; i < a.Length; i++)
        {
            dot += (double)a[i] * b[i];
            squareA += (double)a[i] * a[i];
            squareB += (double)b[i] * b[i];
        }
        return squareA == 0 || squareB == 0 ? null : Math.Clamp(dot / Math.Sqrt(squareA * squareB), -1, 1);
    }

    /// <summary>a·b = Σ aᵢbᵢ; unbounded, and the cosine for vectors of length 1.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ThrowUnlessAlike(a, b);
        return TensorPrimitives.Dot(a, b);
    }

    /// <summary>‖a − b‖ = √Σ(aᵢ − bᵢ)², from 0.</summary>
    public static double Euclidean(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        ThrowUnlessAlike(a, b);
        return a.IsEmpty ? 0 : TensorPrimitives.Distance(a, b);
    }

    private static void ThrowUnlessAlike(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length)
            throw new ArgumentException($"a vector of {a.Length} dimensions cannot be compared with one of {b.Length}");
    }
}
