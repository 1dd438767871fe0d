using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>How 1–5 scores are spread, with effects of the source page on all of its questions.</summary>
/// <param name="Name">What it is called in the table.</param>
/// <param name="Truth">The true mean.</param>
/// <param name="Draw">A score, given the page's effect, a standard normal number.</param>
public sealed record ScoreShape(string Name, double Truth, Func<SeededRandom, double, double> Draw)
{
    // The page's part of the latent score's standard deviation of √(1 + 0.36).
    private const double PageEffect = 0.6;

    private static readonly Scores Middle = new(3.9, PageEffect, 0.8);

    /// <summary>Scores in the middle of the scale, mean 3.9.</summary>
    public static ScoreShape Normal { get; } = new("1–5 scores", 3.9, (random, effect) => Middle.Score(random, PageEffect * effect));

    /// <summary>So many fives; the others are 1, 2, 3 or 4, as often each: mean 5 − (1 − share) · 2.5.</summary>
    public static ScoreShape Fives(double share)
    {
        var border = Distributions.NormalQuantile(share) * Math.Sqrt(1 + PageEffect * PageEffect);
        return new(
            FormattableString.Invariant($"{share:0 %} fives"),
            5 - (1 - share) * 2.5,
            (random, effect) => random.NextNormal() + PageEffect * effect < border ? 5 : 1 + random.Next(4)
        );
    }

    /// <summary>So many fives, and ones for the rest: an answer that is right or a disaster, mean 5 − (1 − share) · 4.</summary>
    public static ScoreShape FivesAndOnes(double share)
    {
        var border = Distributions.NormalQuantile(share) * Math.Sqrt(1 + PageEffect * PageEffect);
        return new(
            FormattableString.Invariant($"{share:0 %} fives, else ones"),
            5 - (1 - share) * 4,
            (random, effect) => random.NextNormal() + PageEffect * effect < border ? 5 : 1
        );
    }

    /// <summary>So many fives, and fours for the rest: mean 4 + share.</summary>
    public static ScoreShape FivesAndFours(double share)
    {
        var border = Distributions.NormalQuantile(share) * Math.Sqrt(1 + PageEffect * PageEffect);
        return new(
            FormattableString.Invariant($"{share:0 %} fives, else fours"),
            4 + share,
            (random, effect) => random.NextNormal() + PageEffect * effect < border ? 5 : 4
        );
    }

    /// <summary>Scores of all questions.</summary>
    public double[] Sample(SeededRandom random, ClusterIndex pages)
    {
        var effects = Enumerable.Range(0, pages.Count).Select(_ => random.NextNormal()).ToArray();
        return [.. Enumerable.Range(0, pages.Observations).Select(i => Draw(random, effects[pages[i]]))];
    }
}
