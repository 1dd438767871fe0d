using ModelLab.Core.Judging;
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

    /// <summary>The cosine between the embeddings of answer and reference.</summary>
    public const string SemanticSimilarity = "semantic_similarity";

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

    private static readonly IReadOnlyDictionary<string, Rubric> Rubrics = Enum.GetValues<Rubric>().ToDictionary(Of);

    /// <summary>How answer and reference compare by their embeddings: cosine, dot product, Euclidean distance.</summary>
    public static IReadOnlyList<string> Similarities { get; } = [SemanticSimilarity, "dot_similarity", "euclidean_distance"];

    /// <summary>How the words of answer and reference compare: F of ROUGE-1, ROUGE-2 and ROUGE-L from 0 to 1, BLEU from 0 to 100.</summary>
    public static IReadOnlyList<string> Texts { get; } = ["rouge1_f", "rouge2_f", "rougeL_f", "bleu"];

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

    /// <summary>The metric of a rubric's mean.</summary>
    public static string MetricOf(Rubric rubric) => rubric == Rubric.E2eQuality ? "avg_e2e_score" : "avg_" + Of(rubric);

    /// <summary>The rubric of a name in files.</summary>
    /// <exception cref="FormatException">No rubric has this name.</exception>
    public static Rubric RubricOf(string measure) =>
        Rubrics.TryGetValue(measure, out var rubric) ? rubric : throw new FormatException($"no rubric is called '{measure}'");
}
