namespace ModelLab.Core.Metrics.Text;

/// <summary>
/// chrF2 (Popović 2015, 2016) as sacreBLEU computes it by default: character n-grams of orders 1–6 without white space, recall weighing
/// twice as much as precision. Orders that a side is too short for are left out; in a corpus the n-grams of a hypothesis count only in
/// the orders that its reference has. It needs no tokenizer and forgives inflection. From 0 to 100.
/// </summary>
public static class ChrF
{
    /// <summary>How many times as much recall weighs as precision unless told otherwise: the 2 of chrF2.</summary>
    public const double Beta = 2;

    /// <summary>
    /// Of one sentence, for the best-fitting reference; null when neither the hypothesis nor a reference has a character.
    /// </summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static double? Sentence(string hypothesis, IReadOnlyList<string> references, double beta = Beta) =>
        ChrFStatistics.Of(hypothesis, references, beta).Score(beta);

    /// <summary>Of a corpus, from counts summed over its sentences.</summary>
    public static double? Corpus(IEnumerable<(string Hypothesis, IReadOnlyList<string> References)> sentences, double beta = Beta)
    {
        var sum = new ChrFStatistics();
        foreach (var (hypothesis, references) in sentences)
            sum.Add(ChrFStatistics.Of(hypothesis, references, beta));
        return sum.Score(beta);
    }
}
