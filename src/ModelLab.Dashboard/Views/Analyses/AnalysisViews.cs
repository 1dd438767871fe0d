using ModelLab.Dashboard.Charts;
using ModelLab.Dashboard.Hosting;
using ModelLab.Dashboard.Site;
using ModelLab.Records.Analyses;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Analyses;

/// <summary>What an address asks for of an analysis beside the tiers: <c>run</c>.</summary>
/// <param name="Choice">The runs that made it, and the one shown.</param>
/// <param name="Run">The run shown; null when there is none.</param>
public sealed record AnalysisChoice(RunChoice Choice, Run? Run)
{
    /// <summary>Reads what an address asks for.</summary>
    /// <param name="at">The address.</param>
    /// <param name="library">The runs.</param>
    /// <param name="field">The analysis, as its field in files.</param>
    /// <exception cref="ModelLab.Core.BadInputException">The run's file cannot be read.</exception>
    public static AnalysisChoice Of(PageContext at, RunLibrary library, string field)
    {
        var choice = RunChoice.Of(at, library.Runs(), r => r.Analyses.Contains(field));
        return new(choice, choice.Chosen is { } chosen ? library.Open(chosen) : null);
    }
}

/// <summary>How evenly chunks are retrieved.</summary>
/// <param name="Curve">The Lorenz curve of retrievals over all chunks.</param>
/// <param name="Bins">Chunks by how many questions retrieve them.</param>
/// <param name="HeldByRichestTenth">The share of all retrievals that the most used tenth of the chunks holds; null where nothing was
/// retrieved.</param>
public sealed record UtilizationView(LorenzCurve Curve, IReadOnlyList<HistogramBin> Bins, double? HeldByRichestTenth)
{
    /// <summary>The analysis, as its field in files.</summary>
    public const string Field = "utilization_metrics";

    /// <summary>Makes the view.</summary>
    public static UtilizationView Of(Utilization analysis, Language language)
    {
        double[] counts = [.. analysis.RetrievedChunks.Select(c => (double)c.Retrievals), .. Enumerable.Repeat(0.0, analysis.UnusedChunks)];
        var curve = LorenzCurve.Of(counts);
        return new(curve, HistogramBins.Of(counts, language), curve.HeldByRichest(0.1));
    }
}

/// <summary>How well topics are covered.</summary>
/// <param name="Rows">Mean similarity of the best chunk by topic, weakest first.</param>
public sealed record TopicsView(IntervalRows Rows)
{
    /// <summary>The analysis, as its field in files.</summary>
    public const string Field = "topic_coverage_metrics";

    /// <summary>Makes the view.</summary>
    public static TopicsView Of(TopicCoverage analysis, Language language) =>
        new(
            new IntervalRows(
                [language.Say("similarity", "близость")],
                [
                    .. analysis.Topics.Select(t => new IntervalRow(
                        NameOf(t, 3, language),
                        [new IntervalPoint(0, t.MeanBestSimilarity, N: t.QuestionCount)]
                    )),
                ],
                analysis.MeanBestSimilarity is { } mean ? [new ReferenceLine(mean, language.Say("mean", "среднее"))] : []
            )
        );

    /// <summary>A topic by its first words.</summary>
    public static string NameOf(Topic topic, int words, Language language) =>
        topic.Terms.Count > 0
            ? string.Join(", ", topic.Terms.Take(words).Select(w => w.Term))
            : language.Say($"topic {topic.TopicId}", $"тема {topic.TopicId}");
}

/// <summary>How users ask and score.</summary>
/// <param name="Scores">Past questions by users' score.</param>
/// <param name="Slang">Past questions by indicator of slang; those that occur.</param>
public sealed record DomainView(IReadOnlyList<HistogramBin> Scores, IReadOnlyList<TokenCount> Slang)
{
    /// <summary>The analysis, as its field in files.</summary>
    public const string Field = "domain_analysis_metrics";

    /// <summary>Makes the view.</summary>
    public static DomainView Of(DomainProfile analysis) =>
        new(
            [.. analysis.ScoreDistribution.Select(s => new HistogramBin(s.Key, s.Value))],
            [.. analysis.SlangIndicatorCounts.Where(c => c.Value > 0).Select(c => new TokenCount(c.Key, c.Value))]
        );
}
