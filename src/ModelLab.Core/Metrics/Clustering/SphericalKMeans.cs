using ModelLab.Core.Metrics.Embedding;

namespace ModelLab.Core.Metrics.Clustering;

/// <summary>
/// Spherical k-means (Dhillon and Modha 2001): groups vectors so that the cosines to their cluster's mean direction are as large as can be
/// found, seeded by the greedy
/// k-means++ (Arthur and Vassilvitskii 2007) on the squared chord ‖x − c‖² = 2(1 − cos).
/// </summary>
/// <remarks>
/// Spherical, not Euclidean: embeddings are searched by cosine, so a topic is a direction. Euclidean means of unit vectors are shorter the
/// more diffuse a cluster is, and
/// ‖x − c‖² = 1 − 2x·c + ‖c‖² then lets a diffuse cluster attract vectors that point nearer to a tight one.
/// Equal input and seed give equal clusters whatever the number of cores: sums are taken in the order of vectors.
/// </remarks>
public static class SphericalKMeans
{
    /// <summary>Groups vectors.</summary>
    /// <param name="vectors">The vectors; their lengths do not matter.</param>
    /// <param name="clusters">How many clusters to look for, at least 1.</param>
    /// <param name="seed">The seed of the seedings.</param>
    /// <param name="options">Null for the defaults.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static SphericalClusters Of(
        EmbeddingMatrix vectors,
        int clusters,
        int seed,
        KMeansOptions? options = null,
        CancellationToken cancellationToken = default
    )
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        options ??= new KMeansOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Restarts, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxIterations, 1, nameof(options));
        var rows = UnitRows.Of(vectors);
        if (rows.Count == 0)
            return new SphericalClusters(0, new int?[vectors.Count], new double?[vectors.Count], null, Converged: true);

        var random = new Random(seed);
        SphericalFit? best = null;
        for (var i = 0; i < options.Restarts; i++)
        {
            var fit = new SphericalFit(rows, clusters, random, cancellationToken);
            fit.Run(options.MaxIterations);
            if (best is null || fit.Cohesion > best.Cohesion)
                best = fit;
        }
        return Numbered(vectors.Count, rows, best!);
    }

    private static SphericalClusters Numbered(int count, UnitRows rows, SphericalFit fit)
    {
        var numbers = new Dictionary<int, int>();
        var labels = new int?[count];
        var cosines = new double?[count];
        for (var i = 0; i < rows.Count; i++)
        {
            if (!numbers.TryGetValue(fit.Labels[i], out var number))
                numbers[fit.Labels[i]] = number = numbers.Count;
            (labels[rows.Origin[i]], cosines[rows.Origin[i]]) = (number, Math.Clamp(fit.Cosines[i], -1f, 1f));
        }
        return new SphericalClusters(numbers.Count, labels, cosines, fit.Cohesion, fit.Converged);
    }
}
