namespace ModelLab.Records.Analyses;

/// <summary>How topics are found and measured.</summary>
/// <param name="QuestionLimit">How many past questions are looked at, at least 1; of more, a random sample.</param>
/// <param name="Topics">How many topics to look for, at least 1; there are fewer when the questions have fewer directions.</param>
/// <param name="TopK">How many chunks a question retrieves, at least 1.</param>
/// <param name="Seed">The seed of the sample and of the clustering.</param>
public sealed record TopicOptions(int QuestionLimit = 2000, int Topics = 20, int TopK = 5, int Seed = 0)
{
    /// <summary>How many questions stand for a topic.</summary>
    public int SampleQuestions { get; init; } = 5;

    /// <summary>How many terms name a topic.</summary>
    public int Terms { get; init; } = 8;
}

/// <summary>What users ask about, and how well the knowledge base covers it: the <c>topic_coverage_metrics</c> of a run.</summary>
public sealed record TopicCoverage
{
    /// <summary>How many topics there are.</summary>
    public required int NTopics { get; init; }

    /// <summary>Past questions looked at.</summary>
    public required int TotalQuestions { get; init; }

    /// <summary>The mean of <see cref="Topic.UniqueChunks"/>; null without topics.</summary>
    public required double? AvgChunksPerTopic { get; init; }

    /// <summary>
    /// The topics, weakest first: lowest mean best similarity first, topics whose questions retrieve nothing before all; ties by id.
    /// </summary>
    [System.Text.Json.Serialization.JsonPropertyName("topic_coverage")]
    public required IReadOnlyList<Topic> Topics { get; init; }

    /// <summary>Past questions in the knowledge base.</summary>
    public required int AvailableQuestions { get; init; }

    /// <summary>Questions whose vectors are zero, so that they belong to no topic.</summary>
    public required int QuestionsWithoutTopic { get; init; }

    /// <summary>How many topics were looked for.</summary>
    public required int RequestedTopics { get; init; }

    /// <summary>Chunks retrieved per question at most.</summary>
    public required int TopK { get; init; }

    /// <summary>The mean over questions of the similarity of their best chunk, −1 to 1; null when none retrieved anything.</summary>
    public required double? MeanBestSimilarity { get; init; }

    /// <summary>
    /// The mean cosine of questions to their topic's mean direction, −1 to 1: how clear-cut the topics are; null without topics.
    /// </summary>
    public required double? Cohesion { get; init; }

    /// <summary>The seed of the sample and of the clustering.</summary>
    public required int Seed { get; init; }
}

/// <summary>Past questions that are about the same.</summary>
public sealed record Topic
{
    /// <summary>Its number, from 0, by the first question.</summary>
    public required int TopicId { get; init; }

    /// <summary>Its questions.</summary>
    public required int QuestionCount { get; init; }

    /// <summary>Different chunks that they retrieve together.</summary>
    public required int UniqueChunks { get; init; }

    /// <summary>Different pages of these chunks.</summary>
    public required int UniqueUrls { get; init; }

    /// <summary>The different questions nearest to the topic's mean direction, nearest first.</summary>
    public required IReadOnlyList<string> SampleQuestions { get; init; }

    /// <summary>The mean over its questions of the similarity of their best chunk, −1 to 1; null when none retrieved anything.</summary>
    public required double? MeanBestSimilarity { get; init; }

    /// <summary>What tells it from the other topics, weightiest first.</summary>
    public required IReadOnlyList<TopicTerm> Terms { get; init; }
}

/// <summary>A stem that tells a topic from the others.</summary>
/// <param name="Term">The form of it that occurs most often in the topic.</param>
/// <param name="Stem">The stem.</param>
/// <param name="Weight">Its c-TF-IDF.</param>
public sealed record TopicTerm(string Term, string Stem, double Weight);
