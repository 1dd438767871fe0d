using System.Text.Json;

namespace ModelLab.Core.Datasets;

/// <summary>
/// One labelled item of a judge-pipeline data set: should this answer have been shown? Property names in files are snake_case.
/// </summary>
public sealed record ShowDecisionItem
{
    /// <summary>The item's id; where the file has none, 16 hex digits derived from its content (<see cref="ItemId"/>).</summary>
    public required string Id { get; init; }

    /// <summary>The question as a user asked it; never blank.</summary>
    public required string Question { get; init; }

    /// <summary>The answer to decide on; may be empty.</summary>
    public required string Answer { get; init; }

    /// <summary>The context the answer was made from; may be empty.</summary>
    public required string Context { get; init; }

    /// <summary>The label: true when the answer should be shown.</summary>
    public required bool GroundTruthShow { get; init; }

    /// <summary>Why the label is what it is.</summary>
    public string? Rationale { get; init; }

    /// <summary>What is wrong with a bad answer (<c>wrong_number</c>, <c>off_topic</c>, …); null for good ones.</summary>
    public string? Defect { get; init; }

    /// <summary>The page the context comes from: the cluster of this item.</summary>
    public string? ConfluenceUrl { get; init; }

    /// <summary>Fields this version does not know, kept as they are; null when there are none.</summary>
    public IReadOnlyDictionary<string, JsonElement>? Extra { get; init; }
}
