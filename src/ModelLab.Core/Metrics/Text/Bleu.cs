namespace ModelLab.Core.Metrics.Text;

/// <summary>What BLEU puts in the place of a precision of 0, whose logarithm does not exist (Chen and Cherry 2014 compare them).</summary>
public enum BleuSmoothing
{
    /// <summary>The k-th precision of 0 becomes 1 / (2ᵏ · n-grams): NIST's, sacreBLEU's default.</summary>
    Exponential,

    /// <summary>Nothing: one precision of 0 makes BLEU 0.</summary>
    None,

    /// <summary>0.1 matches.</summary>
    Floor,

    /// <summary>One match and one n-gram more for every order from 2 on (Lin and Och 2004).</summary>
    AddOne,
}

/// <summary>BLEU (Papineni et al. 2002) as sacreBLEU computes it (Post 2018).</summary>
/// <param name="Score">From 0 to 100.</param>
/// <param name="Precisions">The smoothed n-gram precisions of orders 1–4 in percent; 0 for orders that do not count.</param>
/// <param name="BrevityPenalty">min(1, exp(1 − reference length / hypothesis length)).</param>
public sealed record Bleu(double Score, IReadOnlyList<double> Precisions, double BrevityPenalty)
{
    /// <summary>
    /// Of one sentence: brevity penalty × geometric mean of the precisions of the orders that the hypothesis is long enough for (effective
    /// order). Null when neither the hypothesis nor a
    /// reference has a token.
    /// </summary>
    /// <exception cref="ArgumentException">There are no references.</exception>
    public static Bleu? Sentence(
        string hypothesis,
        IReadOnlyList<string> references,
        BleuTokenizer? tokenizer = null,
        BleuSmoothing smoothing = BleuSmoothing.Exponential
    ) => Of(BleuStatistics.Of(hypothesis, references, tokenizer), smoothing, effectiveOrder: true);

    /// <summary>
    /// Of a corpus, from counts summed over its sentences, all four orders counting. It is not the mean of the sentences' scores.
    /// </summary>
    public static Bleu? Corpus(
        IEnumerable<(string Hypothesis, IReadOnlyList<string> References)> sentences,
        BleuTokenizer? tokenizer = null,
        BleuSmoothing smoothing = BleuSmoothing.Exponential
    )
    {
        var sum = new BleuStatistics();
        foreach (var (hypothesis, references) in sentences)
            sum.Add(BleuStatistics.Of(hypothesis, references, tokenizer));
        return Of(sum, smoothing, effectiveOrder: false);
    }

    /// <summary>From counts.</summary>
    /// <param name="statistics">Of a sentence or a corpus.</param>
    /// <param name="smoothing">What stands for a precision of 0.</param>
    /// <param name="effectiveOrder">Whether orders for which the hypothesis is too short are left out.</param>
    /// <returns>Null when there is no token at all.</returns>
    public static Bleu? Of(BleuStatistics statistics, BleuSmoothing smoothing, bool effectiveOrder)
    {
        var (hypothesis, reference) = ((double)statistics.HypothesisLength, (double)statistics.ReferenceLength);
        if (hypothesis + reference == 0)
            return null;
        var penalty =
            hypothesis >= reference ? 1
            : hypothesis == 0 ? 0
            : Math.Exp(1 - reference / hypothesis);
        var precisions = new double[BleuStatistics.Orders];
        // Without a single match there is nothing to smooth: the score is 0.
        if (statistics.Matches[0] == 0)
            return new(0, precisions, penalty);
        var (orders, halvings, logs) = (BleuStatistics.Orders, 1.0, 0.0);
        for (var n = 0; n < BleuStatistics.Orders; n++)
        {
            var more = smoothing == BleuSmoothing.AddOne && n > 0 ? 1 : 0;
            var (matches, total) = ((double)statistics.Matches[n] + more, (double)statistics.Totals[n] + more);
            if (total == 0)
            {
                if (!effectiveOrder)
                    logs = double.NegativeInfinity;
                orders = n;
                break;
            }
            if (matches == 0)
            {
                if (smoothing == BleuSmoothing.Exponential)
                    matches = 1 / (halvings *= 2);
                else if (smoothing == BleuSmoothing.Floor)
                    matches = 0.1;
            }
            precisions[n] = 100 * matches / total;
            logs += Math.Log(matches / total); // not of percent: equal texts are to score 100 exactly
        }
        return new(100 * penalty * Math.Exp(logs / orders), precisions, penalty);
    }
}
