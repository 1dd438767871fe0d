using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ModelLab.Llm.Baselines;

/// <summary>Random numbers that depend on the seed and on what is asked, not on the order of asking.</summary>
internal static class SeededCoin
{
    /// <summary>A number from 0 to <paramref name="sides"/> − 1.</summary>
    public static int Toss(int sides, int seed, params ReadOnlySpan<string> about)
    {
        var text = seed.ToString(CultureInfo.InvariantCulture) + "\0" + string.Join('\0', about!);
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(text));
        return (int)(BinaryPrimitives.ReadUInt64LittleEndian(hash) % (ulong)sides);
    }
}
