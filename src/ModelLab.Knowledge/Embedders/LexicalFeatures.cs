using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Embedders;

/// <summary>
/// The features of a text as 64-bit hashes: its word stems, and the character n-grams (3–5) of each word between spaces, so that the
/// beginning and end of a word count. The hash is FNV-1a over UTF-16 units with MurmurHash3's finaliser, the same everywhere and for ever.
/// One object is read into again and again, so that a batch allocates little.
/// </summary>
internal sealed class LexicalFeatures
{
    private const int ShortestGram = 3;
    private const int LongestGram = 5;
    private const ulong Prime = 0x100000001b3;

    // FNV's own offset for stems; grams start elsewhere, so that the stem «кот» and the gram «кот» differ.
    private const ulong StemSeed = 0xcbf29ce484222325;
    private const ulong GramSeed = StemSeed ^ 0x9e3779b97f4a7c15;

    /// <summary>The stems, sorted, with repetitions.</summary>
    public List<ulong> Stems { get; } = [];

    /// <summary>The n-grams, sorted, with repetitions.</summary>
    public List<ulong> Grams { get; } = [];

    /// <summary>Room for the weights of one block.</summary>
    public List<(ulong Hash, double Weight)> Weights { get; } = [];

    /// <summary>Replaces the features by those of a text.</summary>
    public void Read(string text)
    {
        Stems.Clear();
        Grams.Clear();
        foreach (var word in Words.Of(text))
        {
            Stems.Add(Hash(RussianStemmer.Stem(word)));
            AddGrams(word);
        }
        Stems.Sort();
        Grams.Sort();
    }

    /// <summary>Each different hash of a sorted list and how often it stands there.</summary>
    public static IEnumerable<(ulong Hash, int Count)> Runs(List<ulong> sorted)
    {
        for (var start = 0; start < sorted.Count; )
        {
            var end = start + 1;
            while (end < sorted.Count && sorted[end] == sorted[start])
                end++;
            yield return (sorted[start], end - start);
            start = end;
        }
    }

    private void AddGrams(string word)
    {
        // Positions -1 and word.Length are the spaces around the word.
        for (var start = -1; start + ShortestGram <= word.Length + 1; start++)
        {
            var hash = GramSeed;
            var end = Math.Min(start + LongestGram, word.Length + 1);
            for (var i = start; i < end; i++)
            {
                hash = (hash ^ (i < 0 || i == word.Length ? ' ' : word[i])) * Prime;
                if (i - start + 1 >= ShortestGram)
                    Grams.Add(Mix(hash));
            }
        }
    }

    private static ulong Hash(string text)
    {
        var hash = StemSeed;
        foreach (var c in text)
            hash = (hash ^ c) * Prime;
        return Mix(hash);
    }

    private static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }
}
