using ModelLab.Core.Metrics.Embedding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>
/// Tier 0: the geometry of a set of embeddings. Its numbers are of the set as a whole and not of single items, so it plans no work.
/// </summary>
public static class IntrinsicMeasures
{
    /// <summary>How many nearest neighbours count.</summary>
    public const int Neighbours = 5;

    /// <summary>Measures a set of vectors.</summary>
    public static IReadOnlyList<Aggregate> Measure(IReadOnlyList<ReadOnlyMemory<float>> vectors, CancellationToken cancellationToken)
    {
        var matrix = EmbeddingMatrix.Of(vectors);
        var geometry = CosineGeometry.Of(matrix, Neighbours, cancellationToken);
        var spread = Spread.Of(matrix);
        Aggregate Of(string metric, double? value) => new(Tier.Intrinsic, metric, null, null, null, value, vectors.Count);
        return
        [
            Of("total_samples", vectors.Count),
            Of("avg_nn_distance", geometry?.AverageNeighbourDistance),
            Of("std_nn_distance", geometry?.NeighbourDistanceDeviation),
            Of("density_score", geometry?.DensityScore),
            Of("avg_spread", spread?.Average),
            Of("max_spread", spread?.Maximum),
            Of("spread_std", spread?.StandardDeviation),
            Of("effective_dimensionality", EffectiveDimensionality.Of(matrix, cancellation: cancellationToken)),
            Of("avg_pairwise_distance", geometry?.AveragePairDistance),
            Of("std_pairwise_distance", geometry?.PairDistanceDeviation),
            Of("min_pairwise_distance", geometry?.MinimumPairDistance),
            Of("max_pairwise_distance", geometry?.MaximumPairDistance),
        ];
    }
}
