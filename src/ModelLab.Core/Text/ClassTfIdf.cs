namespace ModelLab.Core.Text;

/// <summary>A term and how much it tells a class from the others.</summary>
/// <param name="Term">The term.</param>
/// <param name="Weight">Its c-TF-IDF, above 0.</param>
public readonly record struct WeightedTerm(string Term, double Weight);

/// <summary>
/// Class-based TF-IDF (Grootendorst 2022, "BERTopic", equation 2): W(t, c) = tf(t, c) · ln(1 + A / tf(t)), where tf(t, c) counts a term in
/// a class, tf(t) in all
/// classes, and A is the mean number of terms of a class.
/// </summary>
public static class ClassTfIdf
{
    /// <summary>The weightiest terms of each class, in falling order, ties in ordinal order.</summary>
    /// <param name="classes">The terms of each class with repetitions.</param>
    /// <param name="most">How many terms a class gets at most.</param>
    public static IReadOnlyList<IReadOnlyList<WeightedTerm>> TopTerms(IReadOnlyList<IReadOnlyCollection<string>> classes, int most)
    {
        var total = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var term in classes.SelectMany(c => c))
            total[term] = total.GetValueOrDefault(term) + 1;
        var mean = classes.Count == 0 ? 0 : classes.Average(c => (double)c.Count);
        return
        [
            .. classes.Select(
                IReadOnlyList<WeightedTerm> (c) =>
                    [
                        .. c.CountBy(term => term, StringComparer.Ordinal)
                            .Select(t => new WeightedTerm(t.Key, t.Value * Math.Log(1 + mean / total[t.Key])))
                            .OrderByDescending(t => t.Weight)
                            .ThenBy(t => t.Term, StringComparer.Ordinal)
                            .Take(most),
                    ]
            ),
        ];
    }
}
