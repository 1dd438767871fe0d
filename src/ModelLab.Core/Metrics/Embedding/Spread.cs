namespace ModelLab.Core.Metrics.Embedding;

/// <summary>How far vectors lie from their centroid (their mean), as Euclidean distances.</summary>
/// <param name="Average">The mean distance, from 0.</param>
/// <param name="Maximum">The largest distance.</param>
/// <param name="StandardDeviation">Of the distances, over the population (divided by N, numpy's default).</param>
public sealed record Spread(double Average, double Maximum, double StandardDeviation)
{
    /// <summary>Null without vectors.</summary>
    public static Spread? Of(EmbeddingMatrix vectors)
    {
        if (vectors.Count == 0)
            return null;
        var centroid = Centroid(vectors);
        var distances = new Moments();
        for (var i = 0; i < vectors.Count; i++)
        {
            var row = vectors[i];
            var square = 0.0;
            for (var d = 0; d < row.Length; d++)
                square += (row[d] - centroid[d]) * (row[d] - centroid[d]);
            distances.Add(Math.Sqrt(square));
        }
        return new(distances.Mean, distances.Maximum, distances.StandardDeviation);
    }

    internal static double[] Centroid(EmbeddingMatrix vectors)
    {
        var centroid = new double[vectors.Dimensions];
        for (var i = 0; i < vectors.Count; i++)
        {
            var row = vectors[i];
            for (var d = 0; d < row.Length; d++)
                centroid[d] += row[d];
        }
        for (var d = 0; d < centroid.Length; d++)
            centroid[d] /= vectors.Count;
        return centroid;
    }
}
