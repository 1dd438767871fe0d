using System.Text.Json;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Cli.Commands.Datasets;

/// <summary>A data set of either kind, as <c>dataset show|check|convert</c> take it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Questions">Its questions; null where it is a labelled set.</param>
/// <param name="Labels">Its labelled answers; null where it holds questions.</param>
internal sealed record DatasetFile(string Path, IReadOnlyList<GoldItem>? Questions, IReadOnlyList<ShowDecisionItem>? Labels)
{
    /// <summary>Its items as they stand in files.</summary>
    public IReadOnlyList<JsonElement> Rows =>
        [.. (Questions?.Select(DatasetWriter.ToJson) ?? Labels!.Select(DatasetWriter.ToJson)).Select(text => JsonElement.Parse(text))];

    /// <summary>Reads a file; that an item has a label says which kind it is.</summary>
    /// <exception cref="BadInputException">It is no data set.</exception>
    public static DatasetFile Read(string path)
    {
        var bytes = DatasetFiles.Read(path);
        return IsLabelled(bytes)
            ? new DatasetFile(path, null, ShowDecisionDatasetReader.Read(bytes, path).Items)
            : new DatasetFile(path, GoldDatasetReader.Read(bytes, path).Items, null);
    }

    private static bool IsLabelled(byte[] bytes)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes.AsMemory(bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0));
            return json.RootElement.ValueKind == JsonValueKind.Array
                && json.RootElement.GetArrayLength() > 0
                && json.RootElement[0] is { ValueKind: JsonValueKind.Object } first
                && first.TryGetProperty("ground_truth_show", out _);
        }
        catch (JsonException)
        {
            return false; // the reader of data sets says what is wrong
        }
    }
}
