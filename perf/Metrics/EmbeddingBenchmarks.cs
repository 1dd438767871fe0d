using BenchmarkDotNet.Attributes;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Core.Statistics;

namespace ModelLab.Benchmarks.Metrics;

/// <summary>Tier 0 on 20,000 vectors of 1,024 dimensions.</summary>
[MemoryDiagnoser]
public class EmbeddingBenchmarks
{
    private EmbeddingMatrix vectors = new(ReadOnlyMemory<float>.Empty, 1);

    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        var values = new float[20_000 * 1024];
        for (var i = 0; i < values.Length; i++)
            values[i] = (float)(random.NextDouble() - 0.5);
        vectors = new(values, 1024);
    }

    [Benchmark]
    public double NeighboursAndPairs() => CosineGeometry.Of(vectors)!.AveragePairDistance;

    [Benchmark]
    public double SpreadAroundTheCentroid() => Spread.Of(vectors)!.Average;

    [Benchmark]
    public int? EffectiveDimensions() => EffectiveDimensionality.Of(vectors);
}
