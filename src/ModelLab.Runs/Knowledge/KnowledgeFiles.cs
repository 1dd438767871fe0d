using System.Security.Cryptography;
using ModelLab.Core;
using ModelLab.Knowledge;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Postgres;
using ModelLab.Llm.Configuration;
using ModelLab.Runs.Planning;

namespace ModelLab.Runs.Knowledge;

/// <summary>Finds and opens the knowledge base of a run.</summary>
public static class KnowledgeFiles
{
    /// <summary>
    /// Opens it: what is named; else <c>knowledge_base_NAME.jsonl</c> beside <c>dataset_NAME.json</c>, else <c>knowledge_base.jsonl</c> there, else
    /// the database that <c>POSTGRES_HOST</c> and its like name. A JSONL file is indexed on first use; past questions come from
    /// <c>past_questions*.csv</c> beside it.
    /// </summary>
    /// <param name="source">Which one.</param>
    /// <param name="environment">The variables.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">There is none, or it cannot be used.</exception>
    public static async Task<IKnowledgeBase> OpenAsync(KnowledgeSource source, LabEnvironment environment, CancellationToken cancellationToken)
    {
        var location = source.Named ?? Beside(source.DatasetFile);
        var mode = source.Approximate ? SearchMode.Approximate : SearchMode.Exact;
        if (location is null && environment["POSTGRES_HOST"] is null)
            throw new BadInputException($"no knowledge base found: expected knowledge_base.jsonl beside {source.DatasetFile ?? DatasetFiles.Folder}: give --knowledge-base PATH, or set POSTGRES_HOST and its like");
        if (location is null || PostgresSettings.IsUrl(location))
            return await PostgresKnowledgeBase.OpenAsync(PostgresSettings.Read(location ?? "postgres://", name => environment[name]), mode, mayWriteEmbeddings: false, cancellationToken).ConfigureAwait(false);
        return location.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase) ? Index(location, source.IndexDirectory, cancellationToken) : EmbeddedKnowledgeBase.Open(location);
    }

    private static string? Beside(string? datasetFile)
    {
        var folder = datasetFile is null ? DatasetFiles.Folder : Path.GetDirectoryName(datasetFile) is { Length: > 0 } own ? own : ".";
        var name = Path.GetFileNameWithoutExtension(datasetFile) ?? "";
        string[] names = [.. name.StartsWith("dataset_", StringComparison.Ordinal) ? [$"knowledge_base_{name["dataset_".Length..]}.jsonl"] : Array.Empty<string>(), "knowledge_base.jsonl"];
        return names.Select(n => Path.Combine(folder, n).Replace('\\', '/')).FirstOrDefault(File.Exists);
    }

    // An index is named by what it was made from, so a changed file gets a new one and two runs share one.
    private static EmbeddedKnowledgeBase Index(string jsonl, string directory, CancellationToken cancellationToken)
    {
        var chunks = DatasetFiles.Read(jsonl);
        var csv = Path.Combine(Path.GetDirectoryName(jsonl) ?? "", Path.GetFileNameWithoutExtension(jsonl).Replace("knowledge_base", "past_questions", StringComparison.Ordinal) + ".csv");
        var past = File.Exists(csv) ? DatasetFiles.Read(csv) : [];
        var name = Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(chunks), .. SHA256.HashData(past)]))[..16];
        var index = Path.Combine(directory, $"knowledge_{name}.db").Replace('\\', '/');
        if (File.Exists(index)) return EmbeddedKnowledgeBase.Open(index);
        // Neither kind of file is split.
        ImportResult Import(string file) => KnowledgeImport.Read(file, baseUrl: null, chunkSize: 1, overlap: 0, ImportLimits.Default, cancellationToken);
        var content = Import(jsonl).Content;
        if (past.Length > 0) content = content with { PastQuestions = Import(csv).Content.PastQuestions };
        try { Directory.CreateDirectory(directory); }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException) { throw new BadInputException($"--output-dir {directory}: cannot be written: {e.Message}", e); }
        return EmbeddedKnowledgeBase.Import(index, content, replace: false, cancellationToken);
    }
}
