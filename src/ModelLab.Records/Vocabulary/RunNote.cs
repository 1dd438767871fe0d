using System.Text.Json;

namespace ModelLab.Records.Vocabulary;

/// <summary>A remark in the lab's own words, without the words: a code with its arguments, to be said in any language.</summary>
/// <param name="Code">A <see cref="NoteCode"/> as files name it; that of a later version may be unknown.</param>
/// <param name="Arguments">What it is about, by name: numbers are numbers, an endpoint's own words are texts.</param>
public sealed record RunNote(string Code, IReadOnlyDictionary<string, JsonElement> Arguments)
{
    /// <summary>A remark of this version; an argument that is null is left out.</summary>
    public static RunNote Of(NoteCode code, params (string Name, object? Value)[] arguments) =>
        new(
            Names.Of(code),
            arguments
                .Where(a => a.Value is not null)
                .ToDictionary(a => a.Name, a => JsonSerializer.SerializeToElement(a.Value, RunsJson.Files), StringComparer.Ordinal)
        );
}

/// <summary>A remark or reason as a run keeps it.</summary>
/// <param name="Text">Its English words; all that files of earlier versions have.</param>
/// <param name="Note">What they say; null where it is not known, or the words are not the lab's own.</param>
public sealed record Remark(string Text, RunNote? Note = null);

/// <summary>Why a model of a combination keeps it from being usable.</summary>
/// <param name="Model">The model.</param>
/// <param name="Reason">Why.</param>
public sealed record ModelRemark(string Model, Remark Reason);
