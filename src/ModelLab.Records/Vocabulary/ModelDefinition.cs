using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelLab.Records.Vocabulary;

/// <summary>What a short name, or an assistant, of the models file stood for when a run was made.</summary>
/// <param name="Name">The short name, under which the model is shown everywhere; or <c>assistant:NAME</c>.</param>
/// <param name="Model">The model, <c>provider:model</c>; the address of an assistant.</param>
/// <param name="Parameters">What was added to every request, a JSON object; null for nothing. Of an assistant how it was asked.</param>
public sealed record ModelDefinition(string Name, string Model, JsonElement? Parameters)
{
    /// <summary>What the parts of a fingerprint begin with that say what a short name stands for.</summary>
    internal const string PartPrefix = "model:";

    /// <summary>Whether an assistant can be given the context to answer from; null for models, which all can.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public bool? TakesContext { get; init; }

    /// <summary>The model with its parameters: <c>alibaba:qwen3-32b {"enable_thinking":true}</c>.</summary>
    [JsonIgnore]
    public string Meaning => Parameters is { } parameters ? $"{Model} {JsonSerializer.Serialize(parameters, RunsJson.Files)}" : Model;

    /// <inheritdoc />
    public override string ToString() => $"{Name} = {Meaning}";
}
