using ModelLab.Core;
using ModelLab.Core.Metrics.Agreement;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Statistics;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Scoring;

/// <summary>How two raters compare.</summary>
/// <param name="First">One rater: the truth, where that is one of the two.</param>
/// <param name="Second">The other.</param>
/// <param name="Scores">Their measures over the items that both labelled, in the order of <see cref="LabelScoring.PairMetrics"/>.</param>
public sealed record RaterPair(string First, string Second, IReadOnlyList<Score> Scores);

/// <summary>What <c>score labels</c> finds.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Raters">The raters, the truth first.</param>
/// <param name="Scale">What the labels can be asked; measures that ask for more are null.</param>
/// <param name="Labels">The labels, in order.</param>
/// <param name="Positive">The label that precision, recall and F1 are about; null when it is not known, and so are they.</param>
/// <param name="Units">Items of the file.</param>
/// <param name="Overall">Measures of all raters together, over the items with two labels or more.</param>
/// <param name="Pairs">Every two raters.</param>
/// <param name="Missing">What stands where a rater gave no label ("NA", "н/д"), each as often as it does; blank cells apart.</param>
public sealed record LabelScores(
    string File,
    IReadOnlyList<string> Raters,
    LabelScale Scale,
    IReadOnlyList<string> Labels,
    string? Positive,
    int Units,
    IReadOnlyList<Score> Overall,
    IReadOnlyList<RaterPair> Pairs,
    IReadOnlyList<string> Missing
)
{
    /// <summary>The rater that precision, recall and F1 hold the others against.</summary>
    public string Truth => Raters[0];
}

/// <summary>Measures how far raters agree, people or models.</summary>
public static class LabelScoring
{
    /// <summary>What every two raters are measured by, in order.</summary>
    public static IReadOnlyList<string> PairMetrics { get; } =
    [
        "accuracy",
        "precision",
        "recall",
        "f1",
        "mcc",
        "cohen_kappa",
        "cohen_kappa_linear",
        "cohen_kappa_quadratic",
        "pearson",
        "spearman",
        "kendall_tau_b",
    ];

    /// <summary>Scores a file.</summary>
    /// <exception cref="BadInputException">A row cannot be used, or the options do not fit the file.</exception>
    public static LabelScores Run(string file, LabelScoringOptions options, CancellationToken cancellationToken = default)
    {
        var table = LabelTable.Read(file, options, cancellationToken);
        var count = table.Raters.Count;
        var pairs = Enumerable.Range(0, count).SelectMany(a => Enumerable.Range(a + 1, count - a - 1).Select(b => (a, b))).ToArray();
        var results = new RaterPair[pairs.Length];
        Parallel.For(
            0,
            pairs.Length,
            new ParallelOptions { CancellationToken = cancellationToken },
            i => results[i] = new RaterPair(table.Raters[pairs[i].a], table.Raters[pairs[i].b], Pair(table, pairs[i].a, pairs[i].b))
        );
        return new LabelScores(
            file,
            table.Raters,
            table.Scale,
            [.. table.Labels.Values],
            table.Positive is { } positive ? table.Labels[positive] : null,
            table.Units.Count,
            Overall(table, options.Categories?.Count),
            results,
            table.Missing
        );
    }

    private static Score[] Overall(LabelTable table, int? categories)
    {
        var n = table.Units.Count(unit => unit.Count(v => v is not null) > 1);
        bool ordered = table.Scale != LabelScale.Names,
            numbers = table.Scale == LabelScale.Numbers;
        return
        [
            Alpha("krippendorff_alpha_nominal", MeasurementLevel.Nominal, true),
            Alpha("krippendorff_alpha_ordinal", MeasurementLevel.Ordinal, ordered),
            Alpha("krippendorff_alpha_interval", MeasurementLevel.Interval, numbers),
            Alpha("krippendorff_alpha_ratio", MeasurementLevel.Ratio, numbers && table.Labels.Keys.All(value => value >= 0)),
            new("gwet_ac1", GwetAC1.Of(table.Units, categories is null ? null : table.Labels.Count), n),
        ];

        Score Alpha(string metric, MeasurementLevel level, bool fits) =>
            new(metric, fits ? KrippendorffAlpha.Of(table.Units, level) : null, n);
    }

    private static Score[] Pair(LabelTable table, int a, int b)
    {
        var both = table.Units.Where(unit => unit[a] is not null && unit[b] is not null).ToList();
        double[] first = [.. both.Select(unit => unit[a]!.Value)],
            second = [.. both.Select(unit => unit[b]!.Value)];
        long n = first.Length;
        bool ordered = table.Scale != LabelScale.Names,
            numbers = table.Scale == LabelScale.Numbers;
        // One scale for all pairs: else a step between two labels would weigh more where a third rater's labels lie between them unseen.
        var categories = table.Labels.Keys.ToArray();
        var same = first.Zip(second).Count(x => x.First == x.Second);
        ConfusionMatrix? matrix = table.Positive is { } positive ? Matrix(first, second, positive) : null;
        var against = a == 0 ? matrix : null;
        return
        [
            new("accuracy", n == 0 ? null : (double)same / n, n),
            new("precision", against?.Precision, against?.TruePositives + against?.FalsePositives ?? 0),
            new("recall", against?.Recall, against?.TruePositives + against?.FalseNegatives ?? 0),
            new("f1", against?.F1, against?.Total ?? 0),
            new("mcc", matrix is { } cells ? MatthewsCorrelation.Of(cells) : MatthewsCorrelation.Of(second, first), n),
            new("cohen_kappa", CohenKappa.Of(first, second, KappaWeights.None, categories), n),
            new("cohen_kappa_linear", ordered ? CohenKappa.Of(first, second, KappaWeights.Linear, categories) : null, n),
            new("cohen_kappa_quadratic", ordered ? CohenKappa.Of(first, second, KappaWeights.Quadratic, categories) : null, n),
            new("pearson", numbers ? PearsonCorrelation.Of(first, second) : null, n),
            new("spearman", ordered ? SpearmanCorrelation.Of(first, second) : null, n),
            new("kendall_tau_b", ordered ? KendallTau.Of(first, second) : null, n),
        ];
    }

    private static ConfusionMatrix Matrix(double[] truth, double[] said, double positive)
    {
        long Cell(bool says, bool isTrue) => truth.Zip(said).LongCount(x => x.Second == positive == says && x.First == positive == isTrue);
        return new ConfusionMatrix(Cell(true, true), Cell(true, false), Cell(false, true), Cell(false, false));
    }
}
