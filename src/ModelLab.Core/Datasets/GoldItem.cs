using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>One question of a data set with its ideal context and reference answer. Property names in files are snake_case.</summary>
public sealed record GoldItem
{
    /// <summary>The item's id; where the file has none, 16 hex digits derived from its content (<see cref="ItemId"/>).</summary>
    public required string Id { get; init; }

    /// <summary>The question as a user asked it; never blank.</summary>
    public required string Question { get; init; }

    /// <summary>The reference answer; empty only where <see cref="Answerable"/> is false.</summary>
    public required string GroundTruthAnswer { get; init; }

    /// <summary>All accepted answers, where the file lists several.</summary>
    public IReadOnlyList<string>? GroundTruthAnswers { get; init; }

    /// <summary>The chunk that answers the question.</summary>
    public long? ChunkId { get; init; }

    /// <summary>That chunk's text: the ideal context of Tier 2.</summary>
    public string? ChunkText { get; init; }

    /// <summary>The page the chunk comes from: the cluster of this question.</summary>
    public string? ConfluenceUrl { get; init; }

    /// <summary>All relevant chunks, where there are several.</summary>
    public IReadOnlyList<long>? RelevantChunkIds { get; init; }

    /// <summary>All relevant pages, where there are several.</summary>
    public IReadOnlyList<string>? RelevantUrls { get; init; }

    /// <summary>Where the item comes from (<c>synthetic</c>, <c>manual</c>, …).</summary>
    public string? Source { get; init; }

    /// <summary>Where the question comes from.</summary>
    public string? QuestionSource { get; init; }

    /// <summary>The score a user gave the production answer, 1–5.</summary>
    public double? UserScore { get; init; }

    /// <summary>The help desk's own id of the question and answer.</summary>
    public long? QuestionAnswerId { get; init; }

    /// <summary>The annotator's mark: is the question usable? Null when nobody marked it.</summary>
    public bool? IsQuestionOk { get; init; }

    /// <summary>The annotator's mark: is the reference answer right?</summary>
    public bool? IsAnswerOk { get; init; }

    /// <summary>The annotator's mark: is the chunk the right one?</summary>
    public bool? IsChunkOk { get; init; }

    /// <summary>The annotator's notes.</summary>
    public string? Notes { get; init; }

    /// <summary>Whether the context holds the answer; true unless the file says otherwise.</summary>
    public bool Answerable { get; init; } = true;

    /// <summary>The conversation this question belongs to.</summary>
    public string? SessionId { get; init; }

    /// <summary>The position in that conversation, from 1.</summary>
    public int? Turn { get; init; }

    /// <summary>The turn of the same session that this one asks again in other words.</summary>
    public int? RephrasesTurn { get; init; }

    /// <summary>A person's score of the reference answer, 1–5.</summary>
    public double? HumanScore { get; init; }

    /// <summary>Fields this version does not know, kept as they are; null when there are none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }

    /// <summary>The chunks that answer the question: the listed ones, else the item's own; empty when neither is known.</summary>
    public IReadOnlyList<long> RelevantChunks =>
        RelevantChunkIds is { Count: > 0 } listed ? listed
        : ChunkId is { } own ? [own]
        : [];

    /// <summary>The pages that answer the question: the listed ones, else the item's own; empty when neither is known.</summary>
    public IReadOnlyList<string> RelevantPages =>
        RelevantUrls is { Count: > 0 } listed ? listed
        : ConfluenceUrl is { } own ? [own]
        : [];

    /// <summary>The accepted answers, the main one first, without blanks and repetitions.</summary>
    public IReadOnlyList<string> References =>
        [.. (GroundTruthAnswers ?? []).Prepend(GroundTruthAnswer).Where(a => !string.IsNullOrWhiteSpace(a)).Distinct()];
}
