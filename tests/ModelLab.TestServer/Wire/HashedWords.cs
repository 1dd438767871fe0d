using System.Numerics;
using System.Text;

namespace ModelLab.Testing.Wire;

/// <summary>An embedding by feature hashing: each word adds ±1 to one coordinate, then the vector is scaled to length 1.</summary>
internal static class HashedWords
{
    public static float[] Embed(string text, int dimensions)
    {
        var vector = new float[dimensions];
        var words = 0;
        for (var i = 0; i < text.Length; )
        {
            if (!char.IsLetterOrDigit(text[i]))
            {
                i++;
                continue;
            }
            var from = i;
            while (i < text.Length && char.IsLetterOrDigit(text[i]))
                i++;
            Add(vector, text[from..i]);
            words++;
        }
        // A text without words, or one whose words cancel out, still needs a direction.
        if (words == 0 || !vector.Any(x => x != 0))
            Add(vector, text + "\n");
        var norm = MathF.Sqrt(vector.Sum(x => x * x));
        for (var i = 0; i < dimensions; i++)
            vector[i] /= norm;
        return vector;
    }

    private static void Add(float[] vector, string word)
    {
        // FNV-1a, 64 bits.
        var hash = 14695981039346656037UL;
        foreach (var b in Encoding.UTF8.GetBytes(word.ToLowerInvariant()))
            hash = (hash ^ b) * 1099511628211UL;
        // FNV's low bits alone are weak, so the sign is the parity of all of them.
        vector[(int)((hash ^ (hash >> 32)) % (ulong)vector.Length)] += (BitOperations.PopCount(hash) & 1) == 0 ? 1 : -1;
    }
}
