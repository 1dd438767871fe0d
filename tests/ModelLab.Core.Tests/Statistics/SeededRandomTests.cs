using ModelLab.Core.Statistics;

namespace ModelLab.Core.Tests.Statistics;

public sealed class SeededRandomTests
{
    // The reference implementation (prng.di.unimi.it) started in state 1, 2, 3, 4.
    [Fact]
    public void Bits_are_those_of_the_reference_implementation()
    {
        var random = new SeededRandom((1, 2, 3, 4));
        Assert.Equal([11520UL, 0UL, 1509978240UL, 1215971899390074240UL], Enumerable.Range(0, 4).Select(_ => random.NextBits()));
    }

    [Fact]
    public void A_seed_repeats_itself_and_seeds_and_streams_differ()
    {
        static ulong[] First(SeededRandom random) => [.. Enumerable.Range(0, 8).Select(_ => random.NextBits())];
        Assert.Equal(First(new(7, 1)), First(new(7, 1)));
        Assert.Equal(
            40,
            new[] { First(new(7)), First(new(8)), First(new(7, 1)), First(new(7, 2)), First(new(0)) }.SelectMany(x => x).Distinct().Count()
        );
    }

    [Fact]
    public void Numbers_are_spread_as_they_should_be()
    {
        var random = new SeededRandom(1);
        const int N = 100_000;
        var counts = new int[7];
        for (var i = 0; i < N; i++)
            counts[random.Next(7)]++;
        // Each is binomial with SD √(N·6/49) = 111.
        Assert.All(counts, c => Assert.InRange(c, N / 7 - 500, N / 7 + 500));
        double[] uniform = [.. Enumerable.Range(0, N).Select(_ => random.NextDouble())],
            normal = [.. Enumerable.Range(0, N).Select(_ => random.NextNormal())];
        Assert.All(uniform, u => Assert.InRange(u, 0, 1 - 1e-16));
        Assert.Equal(0.5, uniform.Average(), 0.005); // SD of the mean 0.0009
        Assert.Equal(0, normal.Average(), 0.016); // 0.0032
        Assert.Equal(1, normal.Average(x => x * x), 0.023); // 0.0045
        Assert.Equal(0.95, normal.Count(x => Math.Abs(x) < 1.959964) / (double)N, 0.004);
    }

    [Fact]
    public void All_orders_are_equally_likely()
    {
        var random = new SeededRandom(2);
        var orders = Enumerable
            .Range(0, 60_000)
            .Select(_ =>
            {
                var items = new List<char> { 'a', 'b', 'c' };
                random.Shuffle(items);
                return string.Concat(items);
            })
            .CountBy(o => o)
            .ToDictionary();
        Assert.Equal(6, orders.Count);
        Assert.All(orders.Values, c => Assert.InRange(c, 10_000 - 460, 10_000 + 460)); // SD 91
    }
}
