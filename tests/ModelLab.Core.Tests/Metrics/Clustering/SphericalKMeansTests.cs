using CsCheck;
using ModelLab.Core.Metrics.Clustering;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Testing.Support;

namespace ModelLab.Core.Tests.Metrics.Clustering;

public sealed class SphericalKMeansTests
{
    private static readonly Gen<(float[][] Vectors, int Clusters, int Seed)> Inputs = Gen.Select(
        Gen.Int[1, 5].SelectMany(d => Gen.Float[-1, 1].Array[d].Array[1, 40]),
        Gen.Int[1, 8],
        Gen.Int[0, 1000]
    );

    [Fact]
    public void Two_pairs_of_near_directions_are_two_clusters_around_their_bisectors()
    {
        // Directions of 0°, 10°, 90° and 100°. Split as {0°, 10°} and {90°, 100°}, every vector is 5° from its cluster's mean direction:
        // cohesion = cos 5°.
        // The next best split, three against one, has {0°, 10°, 90°} around about 30°, and cosines near 0.87, 0.94 and 0.50.
        var clusters = SphericalKMeans.Of(Directions(0, 10, 90, 100), 2, seed: 1);
        Assert.Equal(2, clusters.Count);
        Assert.Equal([0, 0, 1, 1], clusters.Labels);
        Assert.All(clusters.Cosines, c => Assert.Equal(Math.Cos(5 * Math.PI / 180), c!.Value, 1e-6));
        Assert.Equal(0.996195, clusters.Cohesion!.Value, 1e-6);
        Assert.True(clusters.Converged);
    }

    [Fact]
    public void The_length_of_a_vector_does_not_matter()
    {
        // The Euclidean mean of (1, 0), (100, 0) and (0, 1) in two clusters sets the long vector apart; directions set the third apart.
        var clusters = SphericalKMeans.Of(Matrix([1, 0], [100, 0], [0, 1]), 2, seed: 1);
        Assert.Equal([0, 0, 1], clusters.Labels);
        Assert.Equal(1, clusters.Cohesion!.Value, 1e-6);
    }

    [Fact]
    public void One_cluster_has_the_mean_direction_of_all()
    {
        // (1, 0) and (0, 1) have the mean direction (1, 1)/√2: both cosines are 1/√2.
        var clusters = SphericalKMeans.Of(Matrix([1, 0], [0, 1]), 1, seed: 1);
        Assert.Equal([0, 0], clusters.Labels);
        Assert.Equal(Math.Sqrt(0.5), clusters.Cohesion!.Value, 1e-6);
    }

    [Fact]
    public void There_are_no_more_clusters_than_directions()
    {
        var clusters = SphericalKMeans.Of(Matrix([1, 0], [2, 0], [0, 1], [0, 3]), 4, seed: 1);
        Assert.Equal(2, clusters.Count);
        Assert.Equal([0, 0, 1, 1], clusters.Labels);
    }

    [Fact]
    public void A_vector_of_zeros_belongs_nowhere()
    {
        var clusters = SphericalKMeans.Of(Matrix([0, 0], [1, 0], [0, 0]), 2, seed: 1);
        Assert.Equal(1, clusters.Count);
        Assert.Equal([null, 0, null], clusters.Labels);
        Assert.Equal([null, 1.0, null], clusters.Cosines);
        var none = SphericalKMeans.Of(Matrix([0, 0]), 2, seed: 1);
        Assert.Equal((0, null), (none.Count, none.Cohesion));
    }

    [Fact]
    public void Vectors_too_small_and_too_large_to_be_squared_in_single_precision_have_directions_too() =>
        Assert.Equal([0, 1, 0, 1], SphericalKMeans.Of(Matrix([1e-30f, 0], [0, 1e-30f], [1e30f, 0], [0, 1e30f]), 2, seed: 1).Labels);

    [Fact]
    public void Well_separated_groups_are_found_whatever_the_seed() =>
        Gen.Int[0, 1000]
            .Sample(
                seed =>
                    Assert.Equal(
                        Enumerable.Range(0, 60).Select(i => (int?)(i % 6)),
                        SphericalKMeans.Of(Directions([.. Enumerable.Range(0, 60).Select(i => i % 6 * 60 + i / 6 * 0.5)]), 6, seed).Labels
                    ),
                iter: 50
            );

