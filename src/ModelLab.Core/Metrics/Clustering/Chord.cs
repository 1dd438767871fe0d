namespace ModelLab.Core.Metrics.Clustering;

/// <summary>How far apart two directions are.</summary>
internal static class Chord
{
    // What single precision leaves of a cosine.
    private const double SameDirection = 1e-6;

    /// <summary>
    /// Half the squared chord between two vectors of length 1, 1 − cos, from 0 to 2; 0 when they differ by no more than rounding.
    /// </summary>
    public static double Distance(float cosine) => 1.0 - cosine is var distance && distance > SameDirection ? distance : 0;
}
