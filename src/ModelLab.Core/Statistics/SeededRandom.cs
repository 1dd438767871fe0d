using System.Numerics;

namespace ModelLab.Core.Statistics;

/// <summary>
/// Random numbers that are the same for a seed on every machine and runtime: xoshiro256** (Blackman and Vigna 2018), seeded through
/// splitmix64. .NET's own generator promises no sequence.
/// </summary>
public sealed class SeededRandom
{
    private ulong s0,
        s1,
        s2,
        s3;
    private double spare = double.NaN;

    /// <summary>Starts a sequence.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="stream">Different streams of a seed are independent, so that parts of a job can run in any order.</param>
    public SeededRandom(ulong seed, ulong stream = 0)
    {
        var state = seed;
        state = SplitMix(ref state) ^ (stream * 0xD1342543DE82EF95);
        (s0, s1, s2, s3) = (SplitMix(ref state), SplitMix(ref state), SplitMix(ref state), SplitMix(ref state));
    }

    internal SeededRandom((ulong, ulong, ulong, ulong) state) => (s0, s1, s2, s3) = state;

    /// <summary>64 random bits.</summary>
    public ulong NextBits()
    {
        var result = BitOperations.RotateLeft(s1 * 5, 7) * 9;
        var t = s1 << 17;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= t;
        s3 = BitOperations.RotateLeft(s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1), of 53 bits.</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number from 0 to below <paramref name="bound"/>, all equally likely (Lemire 2019).</summary>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var product = (ulong)(uint)(NextBits() >> 32) * (uint)bound;
        if ((uint)product < bound)
        {
            var rejected = (uint)-bound % (uint)bound;
            while ((uint)product < rejected)
                product = (ulong)(uint)(NextBits() >> 32) * (uint)bound;
        }
        return (int)(product >> 32);
    }

    /// <summary>A number from the standard normal distribution (Marsaglia's polar method).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(spare))
        {
            var kept = spare;
            spare = double.NaN;
            return kept;
        }
        while (true)
        {
            var (x, y) = (2 * NextDouble() - 1, 2 * NextDouble() - 1);
            var square = x * x + y * y;
            if (square is >= 1 or 0)
                continue;
            var scale = Math.Sqrt(-2 * Math.Log(square) / square);
            spare = y * scale;
            return x * scale;
        }
    }

    /// <summary>Puts items into a random order, all equally likely (Fisher and Yates).</summary>
    public void Shuffle<T>(IList<T> items)
    {
        for (var i = items.Count - 1; i > 0; i--)
        {
            var j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        var z = state += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
