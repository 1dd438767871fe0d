using ModelLab.Core.Text;

namespace ModelLab.Core.Metrics.Text;

/// <summary>Whether two texts are the same but for case, ё or е, punctuation and white space.</summary>
public static class ExactMatch
{
    /// <summary>
    /// 1 when the words of the hypothesis are those of a reference, in order; else 0; null when the hypothesis and all references are
    /// without words.
    /// </summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static double? Of(string hypothesis, IReadOnlyList<string> references)
    {
        References.ThrowIfNone(references);
        var words = Words.Of(hypothesis);
        var others = references.Select(Words.Of).ToList();
        if (words.Count == 0 && others.TrueForAll(o => o.Count == 0))
            return null;
        return others.Exists(o => o.SequenceEqual(words, StringComparer.Ordinal)) ? 1 : 0;
    }
}
