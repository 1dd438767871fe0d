using ModelLab.Core;
using ModelLab.Llm.Configuration;
using ModelLab.Sweeps.Requests;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>Finds the knowledge base that belongs to a run.</summary>
public static class KnowledgeFiles
{
    /// <summary>
    /// What is named; else <c>knowledge_base_NAME.jsonl</c> beside <c>dataset_NAME.json</c>, else <c>knowledge_base.jsonl</c> there, else
    /// the database that <c>POSTGRES_HOST</c> and its like name.
    /// </summary>
    /// <exception cref="BadInputException">There is none.</exception>
    public static string Find(string? named, string? datasetFile, LabEnvironment environment) =>
        named
        ?? Beside(datasetFile)
        ?? (
            environment["POSTGRES_HOST"] is not null
                ? "postgres://"
                : throw new BadInputException(
                    $"no knowledge base found: expected knowledge_base.jsonl beside {datasetFile ?? DatasetFiles.Folder}: give --knowledge-base PATH, or set POSTGRES_HOST and its like"
                )
        );

    private static string? Beside(string? datasetFile)
    {
        var folder =
            datasetFile is null ? DatasetFiles.Folder
            : Path.GetDirectoryName(datasetFile) is { Length: > 0 } own ? own
            : ".";
        var name = Path.GetFileNameWithoutExtension(datasetFile) ?? "";
        string[] names =
        [
            .. name.StartsWith("dataset_", StringComparison.Ordinal)
                ? [$"knowledge_base_{name["dataset_".Length..]}.jsonl"]
                : Array.Empty<string>(),
            "knowledge_base.jsonl",
        ];
        return names.Select(n => Path.Combine(folder, n).Replace('\\', '/')).FirstOrDefault(File.Exists);
    }
}
