namespace ModelLab.Testing;

/// <summary>Draws that depend on the seed, the body and how often the same body came before, and on nothing else.</summary>
internal static class SeededDraw
{
    /// <summary>A number in [0, 1), uniform over bodies.</summary>
    public static double Unit(int seed, UInt128 bodyHash, int attempt)
    {
        var mixed = Mix(Mix(Mix((ulong)bodyHash) ^ (ulong)(bodyHash >> 64)) ^ ((ulong)(uint)seed << 32 | (uint)attempt));
        return (mixed >> 11) * (1.0 / (1UL << 53));
    }

    // The finaliser of SplitMix64 (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
