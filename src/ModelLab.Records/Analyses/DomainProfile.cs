using System.Text.Json.Serialization;

namespace ModelLab.Records.Analyses;

/// <summary>How the domain is described.</summary>
/// <param name="Limit">How many past questions are looked at, at least 1; of more, a random sample.</param>
/// <param name="Seed">The seed of the sample.</param>
public sealed record DomainOptions(int Limit = 5000, int Seed = 0)
{
    /// <summary>How many tokens each list names at most.</summary>
    public int TopTokens { get; init; } = 20;
}

/// <summary>How users ask and how they score what they get: the <c>domain_analysis_metrics</c> of a run.</summary>
public sealed record DomainProfile
{
    /// <summary>Past questions looked at.</summary>
    public required int TotalQuestions { get; init; }

    /// <summary>Those with an answer that is not blank.</summary>
    public required int WithAnswers { get; init; }

    /// <summary>The others.</summary>
    public required int WithoutAnswers { get; init; }

    /// <summary>Answered questions in proportion to all, 0 to 1; null without questions.</summary>
    public required double? WithAnswersRate { get; init; }

    /// <summary>Questions whose answer a user scored.</summary>
    public required int ScoredQuestions { get; init; }

    /// <summary>Questions by score, ascending; 1 to 5 are always there, other scores where they occur.</summary>
    public required IReadOnlyDictionary<string, int> ScoreDistribution { get; init; }

    /// <summary>Questions with the best score.</summary>
    [JsonPropertyName("score_5_questions")]
    public required int Score5Questions { get; init; }

    /// <summary>Questions with the worst score.</summary>
    [JsonPropertyName("score_1_questions")]
    public required int Score1Questions { get; init; }

    /// <summary>The mean length of a question in characters (Unicode scalar values); null without questions.</summary>
    public required double? AvgQuestionLength { get; init; }

    /// <summary>The most frequent tokens of all questions.</summary>
    public required IReadOnlyList<TokenCount> TopTokensAll { get; init; }

    /// <summary>Those of questions with the best score.</summary>
    [JsonPropertyName("top_tokens_score_5")]
    public required IReadOnlyList<TokenCount> TopTokensScore5 { get; init; }

    /// <summary>Those of questions with the worst score.</summary>
    [JsonPropertyName("top_tokens_score_1")]
    public required IReadOnlyList<TokenCount> TopTokensScore1 { get; init; }

    /// <summary>Those of questions without an answer.</summary>
    public required IReadOnlyList<TokenCount> TopTokensWithoutAnswers { get; init; }

    /// <summary>
    /// Questions that show each slang indicator, most frequent first, ties in ordinal order; every indicator of the list is there.
    /// </summary>
    public required IReadOnlyDictionary<string, int> SlangIndicatorCounts { get; init; }

    /// <summary>Questions that show at least one slang indicator.</summary>
    public required int SlangQuestions { get; init; }

    /// <summary>Past questions in the knowledge base.</summary>
    public required int AvailableQuestions { get; init; }

    /// <summary>The seed of the sample.</summary>
    public required int Seed { get; init; }
}

/// <summary>A word that carries meaning, and how often it occurs.</summary>
/// <param name="Token">The word in lower case with ё as е.</param>
/// <param name="Count">Its occurrences.</param>
public sealed record TokenCount(string Token, int Count);
