using ModelLab.Core;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Metrics.Text;
using ModelLab.Core.Statistics;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;

namespace ModelLab.Scoring;

/// <summary>How texts are taken apart and smoothed.</summary>
/// <param name="Tokenizer">For ROUGE, token F1 and n-gram overlap.</param>
/// <param name="BleuTokenizer">For BLEU.</param>
/// <param name="Smoothing">For BLEU, by sacreBLEU's name; one of <see cref="Smoothings"/>.</param>
public sealed record TextScoringOptions(TextTokenizer Tokenizer, BleuTokenizer BleuTokenizer, string Smoothing)
{
    /// <summary>The smoothings by sacreBLEU's names; its <c>add-k</c> with its k of 1.</summary>
    public static IReadOnlyDictionary<string, BleuSmoothing> Smoothings { get; } =
        new Dictionary<string, BleuSmoothing>
        {
            ["exp"] = BleuSmoothing.Exponential,
            ["none"] = BleuSmoothing.None,
            ["floor"] = BleuSmoothing.Floor,
            ["add-k"] = BleuSmoothing.AddOne,
        };
}

/// <summary>What <c>score text</c> finds.</summary>
/// <param name="File">The file as the user named it.</param>
/// <param name="Options">How it was scored.</param>
/// <param name="ClusterField">The field whose values tell which rows depend on each other; null when rows are taken as independent.</param>
/// <param name="Aggregates">Means over rows, in the order of the rows' metrics; then corpus BLEU and corpus chrF.</param>
/// <param name="Rows">The rows in the file's order.</param>
public sealed record TextScores(
    string File,
    TextScoringOptions Options,
    string? ClusterField,
    IReadOnlyList<Score> Aggregates,
    IReadOnlyList<ScoredRow> Rows
);

/// <summary>Scores texts that were made elsewhere against references.</summary>
public static class TextScoring
{
    /// <summary>The corpus's own scores, which are no means of the rows'.</summary>
    public const string CorpusBleu = "corpus_bleu",
        CorpusChrF = "corpus_chrf";

    private const string SentenceBleu = "bleu",
        SentenceChrF = "chrf";

    private static readonly Scale Percent = new(0, 100);

    // Rows are read one after another and scored so many at a time, on all cores.
    private const int Batch = 1024;

    /// <summary>What each row is measured by, in order.</summary>
    public static IReadOnlyList<string> Metrics { get; } =
    [
        "rouge1_precision",
        "rouge1_recall",
        "rouge1_f",
        "rouge2_precision",
        "rouge2_recall",
        "rouge2_f",
        "rougeL_precision",
        "rougeL_recall",
        "rougeL_f",
        SentenceBleu,
        SentenceChrF,
        "token_f1",
        "exact_match",
        "ngram_overlap",
    ];

    /// <summary>Scores a file; texts are forgotten once scored.</summary>
    /// <exception cref="BadInputException">A row cannot be used.</exception>
    public static TextScores Run(string file, TextScoringOptions options, CancellationToken cancellationToken = default)
    {
        var pairs = new TextPairs(file);
        var (rows, clusters) = (new List<ScoredRow>(), new List<string>());
        var (bleu, chrF) = (new BleuStatistics(), new ChrFStatistics());
        var parallel = new ParallelOptions { CancellationToken = cancellationToken };
        foreach (var batch in pairs.Read().Chunk(Batch))
        {
            var scored = new Scored[batch.Length];
            Parallel.For(0, batch.Length, parallel, i => scored[i] = Of(batch[i], options));
            foreach (var (pair, result) in batch.Zip(scored))
            {
                rows.Add(new ScoredRow(pair.Id, pair.Line, result.Values));
                if (pair.Cluster is not null)
                    clusters.Add(pair.Cluster);
                bleu.Add(result.Bleu);
                chrF.Add(result.ChrF);
            }
        }
        var means = Metrics.Select(
            (metric, m) =>
                Score.Mean(
                    metric,
                    rows.Select(r => r.Values[m]),
                    metric is SentenceBleu or SentenceChrF ? Percent : Scale.Share,
                    pairs.ClusterField is null ? null : clusters
                )
        );
        var smoothing = TextScoringOptions.Smoothings[options.Smoothing];
        return new TextScores(
            file,
            options,
            pairs.ClusterField,
            [
                .. means,
                new Score(CorpusBleu, Bleu.Of(bleu, smoothing, effectiveOrder: false)?.Score, rows.Count),
                new Score(CorpusChrF, chrF.Score(), rows.Count),
            ],
            rows
        );
    }

    private static Scored Of(TextPair pair, TextScoringOptions options)
    {
        var (hypothesis, references, tokenizer) = (pair.Hypothesis, pair.References, options.Tokenizer);
        var rouge = Rouge.Of(hypothesis, references, tokenizer);
        var bleu = BleuStatistics.Of(hypothesis, references, options.BleuTokenizer);
        var chrF = ChrFStatistics.Of(hypothesis, references);
        return new Scored(
            [
                rouge.One.Precision,
                rouge.One.Recall,
                rouge.One.F,
                rouge.Two.Precision,
                rouge.Two.Recall,
                rouge.Two.F,
                rouge.L.Precision,
                rouge.L.Recall,
                rouge.L.F,
                Bleu.Of(bleu, TextScoringOptions.Smoothings[options.Smoothing], effectiveOrder: true)?.Score,
                chrF.Score(),
                rouge.One.F, // token F1 by its definition; asking for it would tokenize once more
                ExactMatch.Of(hypothesis, references),
                NgramOverlap.Of(hypothesis, references, tokenizer: tokenizer),
            ],
            bleu,
            chrF
        );
    }

    private sealed record Scored(double?[] Values, BleuStatistics Bleu, ChrFStatistics ChrF);
}
