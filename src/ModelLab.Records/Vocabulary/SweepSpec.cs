using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace ModelLab.Records.Vocabulary;

/// <summary>What a run is: everything that was chosen, none of what came out. It holds no secret.</summary>
public sealed record SweepSpec : RunChoices
{
    /// <summary>A spec to be filled in.</summary>
    public SweepSpec() { }

    /// <summary>A spec of what was asked for.</summary>
    /// <param name="asked">What was asked for; what was found in its place is to be told.</param>
    /// <param name="models">The models named, before any was excluded.</param>
    /// <param name="promptsSha256">The SHA-256 of all prompts.</param>
    [SetsRequiredMembers]
    public SweepSpec(RunChoices asked, ModelLineup models, string promptsSha256)
        : base(asked) => (Models, PromptsSha256) = (models, promptsSha256);

    /// <summary>The data set's file as it was named; null when no chosen tier needs it.</summary>
    public string? DatasetFile { get; init; }

    /// <summary>The SHA-256 of that file, hex.</summary>
    public string? DatasetSha256 { get; init; }

    /// <summary>The judge-pipeline data set's file as it was named; null when no chosen tier needs it.</summary>
    public string? JudgePipelineFile { get; init; }

    /// <summary>The SHA-256 of that file, hex.</summary>
    public string? JudgePipelineSha256 { get; init; }

    /// <summary>The models named, before any was excluded.</summary>
    public required ModelLineup Models { get; init; }

    /// <summary>The SHA-256 of all prompts.</summary>
    public required string PromptsSha256 { get; init; }

    /// <summary>What tells the embedder's vectors from others'.</summary>
    public string? EmbedderIdentity { get; init; }

    /// <summary>The SHA-256 of the knowledge base's chunks, hex.</summary>
    public string? KnowledgeSha256 { get; init; }

    /// <summary>What the short names among the models stand for; null when there is none, as in runs of before.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ModelDefinition>? Definitions { get; init; }

    /// <summary>The model behind a short name; other names as they are.</summary>
    public string ModelBehind(string name) => Definitions?.FirstOrDefault(d => d.Name == name)?.Model ?? name;

    /// <summary>Whether a generator is left out of a tier: tier 2 gives the context, and some assistants take none.</summary>
    public bool LeavesOut(Tier tier, string generator) =>
        tier == Tier.Generation && Definitions?.Any(d => d.Name == generator && d.TakesContext == false) == true;

    /// <summary>The earlier run that chose models; null when none did.</summary>
    public ShortlistSpec? Shortlist { get; init; }
}
