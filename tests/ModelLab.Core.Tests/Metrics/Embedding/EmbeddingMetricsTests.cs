using CsCheck;
using MathNet.Numerics.LinearAlgebra;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Testing.Support;

namespace ModelLab.Core.Tests.Metrics.Embedding;

public sealed class EmbeddingMetricsTests
{
    private static readonly Gen<float[][]> AnyVectors = Gen.Select(Gen.Int[2, 150], Gen.Int[1, 40], Gen.Int[0, int.MaxValue])
        .Select((n, d, seed) => Chance(n, d, seed));

    private static float[][] Chance(int n, int d, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, n).Select(_ => Enumerable.Range(0, d).Select(_ => (float)(random.NextDouble() * 2 - 1)).ToArray())];
    }

    private static EmbeddingMatrix Matrix(params float[][] rows) => EmbeddingMatrix.Of([.. rows.Select(r => new ReadOnlyMemory<float>(r))]);

    [Fact]
    public void Similarities_of_two_vectors_are_those_derived_by_hand()
    {
        // (3, 4)·(4, 3) = 24; both have length 5; their difference is (−1, 1).
        Assert.Equal(24.0 / 25, VectorSimilarity.Cosine([3, 4], [4, 3])!.Value, 1e-15);
        Assert.Equal(24, VectorSimilarity.Dot([3, 4], [4, 3]));
        Assert.Equal(Math.Sqrt(2), VectorSimilarity.Euclidean([3, 4], [4, 3]), 1e-6);
        Assert.Equal(-1, VectorSimilarity.Cosine([1, 2], [-2, -4]));
        Assert.Null(VectorSimilarity.Cosine([0, 0], [1, 0]));
        Assert.Contains(
            "2 dimensions cannot be compared with one of 1",
            Assert.Throws<ArgumentException>(() => VectorSimilarity.Dot([1, 2], [1])).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Similarities_are_symmetric_and_the_cosine_ignores_lengths() =>
        Gen.Select(Gen.Float[-9, 9].Array[5], Gen.Float[-9, 9].Array[5], Gen.Float[0.1f, 100])
            .Sample(
                (a, b, scale) =>
                {
                    Assert.Equal(VectorSimilarity.Cosine(a, b), VectorSimilarity.Cosine(b, a));
                    Assert.Equal(VectorSimilarity.Dot(a, b), VectorSimilarity.Dot(b, a));
                    Assert.Equal(VectorSimilarity.Euclidean(a, b), VectorSimilarity.Euclidean(b, a));
                    Assert.Equal(0, VectorSimilarity.Euclidean(a, a));
                    if (VectorSimilarity.Cosine(a, b) is not { } cosine)
                        return;
                    Assert.InRange(cosine, -1, 1);
                    Assert.Equal(cosine, VectorSimilarity.Cosine([.. a.Select(x => x * scale)], b)!.Value, 1e-5);
                }
            );

    [Fact]
    public void Three_vectors_in_the_plane_have_the_distances_derived_by_hand()
    {
        // (1,0), (0,2), (−3,0): cosines 0, −1, 0, so distances 1, 2, 1: mean 4/3, variance (1+4+1)/3 − 16/9 = 2/9.
        // Fewer than k + 1 vectors: each has its two neighbours, {1,2}, {1,1}, {2,1}: mean 8/6, variance 12/6 − 16/9 = 2/9.
        var geometry = CosineGeometry.Of(Matrix([1, 0], [0, 2], [-3, 0]))!;
        Assert.Equal(2, geometry.Neighbours);
        Assert.Equal(4.0 / 3, geometry.AveragePairDistance, 1e-6);
        Assert.Equal(Math.Sqrt(2.0 / 9), geometry.PairDistanceDeviation, 1e-6);
        Assert.Equal(1, geometry.MinimumPairDistance, 1e-6);
        Assert.Equal(2, geometry.MaximumPairDistance, 1e-6);
        Assert.Equal(4.0 / 3, geometry.AverageNeighbourDistance, 1e-6);
        Assert.Equal(Math.Sqrt(2.0 / 9), geometry.NeighbourDistanceDeviation, 1e-6);
        Assert.Equal(0.75, geometry.DensityScore, 1e-5);
        // The nearest alone: 1, 1, 1.
        Assert.Equal(
            (1.0, 0.0),
            (
                Math.Round(CosineGeometry.Of(Matrix([1, 0], [0, 2], [-3, 0]), 1)!.AverageNeighbourDistance, 6),
                CosineGeometry.Of(Matrix([1, 0], [0, 2], [-3, 0]), 1)!.NeighbourDistanceDeviation
            )
        );
    }

    [Fact]
    public void Equal_vectors_have_the_greatest_density_there_is()
    {
        var geometry = CosineGeometry.Of(Matrix([.. Enumerable.Repeat(new[] { 1f, 0f }, 7)]))!;
        Assert.Equal(1e6, geometry.DensityScore, 1e-3);
        Assert.Equal(0, geometry.PairDistanceDeviation);
    }

    [Fact]
    public void Geometry_is_undefined_for_one_vector_and_for_one_without_direction()
    {
        Assert.Null(CosineGeometry.Of(Matrix([1f, 0])));
        Assert.Null(CosineGeometry.Of(Matrix([1, 0], [0, 0])));
    }

    [Fact]
    public void Tiny_vectors_have_a_direction_too() =>
        Assert.Equal(1, CosineGeometry.Of(Matrix([1e-30f, 0], [0, 1e-30f]))!.AveragePairDistance, 1e-6);

    // More vectors than a block and a number that no block divides; the oracle is the plain definition.
    [Fact]
    [OneCulture]
    public void Blocks_give_what_every_pair_one_by_one_gives() =>
        AnyVectors.Sample(
            rows =>
            {
                var pairs = new List<double>();
                var near = new List<double>();
                for (var i = 0; i < rows.Length; i++)
                {
                    var distances = Enumerable
                        .Range(0, rows.Length)
                        .Where(j => j != i)
                        .Select(j => 1 - VectorSimilarity.Cosine(rows[i], rows[j])!.Value)
                        .ToList();
                    pairs.AddRange(distances.Skip(i));
                    near.AddRange(distances.Order().Take(5));
                }
                var geometry = CosineGeometry.Of(Matrix(rows))!;
                Assert.Equal(pairs.Average(), geometry.AveragePairDistance, 1e-5);
                Assert.Equal(Deviation(pairs), geometry.PairDistanceDeviation, 1e-5);
                Assert.Equal(pairs.Min(), geometry.MinimumPairDistance, 1e-5);
                Assert.Equal(pairs.Max(), geometry.MaximumPairDistance, 1e-5);
                Assert.Equal(near.Average(), geometry.AverageNeighbourDistance, 1e-5);
                Assert.Equal(Deviation(near), geometry.NeighbourDistanceDeviation, 1e-5);
            },
            iter: 60
        );

    [Fact]
    [OneCulture]
    public void The_order_of_vectors_changes_nothing() =>
        Gen.Select(AnyVectors, Gen.Int[0, 1000])
            .Sample(
                (rows, seed) =>
                {
                    var before = (CosineGeometry.Of(Matrix(rows))!, Spread.Of(Matrix(rows))!, EffectiveDimensionality.Of(Matrix(rows)));
                    new Random(seed).Shuffle(rows);
                    var after = (CosineGeometry.Of(Matrix(rows))!, Spread.Of(Matrix(rows))!, EffectiveDimensionality.Of(Matrix(rows)));
                    Assert.Equal(before.Item1.AveragePairDistance, after.Item1.AveragePairDistance, 1e-5);
                    Assert.Equal(before.Item1.AverageNeighbourDistance, after.Item1.AverageNeighbourDistance, 1e-5);
                    Assert.Equal(before.Item2.Average, after.Item2.Average, 1e-5);
                    Assert.Equal(before.Item3, after.Item3);
                },
                iter: 40
            );

    [Fact]
    [OneCulture]
    public void The_same_vectors_give_the_same_bits_each_time()
    {
        var vectors = Matrix(Chance(700, 33, 1));
        var first = CosineGeometry.Of(vectors);
        for (var i = 0; i < 10; i++)
            Assert.Equal(first, CosineGeometry.Of(vectors));
    }

    [Fact]
    public void Spread_is_the_distance_to_the_centroid()
    {
        // (0,0), (0,0), (6,8), (−6,−8): centroid 0; distances 0, 0, 10, 10: mean 5, population variance 25.
        Assert.Equal(new Spread(5, 10, 5), Spread.Of(Matrix([0, 0], [0, 0], [6, 8], [-6, -8])));
        Assert.Equal(new Spread(0, 0, 0), Spread.Of(Matrix([3f, 1])));
    }

    [Theory]
    [InlineData(0.81, 1)] // variances 81, 9, 9 and 1 of 100: reached exactly
    [InlineData(0.82, 2)]
    [InlineData(0.95, 3)] // 90 is less, 99 suffices
    [InlineData(1.0, 4)]
    public void Effective_dimensionality_counts_the_components_that_reach_the_share(double share, int components) =>
        // ±9, ±3, ±3, ±1 along four axes: the Gram matrix of the columns is diagonal, 162, 18, 18 and 2.
        Assert.Equal(
            components,
            EffectiveDimensionality.Of(
                Matrix([9, 0, 0, 0], [-9, 0, 0, 0], [0, 3, 0, 0], [0, -3, 0, 0], [0, 0, 3, 0], [0, 0, -3, 0], [0, 0, 0, 1], [0, 0, 0, -1]),
                share
            )
        );

    [Fact]
    public void Vectors_without_variance_have_no_dimensionality()
    {
        Assert.Null(EffectiveDimensionality.Of(Matrix([1f, 2])));
        Assert.Null(EffectiveDimensionality.Of(Matrix([0.1f, -0.7f], [0.1f, -0.7f], [0.1f, -0.7f])));
    }

    [Fact]
    [OneCulture]
    public void Moving_scaling_and_either_side_of_the_Gram_matrix_leave_the_dimensionality() =>
        AnyVectors.Sample(
            rows =>
            {
                var dimensionality = EffectiveDimensionality.Of(Matrix(rows))!.Value;
                Assert.InRange(dimensionality, 1, Math.Min(rows.Length - 1, rows[0].Length));
                Assert.Equal(dimensionality, EffectiveDimensionality.Of(Matrix([.. rows.Select(r => r.Select(x => 4 * x + 8).ToArray())])));
                // Zeros beside change nothing but which side is smaller.
                Assert.Equal(dimensionality, EffectiveDimensionality.Of(Matrix([.. rows.Select(r => r.Concat(new float[160]).ToArray())])));
            },
            iter: 40
        );

    [Fact]
    [OneCulture]
    public void Eigenvalues_are_those_of_MathNet() =>
        Gen.Select(Gen.Int[1, 60], Gen.Int[0, int.MaxValue], Gen.Int[0, 2])
            .Sample(
                (n, seed, kind) =>
                {
                    var random = new Random(seed);
                    var matrix = new double[n * n];
                    for (var i = 0; i < n; i++)
                    for (var j = i; j < n; j++)
                        matrix[i * n + j] = matrix[j * n + i] = kind switch
                        {
                            0 => random.NextDouble() - 0.5,
                            1 => random.Next(2),
                            _ => i == j ? random.Next(3) : 0,
                        };
                    var expected = Matrix<double>
                        .Build.Dense(n, n, (double[])matrix.Clone())
                        .Evd(Symmetricity.Symmetric)
                        .EigenValues.Select(v => v.Real)
                        .Order()
                        .ToArray();
                    var actual = SymmetricEigenvalues.Of(matrix, n, TestContext.Current.CancellationToken);
                    for (var i = 0; i < n; i++)
                        Assert.Equal(expected[i], actual[i], 1e-9);
                },
                iter: 2000
            );

    // Above 256 rows the work is shared between cores.
    [Fact]
    [OneCulture]
    public void Eigenvalues_of_a_large_matrix_have_its_trace_and_norm()
    {
        const int Size = 400;
        var random = new Random(5);
        var matrix = new double[Size * Size];
        for (var i = 0; i < Size; i++)
        for (var j = i; j < Size; j++)
            matrix[i * Size + j] = matrix[j * Size + i] = random.NextDouble() - 0.5;
        var (trace, norm) = (Enumerable.Range(0, Size).Sum(i => matrix[i * Size + i]), matrix.Sum(x => x * x));
        var eigenvalues = SymmetricEigenvalues.Of(matrix, Size, TestContext.Current.CancellationToken);
        Assert.Equal(trace, eigenvalues.Sum(), 1e-9);
        Assert.Equal(norm, eigenvalues.Sum(x => x * x), 1e-6);
    }

    [Fact]
    public void Vectors_that_cannot_be_compared_are_refused_by_number()
    {
        Assert.Contains(
            "vector 1 has 1 dimensions, vector 0 has 2",
            Assert.Throws<ArgumentException>(() => Matrix([1, 2], [1])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "vector 1 holds a value that is not a finite number",
            Assert.Throws<ArgumentException>(() => Matrix([1, 2], [float.NaN, 1])).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("there are no vectors", Assert.Throws<ArgumentException>(() => Matrix()).Message, StringComparison.Ordinal);
        Assert.Contains(
            "3 numbers do not fill whole vectors of 2",
            Assert.Throws<ArgumentException>(() => new EmbeddingMatrix(new float[3], 2)).Message,
            StringComparison.Ordinal
        );
    }

    private static double Deviation(List<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Average(v => (v - mean) * (v - mean)));
    }
}
