namespace ModelLab.Records.Analyses;

/// <summary>How utilization is measured.</summary>
/// <param name="Source">Where the questions come from.</param>
/// <param name="QuestionLimit">How many are asked at most, at least 1; of more, a random sample.</param>
/// <param name="TopK">How many chunks a question retrieves, at least 1.</param>
/// <param name="Seed">The seed of the sample.</param>
public sealed record UtilizationOptions(
    QuestionsSource Source = QuestionsSource.Synthetic,
    int QuestionLimit = 500,
    int TopK = 10,
    int Seed = 0
);

/// <summary>How much of the knowledge base some questions retrieve: the <c>utilization_metrics</c> of a run.</summary>
public sealed record Utilization
{
    /// <summary>Chunks in the knowledge base.</summary>
    public required int TotalChunks { get; init; }

    /// <summary>Those that at least one question retrieved.</summary>
    public required int UsedChunks { get; init; }

    /// <summary>Those that none retrieved.</summary>
    public required int UnusedChunks { get; init; }

    /// <summary>Used chunks in proportion to all, 0 to 1; null without chunks or without questions.</summary>
    public required double? UtilizationRate { get; init; }

    /// <summary><c>synthetic</c> or <c>real</c>.</summary>
    public required QuestionsSource QuestionsSource { get; init; }

    /// <summary>Questions asked.</summary>
    public required int QuestionCount { get; init; }

    /// <summary>Chunks retrieved per question at most.</summary>
    public required int TopK { get; init; }

    /// <summary>Questions that the source holds.</summary>
    public required int AvailableQuestions { get; init; }

    /// <summary>Questions that retrieved nothing: their vectors have no direction, or there are no chunks.</summary>
    public required int QuestionsWithoutResults { get; init; }

    /// <summary>Chunks that no question can retrieve, for they have no embedding. They count as unused.</summary>
    public required long ChunksWithoutEmbedding { get; init; }

    /// <summary>The seed of the sample of questions.</summary>
    public required int Seed { get; init; }

    /// <summary>The used chunks, most often retrieved first, ties by id.</summary>
    public required IReadOnlyList<ChunkRetrievals> RetrievedChunks { get; init; }

    /// <summary>The unused chunks, by id.</summary>
    public required IReadOnlyList<ChunkSource> NeverRetrieved { get; init; }
}

/// <summary>How often a chunk was retrieved.</summary>
/// <param name="ChunkId">The chunk.</param>
/// <param name="ConfluenceUrl">Its page.</param>
/// <param name="Retrievals">Questions that retrieved it.</param>
public sealed record ChunkRetrievals(long ChunkId, string ConfluenceUrl, int Retrievals);

/// <summary>A chunk and where it comes from.</summary>
/// <param name="ChunkId">The chunk.</param>
/// <param name="ConfluenceUrl">Its page.</param>
public sealed record ChunkSource(long ChunkId, string ConfluenceUrl);
