using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Statistics;

namespace ModelLab.Simulations.Scenarios;

/// <summary>How often 95 % intervals hold the truth: 93–97 % must, of means and shares near an end of their scale 93 % or more.</summary>
public static class Coverage
{
    private const double Least = 0.93,
        Most = 0.97;

    /// <summary>The mean of 1–5 scores with page effects; it may hold the truth more often where pages are few.</summary>
    public static SimulationResult Mean(ScoreShape shape, int pages, int repetitions, ulong seed) =>
        Mean($"coverage, mean of {shape.Name}, {pages} pages", shape, pages, repetitions, Least, 1, seed, i => i.Contains(shape.Truth));

    /// <summary>How often the interval lies wholly above the truth, and flatters: in 3.5 % at most.</summary>
    public static SimulationResult Flattering(ScoreShape shape, int pages, int repetitions, ulong seed) =>
        Mean(
            $"wholly above the truth, mean of {shape.Name}, {pages} pages",
            shape,
            pages,
            repetitions,
            0,
            0.035,
            seed,
            i => i.Lower > shape.Truth
        );

    /// <summary>The mean width beside Student's interval, for scores that are not skewed: 1.05 at most.</summary>
    public static SimulationResult Width(int pages, int repetitions, ulong seed)
    {
        var shape = ScoreShape.Normal;
        var ratios = new double[repetitions];
        Parallel.For(
            0,
            repetitions,
            i =>
            {
                var random = new SeededRandom(seed, (ulong)i);
                var clusters = Scores.Pages(random, pages);
                var scores = shape.Sample(random, clusters);
                var (own, student) = (Scale.Score.MeanInterval(scores, clusters)!, ClusteredMean.Interval(scores, clusters)!);
                ratios[i] = (own.Upper - own.Lower) / (student.Upper - student.Lower);
            }
        );
        return new($"greatest width beside Student's, {shape.Name}, {pages} pages", ratios.Max(), 0, 0.9, 1.05);
    }

    /// <summary>The mean with every question taken for independent: what must not be done.</summary>
    public static SimulationResult MeanIgnoringPages(int pages, int repetitions, ulong seed)
    {
        var shape = ScoreShape.Normal;
        return SimulationResult.Share(
            $"coverage, mean of {shape.Name}, {pages} pages ignored",
            repetitions,
            Least,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var scores = shape.Sample(random, Scores.Pages(random, pages));
                return Scale.Score.MeanInterval(scores, ClusterIndex.Independent(scores.Length))!.Contains(shape.Truth);
            }
        );
    }

    private static SimulationResult Mean(
        string name,
        ScoreShape shape,
        int pages,
        int repetitions,
        double least,
        double most,
        ulong seed,
        Func<ConfidenceInterval, bool> happens
    ) =>
        SimulationResult.Share(
            name,
            repetitions,
            least,
            most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                return happens(Scale.Score.MeanInterval(shape.Sample(random, clusters), clusters)!);
            }
        );

    /// <summary>The mean difference of two models on the same questions, with effects of the page on both and on the difference.</summary>
    public static SimulationResult PairedDifference(int pages, int repetitions, ulong seed)
    {
        var (first, second) = (new Scores(4.1, 0.6, 0.7), new Scores(3.8, 0.6, 0.7));
        return SimulationResult.Share(
            $"coverage, paired difference, {pages} pages",
            repetitions,
            Least,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var (a, b) = (first.Sample(random, clusters), second.Sample(random, clusters));
                return Scale.Score.Difference.MeanInterval([.. a.Zip(b, (x, y) => x - y)], clusters)!.Contains(4.1 - 3.8);
            }
        );
    }

    /// <summary>A proportion with page effects: on half of the pages 95 % succeed, on the others 70 %.</summary>
    public static SimulationResult Proportion(int pages, int repetitions, ulong seed) =>
        SimulationResult.Share(
            $"coverage, proportion, {pages} pages",
            repetitions,
            Least,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                return Scale.Share.MeanInterval([.. Verdicts(random, clusters).Select(v => v ? 1.0 : 0)], clusters)!.Contains(0.825);
            }
        );

    /// <summary>F1 of a judge that is right on 95 % or 70 % of the questions of a page, six tenths of the labels being positive.</summary>
    public static SimulationResult F1(int pages, int repetitions, int resamples, ulong seed)
    {
        // TP 0.6·0.825, FP 0.4·0.175, FN 0.6·0.175.
        const double Truth = 2 * 0.6 * 0.825 / (2 * 0.6 * 0.825 + 0.4 * 0.175 + 0.6 * 0.175);
        return SimulationResult.Share(
            $"coverage, F1 by BCa, {pages} pages",
            repetitions,
            Least,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var right = Verdicts(random, clusters);
                bool[] labels = [.. right.Select(_ => random.NextDouble() < 0.6)];
                bool[] verdicts = [.. right.Zip(labels, (r, label) => r ? label : !label)];
                return BcaBootstrap
                    .Interval(ClusterStatistic.F1(verdicts, labels, clusters), random.NextBits(), resamples)!
                    .Contains(Truth);
            }
        );
    }

    /// <summary>Quadratic-weighted κ of two judges' 1–5 scores with page effects.</summary>
    public static SimulationResult Kappa(int pages, int repetitions, int resamples, ulong seed)
    {
        var truth = TwoJudges.Kappa;
        return SimulationResult.Share(
            $"coverage, κ by BCa, {pages} pages",
            repetitions,
            Least,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var (a, b) = TwoJudges.Sample(random, clusters);
                return BcaBootstrap
                    .Interval(ClusterStatistic.QuadraticKappa(a, b, clusters), random.NextBits(), resamples)!
                    .Contains(truth);
            }
        );
    }

    /// <summary>Spearman's ρ of the same scores: nearly all are ties.</summary>
    public static SimulationResult Spearman(int pages, int repetitions, ulong seed)
    {
        var truth = TwoJudges.Spearman;
        return SimulationResult.Share(
            $"coverage, Spearman's ρ of 1–5 scores, {pages} pages",
            repetitions,
            Least,
            Most,
            repetition =>
            {
                var random = new SeededRandom(seed, repetition);
                var clusters = Scores.Pages(random, pages);
                var (a, b) = TwoJudges.Sample(random, clusters);
                return SpearmanCorrelation.Interval(a, b, clusters)!.Contains(truth);
            }
        );
    }

    private static bool[] Verdicts(SeededRandom random, ClusterIndex clusters)
    {
        var chances = Enumerable.Range(0, clusters.Count).Select(_ => random.Next(2) == 0 ? 0.95 : 0.7).ToArray();
        return [.. Enumerable.Range(0, clusters.Observations).Select(i => random.NextDouble() < chances[clusters[i]])];
    }
}
