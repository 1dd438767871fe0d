namespace ModelLab.Core.Metrics.Text;

/// <summary>
/// Word overlap without order, SQuAD's F1 (Rajpurkar et al. 2016) on a named tokenizer. English articles are not removed.
/// </summary>
public static class TokenF1
{
    /// <summary>
    /// 2 · shared words / (words of the hypothesis + words of the reference), in [0, 1], for the best-fitting reference; null when neither
    /// has a word.
    /// </summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static double? Of(string hypothesis, IReadOnlyList<string> references, TextTokenizer? tokenizer = null) =>
        Rouge.N(hypothesis, references, 1, tokenizer).F;
}
