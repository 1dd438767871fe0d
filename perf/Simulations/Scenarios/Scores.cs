using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>
/// Scores from 1 to 5 in whole points with effects of the source page: round(latent + page effect + question effect), cut to the scale. The
/// latent value is chosen so that the mean is the wanted one
/// exactly.
/// </summary>
internal sealed class Scores
{
    private readonly double latent,
        pageDeviation,
        questionDeviation;

    public Scores(double mean, double pageDeviation, double questionDeviation)
    {
        (this.pageDeviation, this.questionDeviation) = (pageDeviation, questionDeviation);
        var (low, high) = (-20.0, 26.0);
        for (var step = 0; step < 80; step++)
        {
            latent = (low + high) / 2;
            if (MeanOf(latent) < mean)
                low = latent;
            else
                high = latent;
        }
    }

    public double PageEffect(SeededRandom random) => pageDeviation * random.NextNormal();

    public double Score(SeededRandom random, double pageEffect) =>
        Math.Clamp(Math.Floor(latent + pageEffect + questionDeviation * random.NextNormal() + 0.5), 1, 5);

    // 1 + the probabilities of reaching 2, 3, 4 and 5.
    private double MeanOf(double value)
    {
        var deviation = Math.Sqrt(pageDeviation * pageDeviation + questionDeviation * questionDeviation);
        return 1 + Enumerable.Range(2, 4).Sum(point => Distributions.NormalProbability((value - (point - 0.5)) / deviation));
    }

    /// <summary>From 1 to 8 questions a page, whatever their scores.</summary>
    public static ClusterIndex Pages(SeededRandom random, int pages, int most = 8) =>
        ClusterIndex.Of(Enumerable.Range(0, pages).SelectMany(page => Enumerable.Repeat(page, 1 + random.Next(most))));

    public double[] Sample(SeededRandom random, ClusterIndex pages)
    {
        var effects = Enumerable.Range(0, pages.Count).Select(_ => PageEffect(random)).ToArray();
        return [.. Enumerable.Range(0, pages.Observations).Select(i => Score(random, effects[pages[i]]))];
    }
}
