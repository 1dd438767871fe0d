namespace ModelLab.Core.Metrics.Text;

/// <summary>
/// How many different n-grams two texts have in common (Jaccard's index on sets of word n-grams; Broder 1997 calls it resemblance).
/// </summary>
public static class NgramOverlap
{
    /// <summary>
    /// |A ∩ B| / |A ∪ B| over the sets of n-grams, in [0, 1], symmetric, for the best-fitting reference; null when neither has an n-gram.
    /// </summary>
    /// <exception cref="ArgumentException">There are no references, or n is less than 1.</exception>
    public static double? Of(string hypothesis, IReadOnlyList<string> references, int n = 3, TextTokenizer? tokenizer = null)
    {
        References.ThrowIfNone(references);
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        tokenizer ??= TextTokenizer.Unicode;
        var grams = Sequences.Of(tokenizer.Tokenize(hypothesis), [.. references.Select(tokenizer.Tokenize)]).Grams(n);
        var own = grams[0].ToHashSet();
        return Enumerable
            .Range(1, references.Count)
            .Max(r =>
            {
                var other = grams[r].ToHashSet();
                var shared = other.Count(own.Contains);
                return own.Count + other.Count == 0 ? null : (double?)shared / (own.Count + other.Count - shared);
            });
    }
}
