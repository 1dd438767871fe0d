using BenchmarkDotNet.Attributes;
using ModelLab.Core.Statistics;

namespace ModelLab.Benchmarks.Metrics;

/// <summary>1,000 questions, each its own page, of 10 models: 10,000 BCa resamples of all must take less than 3 s on two cores.</summary>
[MemoryDiagnoser]
public class StatisticsBenchmarks
{
    private ClusterStatistic[] means = [],
        f1 = [];
    private double[] differences = [];

    [GlobalSetup]
    public void Setup()
    {
        var random = new SeededRandom(1);
        var pages = ClusterIndex.Independent(1000);
        means =
        [
            .. Enumerable
                .Range(0, 10)
                .Select(_ => ClusterStatistic.Mean([.. Enumerable.Range(0, 1000).Select(_ => 1.0 + random.Next(5))], pages)),
        ];
        bool[] labels = [.. Enumerable.Range(0, 1000).Select(_ => random.Next(2) == 0)];
        f1 =
        [
            .. Enumerable
                .Range(0, 10)
                .Select(_ => ClusterStatistic.F1([.. labels.Select(l => random.Next(5) == 0 ? !l : l)], labels, pages)),
        ];
        differences = [.. Enumerable.Range(0, 1000).Select(_ => random.NextNormal())];
    }

    [Benchmark]
    public int BcaOfMeans() => BcaBootstrap.Intervals(means, seed: 1).Length;

    [Benchmark]
    public int BcaOfF1() => BcaBootstrap.Intervals(f1, seed: 1).Length;

    [Benchmark]
    public double? SignFlipOf1000Pages() => SignFlipTest.PValue(differences, seed: 1);
}
