using ModelLab.Core.Metrics.Embedding;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

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
        Aggregate Of(MetricDefinition metric, double? value) => new(metric.Tier, metric.Name, null, null, null, value, vectors.Count);
        return
        [
            Of(IntrinsicMetrics.TotalSamples, vectors.Count),
            Of(IntrinsicMetrics.AverageNeighbourDistance, geometry?.AverageNeighbourDistance),
            Of(IntrinsicMetrics.NeighbourDistanceDeviation, geometry?.NeighbourDistanceDeviation),
            Of(IntrinsicMetrics.DensityScore, geometry?.DensityScore),
            Of(IntrinsicMetrics.AverageSpread, spread?.Average),
            Of(IntrinsicMetrics.MaximumSpread, spread?.Maximum),
            Of(IntrinsicMetrics.SpreadDeviation, spread?.StandardDeviation),
            Of(IntrinsicMetrics.Dimensionality, EffectiveDimensionality.Of(matrix, cancellation: cancellationToken)),
            Of(IntrinsicMetrics.AveragePairDistance, geometry?.AveragePairDistance),
            Of(IntrinsicMetrics.PairDistanceDeviation, geometry?.PairDistanceDeviation),
            Of(IntrinsicMetrics.MinimumPairDistance, geometry?.MinimumPairDistance),
            Of(IntrinsicMetrics.MaximumPairDistance, geometry?.MaximumPairDistance),
        ];
    }
}
