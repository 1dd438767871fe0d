using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Embedding;
using ModelLab.Core.Models;
using ModelLab.Core.Text;
using ModelLab.Records.Analyses;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Dashboard.Views.Llm;

/// <summary>What became of a question under a model; several can hold at once.</summary>
[Flags]
public enum QuestionOutcomes
{
    /// <summary>Nothing can be said.</summary>
    None = 0,

    /// <summary>The judges' mean is 4 or more.</summary>
    Good = 1,

    /// <summary>The mean is under 4, and the retrieved context held no relevant chunk.</summary>
    RetrievalMissed = 2,

    /// <summary>The mean is under 4, though the context held a relevant chunk, or was the ideal one.</summary>
    GenerationWrong = 4,

    /// <summary>A judge gave no score for an answer.</summary>
    JudgeFailed = 8,

    /// <summary>The model gave no answer.</summary>
    NoAnswer = 16,

    /// <summary>The model said that there is no answer though there is one.</summary>
    FalseRefusal = 32,

    /// <summary>The model answered a question that has no answer.</summary>
    AnsweredUnanswerable = 64,
}

/// <summary>A question's texts.</summary>
/// <param name="Place">Its place in the data set.</param>
/// <param name="ItemId">Its id.</param>
/// <param name="Question">The question.</param>
/// <param name="Reference">The reference answer; empty where there is none.</param>
/// <param name="Page">Its source page, as the data set names it; null where it does not.</param>
/// <param name="Topic">Its topic, where the data set names one.</param>
/// <param name="IsAnswerable">Whether it has an answer.</param>
public sealed record QuestionText(
    int Place,
    string ItemId,
    string Question,
    string Reference,
    string? Page,
    string? Topic,
    bool IsAnswerable
)
{
    /// <summary>Takes the texts of items, in their order.</summary>
    public static IReadOnlyList<QuestionText> Of(IEnumerable<RunItem> items) =>
        [
            .. items.Select(
                (item, place) =>
                    new QuestionText(
                        place,
                        item.ItemId,
                        item.Question,
                        item.Text("ground_truth_answer") ?? "",
                        item.Text("confluence_url"),
                        item.Text("topic"),
                        item.Flag("answerable") != false
                    )
            ),
        ];
}

/// <summary>A question with what every model made of it.</summary>
/// <param name="Text">Its texts.</param>
/// <param name="Scores">The models' values, in the order of <see cref="QuestionSet.Models"/>; null where there is none.</param>
/// <param name="Outcomes">What became of it under each model.</param>
/// <param name="Mean">The mean over the compared models; null without a value.</param>
/// <param name="Spread">The greatest difference between two compared models; null with fewer than two values.</param>
public sealed record QuestionRow(
    QuestionText Text,
    IReadOnlyList<double?> Scores,
    IReadOnlyList<QuestionOutcomes> Outcomes,
    double? Mean,
    double? Spread
);

/// <summary>The observations that a <see cref="QuestionSet"/> is made of.</summary>
/// <param name="Values">The measure that is shown.</param>
/// <param name="Quality">The measure that tells good from bad, or null.</param>
/// <param name="Answers">Which answers there are, and which say that there is no answer.</param>
/// <param name="ContextHits">Whether the retrieved context held a relevant chunk; null in tier 2.</param>
public sealed record QuestionTables(ScoreTable Values, ScoreTable? Quality, ScoreTable Answers, ScoreTable? ContextHits);

