namespace ModelLab.Sweeps.Analytics;

/// <summary>Which items are analysed when there are more than the limit.</summary>
internal static class RandomSample
{
    /// <summary>
    /// A seeded random sample without replacement, in the items' own order. Not the first ones: data sets and past questions are sorted by
    /// page or date, so these would speak
    /// for a few pages or for the oldest only.
    /// </summary>
    public static IReadOnlyList<T> Of<T>(IReadOnlyList<T> items, int limit, int seed)
    {
        if (items.Count <= limit)
            return items;
        var random = new Random(seed);
        var chosen = new List<T>(limit);
        // Selection sampling (Knuth, The Art of Computer Programming, vol. 2, algorithm S): one pass, every subset equally likely.
        for (var i = 0; chosen.Count < limit; i++)
            if (random.NextDouble() * (items.Count - i) < limit - chosen.Count)
                chosen.Add(items[i]);
        return chosen;
    }
}
