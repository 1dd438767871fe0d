using System.Text.Json;
using System.Text.Json.Serialization;
using ModelLab.Core;

namespace ModelLab.Records.Store;

/// <summary>What a person calls a run and says of it.</summary>
/// <param name="Name">A name of their own beside the id; null for none.</param>
/// <param name="Tags">Words to find it by, in the order of their letters.</param>
/// <param name="Note">A note; null for none.</param>
public sealed record RunLabel(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null,
    IReadOnlyList<string>? Tags = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Note = null
)
{
    /// <summary>Whether nothing is said.</summary>
    [JsonIgnore]
    public bool IsEmpty => Name is null && Note is null && Tags is null or { Count: 0 };
}

/// <summary>
/// <c>run_labels.json</c>: names, tags and notes of runs by id. They stand in a file of their own, for the elements of the registry are a
/// contract and are kept to the letter.
/// </summary>
public sealed class RunLabels(string path)
{
    /// <summary>The file's name in the output directory.</summary>
    public const string FileName = "run_labels.json";

    /// <summary>All labels; none where there is no file.</summary>
    /// <exception cref="BadInputException">The file cannot be read, or is not what this program writes.</exception>
    public IReadOnlyDictionary<string, RunLabel> Read()
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize(File.ReadAllBytes(path), RunLabelsJson.Default.DictionaryStringRunLabel) ?? []
                : new Dictionary<string, RunLabel>();
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{path}: no labels of runs ({e.Message.ReplaceLineEndings(" ")}): mend or delete it", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Changes what is said of a run; an empty label is left out.</summary>
    /// <exception cref="BadInputException">The file cannot be read.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public RunLabel Change(string run, Func<RunLabel, RunLabel> change)
    {
        var labels = new SortedDictionary<string, RunLabel>(Read().ToDictionary(), StringComparer.Ordinal);
        var label = change(labels.GetValueOrDefault(run) ?? new RunLabel());
        if (label.IsEmpty)
            labels.Remove(run);
        else
            labels[run] = label;
        AtomicFile.Write(
            path,
            stream => JsonSerializer.Serialize(stream, labels.ToDictionary(), RunLabelsJson.Default.DictionaryStringRunLabel)
        );
        return label;
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true)]
[JsonSerializable(typeof(Dictionary<string, RunLabel>))]
internal sealed partial class RunLabelsJson : JsonSerializerContext;