    [Fact]
    [OneCulture]
    public void Equal_seeds_give_equal_clusters() =>
        Inputs.Sample(
            input =>
            {
                var (first, second) = (Fit(input), Fit(input));
                Assert.Equal(first.Labels, second.Labels);
                Assert.Equal(first.Cosines, second.Cosines);
            },
            iter: 200
        );

    [Fact]
    public void Clusters_are_numbered_by_first_occurrence_and_none_is_empty() =>
        Inputs.Sample(
            input =>
            {
                var clusters = Fit(input);
                Assert.InRange(clusters.Count, 0, Math.Min(input.Clusters, input.Vectors.Length));
                Assert.Equal(Enumerable.Range(0, clusters.Count), clusters.Labels.OfType<int>().Distinct());
            },
            iter: 200
        );

    [Fact]
    [OneCulture]
    public void Every_vector_is_nearest_to_its_own_clusters_mean_direction() =>
        Inputs.Sample(
            input =>
            {
                var clusters = Fit(input);
                if (!clusters.Converged)
                    return;
                var centres = Enumerable
                    .Range(0, clusters.Count)
                    .Select(c => MeanDirection(input.Vectors.Where((_, i) => clusters.Labels[i] == c)))
                    .ToArray();
                for (var i = 0; i < input.Vectors.Length; i++)
                {
                    if (clusters.Labels[i] is not { } own || centres[own] is not { } mine)
                        continue;
                    Assert.Equal(Cosine(input.Vectors[i], mine), clusters.Cosines[i]!.Value, 1e-5);
                    foreach (var centre in centres.OfType<double[]>())
                        Assert.True(Cosine(input.Vectors[i], centre) <= Cosine(input.Vectors[i], mine) + 1e-5);
                }
            },
            iter: 500
        );

    [Fact]
    public void Cohesion_is_the_mean_cosine_and_more_seedings_never_lower_it() =>
        Inputs.Sample(
            input =>
            {
                var matrix = Matrix(input.Vectors);
                var one = SphericalKMeans.Of(matrix, input.Clusters, input.Seed, new KMeansOptions(Restarts: 1));
                var five = SphericalKMeans.Of(matrix, input.Clusters, input.Seed, new KMeansOptions(Restarts: 5));
                if (one.Cohesion is null)
                    return;
                Assert.Equal(one.Cosines.OfType<double>().Average(), one.Cohesion.Value, 1e-6);
                Assert.True(five.Cohesion >= one.Cohesion);
            },
            iter: 200
        );

    [Fact]
    public void It_stops_when_told() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            SphericalKMeans.Of(Directions(0, 90), 2, seed: 1, cancellationToken: new CancellationToken(canceled: true))
        );

    private static SphericalClusters Fit((float[][] Vectors, int Clusters, int Seed) input) =>
        SphericalKMeans.Of(Matrix(input.Vectors), input.Clusters, input.Seed);

    private static EmbeddingMatrix Directions(params double[] degrees) =>
        Matrix([.. degrees.Select(a => new[] { (float)Math.Cos(a * Math.PI / 180), (float)Math.Sin(a * Math.PI / 180) })]);

    private static EmbeddingMatrix Matrix(params float[][] rows) => EmbeddingMatrix.Of([.. rows.Select(r => new ReadOnlyMemory<float>(r))]);

    // Null when the vectors cancel out: then there is no mean direction to be near to.
    private static double[]? MeanDirection(IEnumerable<float[]> vectors)
    {
        var units = vectors.Select(v => v.Select(x => x / Math.Sqrt(v.Sum(y => (double)y * y))).ToArray()).ToList();
        var sum = Enumerable.Range(0, units[0].Length).Select(d => units.Sum(u => u[d])).ToArray();
        return Math.Sqrt(sum.Sum(x => x * x)) < 1e-3 ? null : sum;
    }

    private static double Cosine(float[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => (double)x * x)) / Math.Sqrt(b.Sum(y => y * y));
}
