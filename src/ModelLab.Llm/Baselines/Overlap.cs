using ModelLab.Core.Text;

namespace ModelLab.Llm.Baselines;

/// <summary>Shares of stems that texts have in common, in [0, 1].</summary>
internal static class Overlap
{
    /// <summary>The share of the first text's content stems that the second holds; 0 when the first has none.</summary>
    public static double Covered(string text, string by)
    {
        var stems = Stems.Content(text);
        if (stems.Count == 0)
            return 0;
        var known = Stems.Content(by).ToHashSet(StringComparer.Ordinal);
        return (double)stems.Count(known.Contains) / stems.Count;
    }

    /// <summary>Token F1 over content stems as bags (SQuAD's measure, on stems): 2PR/(P+R); 0 when nothing is shared.</summary>
    public static double F1(string a, string b)
    {
        var (left, right) = (Stems.Content(a), Stems.Content(b));
        if (left.Count == 0 || right.Count == 0)
            return 0;
        var bag = right.GroupBy(s => s, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Count(), StringComparer.Ordinal);
        var shared = left.GroupBy(s => s, StringComparer.Ordinal).Sum(g => Math.Min(g.Count(), bag.GetValueOrDefault(g.Key)));
        return 2.0 * shared / (left.Count + right.Count);
    }

    /// <summary>The words of a text with a digit in them, without repetitions.</summary>
    public static IEnumerable<string> Numbers(string text) =>
        Words.Of(text).Where(w => w.Any(char.IsDigit)).Distinct(StringComparer.Ordinal);

    /// <summary>The stems of words that begin with a capital but do not begin a sentence.</summary>
    public static IEnumerable<string> Names(string text) =>
        Sentences
            .Of(text)
            .SelectMany(sentence => sentence.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(1))
            .Select(word => word.TrimStart('«', '"', '(', '\''))
            .Where(word => word.Length > 1 && char.IsUpper(word[0]))
            .SelectMany(Stems.Of)
            .Distinct(StringComparer.Ordinal);
}
