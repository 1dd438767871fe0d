namespace ModelLab.Core.Statistics;

/// <summary>
/// Evidence that one model is better than another, which may be looked at after every page: the Bayes factor W of a one-sided t-test on the
/// sums of differences of pages (Gönen et al. 2005; as an e-process: Pérez-Ortiz, Lardy, de Heide and Grünwald 2024). If the model is not
/// better and sums are about normal, P(W ever reaches c) ≤ 1/c (Ville 1939). Sums of scores are not normal: what is kept of this, the
/// simulations of races show. A bet that assumes nothing but the scale gains at most the mean difference by the range a page, a factor of
/// 1.3 for 1.2 points of five: too little for some dozens of pages, whatever the scores.
/// </summary>
public sealed class PairedEProcess
{
    /// <summary>Pages before which nothing is claimed: fewer tell nothing of how sums vary.</summary>
    public const int LeastPages = 3;

    // The effect is believed to be about as large as the spread: a standard normal effect, worth one page.
    private const double EffectPages = 1;

    // Squares that are believed before the first page, so that pages which agree by chance are no proof: 0.7 points of an average page.
    private const double PriorSquares = 0.5;

    private double sum;
    private double squares;

    /// <summary>Pages that were counted.</summary>
    public int Pages { get; private set; }

    /// <summary>W; 0 before <see cref="LeastPages"/> and where the model does no better: less evidence than there is does no harm.</summary>
    public double Wealth => WealthOf(Pages, sum, squares);

    /// <summary>Counts a page.</summary>
    /// <param name="difference">The sum of differences of its questions, positive where the model does better, in quarters of the range by
    /// the questions of an average page: from about −4 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not finite.</exception>
    public void Add(double difference)
    {
        if (!double.IsFinite(difference))
            throw new ArgumentOutOfRangeException(nameof(difference), difference, "a page's difference is finite");
        Pages++;
        sum += difference;
        squares += difference * difference;
    }

    /// <summary>How many pages it takes until W reaches a threshold, if the differences of pages are just what is expected of them.</summary>
    /// <param name="mean">Their mean.</param>
    /// <param name="deviation">Their standard deviation.</param>
    /// <param name="threshold">The threshold.</param>
    /// <param name="atMost">The pages there are.</param>
    /// <returns>Null if these pages are not enough.</returns>
    public static int? ExpectedPages(double mean, double deviation, double threshold, int atMost)
    {
        for (var n = LeastPages; n <= atMost; n++)
            if (WealthOf(n, n * mean, n * (mean * mean + deviation * deviation)) >= threshold)
                return n;
        return null;
    }

    private static double WealthOf(int pages, double sum, double squares)
    {
        if (pages < LeastPages || sum <= 0)
            return 0;
        var weight = pages + EffectPages;
        var without = PriorSquares + squares;
        var with = without - sum * sum / weight;
        var effect = sum / Math.Sqrt(with * weight / pages);
        return 2
            * Math.Sqrt(EffectPages / weight)
            * Math.Pow(without / with, pages / 2.0)
            * Distributions.StudentProbability(effect, pages);
    }
}
