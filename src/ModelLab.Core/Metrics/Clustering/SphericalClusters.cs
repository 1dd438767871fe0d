namespace ModelLab.Core.Metrics.Clustering;

/// <summary>How <see cref="SphericalKMeans"/> searches.</summary>
/// <param name="Restarts">How many seedings are tried, at least 1; the best result is kept.</param>
/// <param name="MaxIterations">How often vectors are assigned at most per seeding, at least 1.</param>
public sealed record KMeansOptions(int Restarts = 10, int MaxIterations = 100);

/// <summary>Vectors grouped by direction.</summary>
/// <param name="Count">How many clusters there are; fewer than asked for when there are fewer directions than that. None is empty.</param>
/// <param name="Labels">The cluster of each vector, from 0, numbered in the order in which clusters first occur; null for a vector of
/// zeros, which has no direction.</param>
/// <param name="Cosines">The cosine of each vector to its cluster's mean direction; null where the label is.</param>
/// <param name="Cohesion">The mean of these cosines, −1 to 1: what the search maximises; null without a vector.</param>
/// <param name="Converged">Whether a further iteration would change nothing.</param>
public sealed record SphericalClusters(
    int Count,
    IReadOnlyList<int?> Labels,
    IReadOnlyList<double?> Cosines,
    double? Cohesion,
    bool Converged
);
