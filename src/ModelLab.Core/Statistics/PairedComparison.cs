namespace ModelLab.Core.Statistics;

/// <summary>Which test gave a p-value.</summary>
public enum PairedTest
{
    /// <summary>Sign flips of whole pages, <see cref="SignFlipTest"/>.</summary>
    PageFlip,

    /// <summary>Whole pages swapped between the two, <see cref="PageSwapTest"/>.</summary>
    PageSwap,

    /// <summary>Exact McNemar test, <see cref="McNemarTest"/>: yes/no values, one question a page.</summary>
    McNemar,
}

/// <summary>Two models on the questions that both have: how much they differ, how sure that is, and what it would take to know.</summary>
/// <param name="Questions">Questions in both.</param>
/// <param name="Pages">Source pages they are about: the independent units.</param>
/// <param name="Difference">Mean of first − second; null without questions.</param>
/// <param name="Interval">Its 95 % interval; null with fewer than three pages, or when nothing varies.</param>
/// <param name="PValue">Two-sided, before any correction; null without questions.</param>
/// <param name="Test">Which test gave it.</param>
/// <param name="Effect">Wins, ties, losses, and the standardised difference.</param>
/// <param name="PageVariance">Pages × squared standard error of the difference: the variance that one page contributes; null with
/// fewer than two pages, or when nothing varies.</param>
public sealed record PairedComparison(
    int Questions,
    int Pages,
    double? Difference,
    ConfidenceInterval? Interval,
    double? PValue,
    PairedTest Test,
    PairedEffect Effect,
    double? PageVariance
)
{
    /// <summary>Compares values question by question.</summary>
    /// <param name="first">The first model's values.</param>
    /// <param name="second">The second model's, in the same order.</param>
    /// <param name="pages">The source page of each question.</param>
    /// <param name="scale">Where values lie.</param>
    /// <param name="seed">Seeds the sampled permutation test.</param>
    /// <param name="samples">How many patterns it samples.</param>
    /// <exception cref="ArgumentException">The lists are not of one length.</exception>
    public static PairedComparison Of(
        IReadOnlyList<double> first,
        IReadOnlyList<double> second,
        IReadOnlyList<string> pages,
        Scale scale,
        ulong seed,
        int samples = SignFlipTest.Samples
    )
    {
        if (first.Count != second.Count || first.Count != pages.Count)
            throw new ArgumentException("values and pages are not of the same questions", nameof(second));
        double[] differences = [.. first.Zip(second, (a, b) => a - b)];
        var effect = PairedEffect.Of(differences);
        if (differences.Length == 0)
            return new(0, 0, null, null, null, PairedTest.PageFlip, effect, null);
        var clusters = ClusterIndex.Of(pages);
        var yesNo = first.Concat(second).All(v => v is 0 or 1) && clusters.Count == differences.Length;
        var mean = scale.IsBounded ? new BoundedMean(differences, clusters, scale.Difference) : null;
        var error = ClusteredMean.StandardError(differences, clusters);
        var p = yesNo ? McNemarTest.PValue(effect.Wins, effect.Losses) : SignFlipTest.PValue(clusters.Sums(differences), seed, samples);
        // Flipping signs asks whether differences are alike on both sides of 0; where their mean is 0 and they are skewed it errs as
        // Student's t does, and Gaffke's test counts beside it in the same measure.
        if (!yesNo && error is not null && mean is { SkewnessShare: > 0 and var share } && p < 1)
            p = Math.Pow(p.Value, 1 - share) * Math.Pow(mean.GaffkePValue(0), share);
        return new(
            differences.Length,
            clusters.Count,
            differences.Average(),
            error is null ? null : scale.Difference.MeanInterval(differences, clusters),
            p,
            yesNo ? PairedTest.McNemar : PairedTest.PageFlip,
            effect,
            error * error * clusters.Count
        )
        {
            Mean = mean,
        };
    }

    // What the differences say of other gaps than 0; null for a statistic of all verdicts, and on a scale without ends.
    internal BoundedMean? Mean { get; init; }

    /// <summary>The one-sided p-value of "the true difference is at most <paramref name="gap"/>" against that it is greater.</summary>
    /// <returns>1 with fewer than three pages. A difference that never varies still leaves doubt on a scale, and none without one.</returns>
    public double PValueAbove(double gap) =>
        Pages < ConfidenceInterval.LeastClusters || Difference is not { } difference ? 1
        : Mean is { } mean ? mean.PValueAbove(gap)
        : PageVariance is { } variance ? 1 - Distributions.StudentProbability((difference - gap) / Math.Sqrt(variance / Pages), Pages - 1)
        : difference > gap ? 0
        : 1;

    /// <summary>The one-sided p-value of "the true difference is at least <paramref name="gap"/>" against that it is less.</summary>
    /// <inheritdoc cref="PValueAbove" path="/returns"/>
    public double PValueBelow(double gap) => Reversed.PValueAbove(-gap);

    /// <summary>
    /// Compares two judges' yes/no verdicts by a statistic of the confusion matrix, such as F1. The interval is a BCa bootstrap of the
    /// difference over pages, both judges resampled together; the test swaps pages between the judges: McNemar's asks who is right more
    /// often, which is not who has the greater F1. Wins and losses are items that only one of them has right. The difference is null where
    /// the statistic is undefined for either.
    /// </summary>
    /// <param name="first">The first judge's verdicts.</param>
    /// <param name="second">The second's, in the same order.</param>
    /// <param name="labels">What is right.</param>
    /// <param name="pages">The source page of each item.</param>
    /// <param name="statistic">The statistic; null where it is undefined.</param>
    /// <param name="seed">Seeds bootstrap and permutations.</param>
    public static PairedComparison OfVerdicts(
        IReadOnlyList<bool> first,
        IReadOnlyList<bool> second,
        IReadOnlyList<bool> labels,
        IReadOnlyList<string> pages,
        Func<ConfusionMatrix, double?> statistic,
        ulong seed
    )
    {
        static double[] Right(IReadOnlyList<bool> verdicts, IReadOnlyList<bool> labels) =>
            [.. verdicts.Zip(labels, (v, l) => v == l ? 1.0 : 0)];
        var right = Of(Right(first, labels), Right(second, labels), pages, Scale.Share, seed);
        if (right.Questions == 0)
            return right;
        var clusters = ClusterIndex.Of(pages);
        var one = ClusterStatistic.OfMatrix(first, labels, clusters, statistic);
        var other = ClusterStatistic.OfMatrix(second, labels, clusters, statistic);
        var split = one.Components.Count;
        var difference = new ClusterStatistic(
            [.. one.Components, .. other.Components],
            sums => one.Value(sums[..split]) - other.Value(sums[split..])
        );
        var estimate = difference.Value([.. difference.Components.Select(c => c.Sum())]);
        var interval = BcaBootstrap.Interval(difference, seed);
        var error = interval is null ? (double?)null : (interval.Upper - interval.Lower) / (2 * Distributions.TwoSidedNormal(0.95));
        return right with
        {
            Difference = double.IsNaN(estimate) ? null : estimate,
            PValue = PageSwapTest.PValue(one, other, seed),
            Test = PairedTest.PageSwap,
            Interval = interval,
            PageVariance = error * error * clusters.Count,
            Mean = null,
        };
    }

    /// <summary>The same pair seen from the second model.</summary>
    public PairedComparison Reversed =>
        this with
        {
            Difference = -Difference,
            Mean = Mean?.Negated(),
            Interval = Interval is { } i ? new(-i.Estimate, -i.Upper, -i.Lower, i.Clusters) : null,
            Effect = Effect with
            {
                Wins = Effect.Losses,
                Losses = Effect.Wins,
                MeanDifference = -Effect.MeanDifference,
                Standardised = -Effect.Standardised,
            },
        };

    /// <summary>
    /// The pages by which a difference of δ could be established with 80 % power: (z_{α/2} + z_β)² · variance / δ².
    /// </summary>
    /// <param name="margin">δ, the difference worth knowing; not the observed one.</param>
    /// <param name="alpha">α, divided by the number of pairs of the family.</param>
    /// <returns>Null where the variance is unknown.</returns>
    public long? PagesToEstablish(double margin, double alpha) =>
        PageVariance is { } variance ? PowerAnalysis.Pages(variance, margin, alpha) : null;
}
