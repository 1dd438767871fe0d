using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Models;
using ModelLab.Core.Roles;
using ModelLab.Records.Deciding;

namespace ModelLab.Records.Vocabulary;

/// <summary>What a run is: everything that was chosen, none of what came out. It holds no secret.</summary>
public sealed record SweepSpec
{
    /// <summary>The chosen tiers, in the order they are shown.</summary>
    public required IReadOnlyList<Tier> Tiers { get; init; }

    /// <summary><c>synthetic</c> or <c>manual</c>.</summary>
    public required string Mode { get; init; }

    /// <summary>The data set's file as it was named; null when no chosen tier needs it.</summary>
    public string? DatasetFile { get; init; }

    /// <summary>The SHA-256 of that file, hex.</summary>
    public string? DatasetSha256 { get; init; }

    /// <summary>The judge-pipeline data set's file as it was named; null when no chosen tier needs it.</summary>
    public string? JudgePipelineFile { get; init; }

    /// <summary>The SHA-256 of that file, hex.</summary>
    public string? JudgePipelineSha256 { get; init; }

    /// <summary>The most questions taken from the data set; null for all.</summary>
    public int? Limit { get; init; }

    /// <summary>Generations per question; only the first is scored.</summary>
    public int ConsistencyRuns { get; init; } = 1;

    /// <summary>Whether judges reason before they score.</summary>
    public JudgeEvalMode JudgeEvalMode { get; init; }

    /// <summary>What benchmark judges score in Tier 2.</summary>
    public IReadOnlyList<Rubric> Rubrics { get; init; } = Measures.Tier2Rubrics;

    /// <summary>The models named, before any was excluded.</summary>
    public required ModelLineup Models { get; init; }

    /// <summary>The SHA-256 of all prompts.</summary>
    public required string PromptsSha256 { get; init; }

    /// <summary>Sampling of generators.</summary>
    public required Sampling Generation { get; init; }

    /// <summary>Sampling of judges.</summary>
    public required Sampling Judging { get; init; }

    /// <summary>The embedder as it was named; null when no chosen tier needs one.</summary>
    public string? EmbeddingModel { get; init; }

    /// <summary>What tells the embedder's vectors from others'.</summary>
    public string? EmbedderIdentity { get; init; }

    /// <summary>The knowledge base as a user would name it; null when no chosen tier needs one.</summary>
    public string? KnowledgeBase { get; init; }

    /// <summary>The SHA-256 of its chunks, hex.</summary>
    public string? KnowledgeSha256 { get; init; }

    /// <summary>How its neighbours are found.</summary>
    public SearchMode SearchMode { get; init; }

    /// <summary>The sessions of tier ux as they were named; null when the data set's own are meant.</summary>
    public string? SessionsFile { get; init; }

    /// <summary>Whether tier 0 measures the chunks' vectors in place of the questions'.</summary>
    public bool IntrinsicOfChunks { get; init; }

    /// <summary>How many chunks are retrieved.</summary>
    public int TopK { get; init; } = 10;

    /// <summary>How many of them make up the context of an answer.</summary>
    public int ContextTopK { get; init; } = 1;

    /// <summary>The cosine above which a past question is taken for the same.</summary>
    public double CacheThreshold { get; init; } = 0.85;

    /// <summary>The earlier run that chose models; null when none did.</summary>
    public ShortlistSpec? Shortlist { get; init; }

    /// <summary>How models race; null when every model answers everything.</summary>
    public RaceSpec? Race { get; init; }

    /// <summary>Seed of everything random.</summary>
    public int Seed { get; init; }
}