/// <summary>The questions of a run under one metric, with the value of every model.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Models">The models, in flag order.</param>
/// <param name="Compared">Which of them mean and spread are taken over: the built-in baselines only where nothing else ran, and none that
/// a race dropped.</param>
/// <param name="Judges">The judges whose scores are averaged; empty where none give the values.</param>
/// <param name="Rows">The questions, in the order of the data set.</param>
/// <param name="Topics">Their topics, or, where the data set names none, their pages.</param>
/// <param name="HasTopics">Whether <paramref name="Topics"/> are topics.</param>
public sealed record QuestionSet(
    GeneratorMetric Metric,
    IReadOnlyList<string> Models,
    IReadOnlyList<bool> Compared,
    IReadOnlyList<string> Judges,
    IReadOnlyList<QuestionRow> Rows,
    IReadOnlyList<string> Topics,
    bool HasTopics
)
{
    /// <summary>The models that a race dropped: they were asked about fewer questions.</summary>
    public IReadOnlyList<string> Dropped { get; init; } = [];

    /// <summary>Puts the questions together.</summary>
    /// <param name="metric">The metric; it must be observed question by question.</param>
    /// <param name="models">The generation models.</param>
    /// <param name="judges">The judges whose scores count.</param>
    /// <param name="texts">The questions.</param>
    /// <param name="tables">The observations.</param>
    /// <param name="quality">The measure of <see cref="QuestionTables.Quality"/>.</param>
    /// <param name="dropped">The models that a race dropped.</param>
    public static QuestionSet Of(
        GeneratorMetric metric,
        IReadOnlyList<string> models,
        IReadOnlyList<string> judges,
        IReadOnlyList<QuestionText> texts,
        QuestionTables tables,
        string? quality,
        IReadOnlyList<string>? dropped = null
    )
    {
        // A model that could not be called has no column.
        models =
        [
            .. models.Where(m =>
                tables.Answers.Values(new ScoreColumn(metric.Tier, Measures.Abstention, m)).Count > 0
                || tables.Values.Columns(metric.Tier, metric.Measure!).Any(c => c.GenerationModel == m)
            ),
        ];
        var onlyBuiltIns = models.All(IsBuiltIn);
        bool[] compared = [.. models.Select(m => (onlyBuiltIns || !IsBuiltIn(m)) && dropped?.Contains(m) != true)];
        var values = models.Select(m => Columns(tables.Values, metric.Tier, metric.Measure!, m, metric.IsJudged ? judges : null)).ToList();
        var qualities = models
            .Select(m => tables.Quality is null || quality is null ? [] : Columns(tables.Quality, metric.Tier, quality, m, judges))
            .ToList();
        var answers = models.Select(m => tables.Answers.Values(new ScoreColumn(metric.Tier, Measures.Abstention, m))).ToList();
        var hits = models.Select(m => tables.ContextHits?.Values(new ScoreColumn(metric.Tier, Measures.ContextHit, m))).ToList();
        var rows = new List<QuestionRow>();
        foreach (var text in texts)
        {
            // Turns of sessions stand among the items, and are not asked in these tiers; false refusals are of answerable questions alone.
            // A question that nobody could answer is shown all the same.
            if (
                values.All(v => v.All(c => !c.ContainsKey(text.ItemId)))
                && (metric.Observed == Measures.Abstention || answers.All(a => !a.ContainsKey(text.ItemId)))
            )
                continue;
            double?[] scores = [.. values.Select(v => Mean(v, text.ItemId))];
            QuestionOutcomes[] outcomes = [.. models.Select((_, i) => OutcomeOf(text, qualities[i], answers[i], hits[i]))];
            List<double> counted = [.. scores.Where((s, i) => compared[i] && s is not null).Select(s => s!.Value)];
            rows.Add(
                new QuestionRow(
                    text,
                    scores,
                    outcomes,
                    counted.Count > 0 ? counted.Average() : null,
                    counted.Count > 1 ? counted.Max() - counted.Min() : null
                )
            );
        }
        var hasTopics = rows.Any(r => r.Text.Topic is not null);
        return new QuestionSet(
            metric,
            models,
            compared,
            metric.IsJudged ? judges : [],
            rows,
            [.. rows.Select(r => hasTopics ? r.Text.Topic : r.Text.Page).OfType<string>().Distinct().Order(StringComparer.CurrentCulture)],
            hasTopics
        )
        {
            Dropped = [.. models.Where(m => dropped?.Contains(m) == true)],
        };
    }

    /// <summary>The topic of a question, or its page, whichever <see cref="Topics"/> are.</summary>
    public string? TopicOf(QuestionText text) => HasTopics ? text.Topic : text.Page;

    /// <summary>
    /// A model's value on a question; null where it has none, as a model has that could only fail and is none of <see cref="Models"/>.
    /// </summary>
    public double? ScoreOf(QuestionRow row, string model) =>
        Models.ToList().IndexOf(model) is >= 0 and var place ? row.Scores[place] : null;

    /// <summary>The values of a model, question by question.</summary>
    public IEnumerable<double> ValuesOf(int model) => Rows.Select(r => r.Scores[model]).OfType<double>();

    private static List<IReadOnlyDictionary<string, double>> Columns(
        ScoreTable table,
        Tier tier,
        string measure,
        string model,
        IReadOnlyList<string>? judges
    ) =>
        judges is null
            ? [table.Values(new ScoreColumn(tier, measure, model))]
            : [.. judges.Select(j => table.Values(new ScoreColumn(tier, measure, model, j)))];

    private static double? Mean(List<IReadOnlyDictionary<string, double>> columns, string item)
    {
        var (sum, count) = (0.0, 0);
        foreach (var column in columns)
            if (column.TryGetValue(item, out var value))
                (sum, count) = (sum + value, count + 1);
        return count == 0 ? null : sum / count;
    }

    private static QuestionOutcomes OutcomeOf(
        QuestionText text,
        List<IReadOnlyDictionary<string, double>> quality,
        IReadOnlyDictionary<string, double> answers,
        IReadOnlyDictionary<string, double>? hits
    )
    {
        if (!answers.TryGetValue(text.ItemId, out var abstained))
            return QuestionOutcomes.NoAnswer;
        if (!text.IsAnswerable)
            return abstained == 1 ? QuestionOutcomes.None : QuestionOutcomes.AnsweredUnanswerable;
        var outcome = abstained == 1 ? QuestionOutcomes.FalseRefusal : QuestionOutcomes.None;
        if (quality.Any(c => !c.ContainsKey(text.ItemId)))
            outcome |= QuestionOutcomes.JudgeFailed;
        if (Mean(quality, text.ItemId) is not { } score)
            return outcome;
        if (score >= MetricValues.GoodAnswer)
            return outcome | QuestionOutcomes.Good;
        return outcome
            | (
                hits is not null && hits.TryGetValue(text.ItemId, out var hit) && hit == 0
                    ? QuestionOutcomes.RetrievalMissed
                    : QuestionOutcomes.GenerationWrong
            );
    }

    private static bool IsBuiltIn(string model) => model.StartsWith(ModelRef.BuiltInProvider + ":", StringComparison.Ordinal);
}
