using ModelLab.Core.Judging;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;

namespace ModelLab.Records.Vocabulary;

/// <summary>The names of what is observed.</summary>
public static class Measures
{
    /// <summary>1 when the generator said that there is no answer, 0 when it answered.</summary>
    public const string Abstention = "abstention";

    /// <summary>1 when the production judge would show the answer, 0 when not.</summary>
    public const string Show = "show";

    /// <summary>How many chunks were retrieved; the list itself is the evidence.</summary>
    public const string Retrieved = "retrieved";

    /// <summary>1 when the context that was retrieved for an answer holds a relevant chunk, 0 when not.</summary>
    public const string ContextHit = "context_hit";

    /// <summary>1 when a relevant page is among those that an assistant says it used, 0 when not.</summary>
    public const string SourceHit = "source_hit";

    /// <summary>1 / the place of the first relevant page among those that an assistant says it used, 0 where none is.</summary>
    public const string SourceRank = "source_reciprocal_rank";

    /// <summary>The cosine between the embeddings of answer and reference.</summary>
    public const string SemanticSimilarity = "semantic_similarity";

    /// <summary>The dot product of the embeddings of answer and reference.</summary>
    public const string DotSimilarity = "dot_similarity";

    /// <summary>The Euclidean distance between the embeddings of answer and reference.</summary>
    public const string EuclideanDistance = "euclidean_distance";

    /// <summary>The cosine between the embeddings of a repeated answer and the first one.</summary>
    public const string RepeatSimilarity = "repeat_similarity";

    /// <summary>1 when a past question with score 5 is near enough to serve its answer, 0 when not.</summary>
    public const string CacheHit = "cache_hit";

    /// <summary>1 when a follow-up finds its page first, 0 when not.</summary>
    public const string ContextPreserved = "context_preserved";

    /// <summary>1 when a turn of a session was answered.</summary>
    public const string TurnAnswered = "turn_answered";

    /// <summary>The cosine between the embeddings of the answers to a question and to its rephrasing.</summary>
    public const string TurnSimilarity = "turn_similarity";

    /// <summary>The label of a judge-pipeline item, 1 for show; it is nobody's. Comes of <see cref="Show"/>.</summary>
    public const string Label = "label";

    /// <summary>1 where a verdict is right, 0 where not. Comes of <see cref="Show"/>.</summary>
    public const string Right = "right";

    /// <summary>The label of an answer that would be shown. Comes of <see cref="Show"/>.</summary>
    public const string LabelOfShown = "label_of_shown";

    /// <summary>The verdict on an answer that should be shown. Comes of <see cref="Show"/>.</summary>
    public const string ShowOfGood = "show_of_good";

    /// <summary>1 where a judge's two trials of an item agree, 0 where not. Comes of the rubric's trials.</summary>
    public const string Consistent = "consistent";

    /// <summary>The share of a judge's trials of an item that gave no score. Comes of the rubric's trials.</summary>
    public const string TrialError = "trial_error";

    /// <summary>
    /// 1 where a generator rightly said that there is no answer, 0 where it answered an unanswerable question. Comes of
    /// <see cref="Abstention"/>.
    /// </summary>
    public const string DueAbstention = "due_abstention";

    /// <summary>
    /// 1 where a generator said that there is no answer to a question that has one, 0 where it answered. Comes of
    /// <see cref="Abstention"/>.
    /// </summary>
    public const string FalseRefusal = "false_refusal";

    /// <summary>1 for each answer that a benchmark judge was asked to score and did not, whatever the rubric.</summary>
    public const string Unscored = "unscored";

    /// <summary>1 where a bad answer had no relevant chunk in its context, 0 for other answers.</summary>
    public const string RetrievalMissed = "retrieval_missed";

    /// <summary>1 where a bad answer had a relevant chunk in its context, 0 for other answers.</summary>
    public const string GenerationWrong = "generation_wrong";

    /// <summary>1 where an answer was not scored, 0 where it was.</summary>
    public const string JudgeFailed = "judge_failed";

    /// <summary>1 for each item that was asked about.</summary>
    public const string Asked = "asked";

    /// <summary>1 where no answer or verdict came, 0 where one did.</summary>
    public const string Missing = "missing";

    /// <summary>1 where every applicable rubric was scored, 0 where not.</summary>
    public const string FullyScored = "fully_scored";

    /// <summary>1 where an applicable rubric was not scored, 0 where all were.</summary>
    public const string NotFullyScored = "not_fully_scored";

    /// <summary>The share of equal pairs among a question's repeats.</summary>
    public const string ExactMatch = "exact_match";

    /// <summary>How alike the chunks are that a question's repeats find, Jaccard's index.</summary>
    public const string RetrievalOverlap = "retrieval_overlap";

    /// <summary>Milliseconds of a successful first call.</summary>
    public const string Latency = "latency";

    /// <summary>Milliseconds to the first piece of a streamed reply.</summary>
    public const string FirstToken = "first_token";

    /// <summary>The measures that stand for a unit of work each; others are noted beside them.</summary>
    public static IReadOnlyList<string> OfUnits { get; } =
    [
        Abstention,
        Show,
        Retrieved,
        SemanticSimilarity,
        RepeatSimilarity,
        CacheHit,
        ContextPreserved,
        TurnAnswered,
        TurnSimilarity,
        .. Enum.GetValues<Rubric>().Select(Of),
    ];

    /// <summary>The measure whose rows hold a column's values: that of the column itself, unless it comes of another.</summary>
    public static string Observed(Tier tier, string measure) =>
        tier switch
        {
            Tier.JudgePipeline when measure is Label or Right or LabelOfShown or ShowOfGood => Show,
            Tier.JudgeTrial when measure is Consistent or TrialError => Of(Rubric.Faithfulness),
            Tier.EndToEnd when measure == Unscored => Of(Rubric.E2eQuality),
            _ => measure is DueAbstention or FalseRefusal ? Abstention : measure,
        };

    private static readonly IReadOnlyDictionary<string, Rubric> Rubrics = Enum.GetValues<Rubric>().ToDictionary(Of);

    /// <summary>How answer and reference compare by their embeddings: cosine, dot product, Euclidean distance.</summary>
    public static IReadOnlyList<string> Similarities { get; } = [SemanticSimilarity, DotSimilarity, EuclideanDistance];

    /// <summary>The rubrics of Tier 2, in the order they are shown.</summary>
    public static IReadOnlyList<Rubric> Tier2Rubrics { get; } = [Rubric.Faithfulness, Rubric.AnswerRelevance, Rubric.AnswerCorrectness];

    /// <summary>A rubric's name in files.</summary>
    public static string Of(Rubric rubric) =>
        rubric switch
        {
            Rubric.Faithfulness => "faithfulness",
            Rubric.AnswerRelevance => "answer_relevance",
            Rubric.AnswerCorrectness => "answer_correctness",
            _ => "e2e_quality",
        };

    /// <summary>The rubric of a name in files.</summary>
    /// <exception cref="FormatException">No rubric has this name.</exception>
    public static Rubric RubricOf(string measure) =>
        Rubrics.TryGetValue(measure, out var rubric) ? rubric : throw new FormatException($"no rubric is called '{measure}'");
}
