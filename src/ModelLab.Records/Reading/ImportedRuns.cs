using System.Text.Json;
using System.Text.Json.Nodes;
using ModelLab.Core;
using ModelLab.Records.Store;

namespace ModelLab.Records.Reading;

/// <summary>What was taken over from another registry.</summary>
/// <param name="Ids">The runs that were, in the order of that file; an empty text for one without an id.</param>
/// <param name="Present">How many were here already.</param>
/// <param name="Files">Files of theirs that were copied.</param>
public sealed record ImportedRuns(IReadOnlyList<string> Ids, int Present, int Files)
{
    /// <summary>The elements of a registry, NaN and Infinity as null.</summary>
    /// <exception cref="BadInputException">There is no such file, or it is no array of runs.</exception>
    internal static IReadOnlyList<JsonObject> Read(string registry)
    {
        SpecialFile.Refuse(registry);
        try
        {
            var bytes = File.ReadAllBytes(registry);
            return
            [
                .. PythonJson
                    .ElementsOf(bytes)
                    .Select(range =>
                    {
                        using var element = PythonJson.Parse(new ReadOnlyMemory<byte>(bytes)[range]);
                        return JsonNode.Parse(element.RootElement.GetRawText());
                    })
                    .Select(
                        (node, i) =>
                            node as JsonObject ?? throw new BadInputException($"{registry}: element {i + 1}: no run, but {Kind(node)}")
                    ),
            ];
        }
        catch (JsonException e)
        {
            throw new BadInputException($"{registry}: not a JSON array of runs ({e.Message.ReplaceLineEndings(" ")})", e);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BadInputException($"{registry}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{registry}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Copies the files of runs that lie beside their registry and are not here.</summary>
    internal static ImportedRuns Copy(string registry, string directory, IReadOnlyList<JsonObject> added, int all)
    {
        var ids = added.Select(run => run["id"] is JsonValue v && v.TryGetValue<string>(out var id) ? id : "").ToList();
        var from = Path.GetDirectoryName(Path.GetFullPath(registry))!;
        var copied = 0;
        // An id is a text of somebody's file: it names a file only where it is one's name.
        foreach (var id in ids.Where(i => i.Length > 0 && Path.GetFileName(i) == i))
        foreach (var ending in new[] { ".json", ".db", ".md" })
        {
            var (file, here) = (RunFileNames.Prefix + id + ending, Path.Combine(directory, RunFileNames.Prefix + id + ending));
            if (!File.Exists(Path.Combine(from, file)) || File.Exists(here))
                continue;
            File.Copy(Path.Combine(from, file), here);
            copied++;
        }
        return new ImportedRuns(ids, all - added.Count, copied);
    }

    private static string Kind(JsonNode? node) => node?.GetValueKind().ToString().ToLowerInvariant() ?? "null";
}
