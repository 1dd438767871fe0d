using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>How often models that are equal are said to differ at α = 0.05: at most in 5.5 % of experiments.</summary>
public static class FalseClaims
{
    private const double Alpha = 0.05,
        Most = 0.055;

    /// <summary>The sign-flip test of two equal models with strong page effects.</summary>
    public static SimulationResult SignFlip(int pages, int repetitions, int samples, ulong seed)
    {
        var scores = new Scores(4, pageDeviation: 0.7, questionDeviation: 0.7);
        return SimulationResult.Share(
            $"false claims, sign-flip test, {pages} pages",
            repetitions,
            0,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var (a, b) = (scores.Sample(random, clusters), scores.Sample(random, clusters));
                return SignFlipTest.PValue(clusters.Sums([.. a.Zip(b, (x, y) => x - y)]), random.NextBits(), samples) <= Alpha;
            }
        );
    }

    /// <summary>The paired test of two models of equal mean, whose scores are spread in different ways: differences are skewed.</summary>
    public static SimulationResult Skewed(ScoreShape one, ScoreShape other, int pages, int repetitions, int samples, ulong seed) =>
        SimulationResult.Share(
            $"false claims, paired test, {one.Name} against {other.Name}, {pages} pages",
            repetitions,
            0,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                string[] names = [.. Enumerable.Range(0, clusters.Observations).Select(i => $"{clusters[i]}")];
                var (a, b) = (one.Sample(random, clusters), other.Sample(random, clusters));
                return PairedComparison.Of(a, b, names, Scale.Score, random.NextBits(), samples).PValue <= Alpha;
            }
        );

    /// <summary>McNemar's exact test of two judges that are right on 85 % of independent questions each.</summary>
    public static SimulationResult McNemar(int questions, int repetitions, ulong seed) =>
        SimulationResult.Share(
            $"false claims, exact McNemar, {questions} questions",
            repetitions,
            0,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var (onlyFirst, onlySecond) = (0, 0);
                for (var i = 0; i < questions; i++)
                {
                    var (first, second) = (random.NextDouble() < 0.85, random.NextDouble() < 0.85);
                    if (first && !second)
                        onlyFirst++;
                    if (second && !first)
                        onlySecond++;
                }
                return McNemarTest.PValue(onlyFirst, onlySecond) <= Alpha;
            }
        );

    /// <summary>
    /// The page-swap test of F1 of two judges that are equally often right, where both do better on some pages than on others.
    /// </summary>
    public static SimulationResult PageSwap(int pages, int repetitions, int samples, ulong seed) =>
        SimulationResult.Share(
            $"false claims, page-swap test of F1, {pages} pages",
            repetitions,
            0,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var right = Enumerable.Range(0, clusters.Count).Select(_ => 0.6 + 0.35 * random.NextDouble()).ToArray();
                bool[] labels = [.. Enumerable.Range(0, clusters.Observations).Select(_ => random.NextDouble() < 0.5)];
                bool[] Judge() =>
                    [
                        .. Enumerable
                            .Range(0, clusters.Observations)
                            .Select(i => random.NextDouble() < right[clusters[i]] ? labels[i] : !labels[i]),
                    ];
                return PageSwapTest.PValue(
                        ClusterStatistic.F1(Judge(), labels, clusters),
                        ClusterStatistic.F1(Judge(), labels, clusters),
                        random.NextBits(),
                        samples
                    ) <= Alpha;
            }
        );

    /// <summary>
    /// The page-swap test of F1 of a lenient and a strict judge whose F1 is the same, though the strict one is right more often: a test of
    /// who is right more often would claim a difference.
    /// </summary>
    public static SimulationResult PageSwapOfUnequalJudges(int pages, int repetitions, int samples, ulong seed) =>
        SimulationResult.Share(
            $"false claims, page-swap test of F1, a lenient and a strict judge, {pages} pages",
            repetitions,
            0,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                bool[] labels = [.. Enumerable.Range(0, clusters.Observations).Select(_ => random.NextDouble() < 0.5)];
                // Half of the answers are good. Lenient: TPR 0.98, FPR 0.40, F1 = 0.98 / (0.49 + 0.20 + 0.5) = 0.98 / 1.19.
                // Strict with FPR 0.05: t / (t / 2 + 0.525) = 0.98 / 1.19, so t = 0.525 · 0.98 / (1.19 − 0.49) = 0.735.
                bool[] Judge(double good, double bad) => [.. labels.Select(label => random.NextDouble() < (label ? good : bad))];
                return PageSwapTest.PValue(
                        ClusterStatistic.F1(Judge(0.98, 0.40), labels, clusters),
                        ClusterStatistic.F1(Judge(0.735, 0.05), labels, clusters),
                        random.NextBits(),
                        samples
                    ) <= Alpha;
            }
        );

    /// <summary>Any claim at all among the 28 pairs of eight equal models, after Holm's correction.</summary>
    public static SimulationResult Family(int pages, int repetitions, int samples, ulong seed)
    {
        var scores = new Scores(4, pageDeviation: 0.7, questionDeviation: 0.7);
        return SimulationResult.Share(
            $"false claims in a family, sign-flip and Holm, 8 models, {pages} pages",
            repetitions,
            0,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var sums = Enumerable.Range(0, 8).Select(_ => clusters.Sums(scores.Sample(random, clusters))).ToArray();
                var pValues =
                    from i in Enumerable.Range(0, 8)
                    from j in Enumerable.Range(i + 1, 7 - i)
                    select SignFlipTest.PValue([.. sums[i].Zip(sums[j], (x, y) => x - y)], random.NextBits(), samples)!.Value;
                return HolmCorrection.Adjust([.. pValues]).Any(p => p <= Alpha);
            }
        );
    }
}
