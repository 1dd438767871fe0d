using System.Security.Cryptography;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Embedded;
using ModelLab.Knowledge.Import;
using ModelLab.Knowledge.Postgres;

namespace ModelLab.Knowledge.Opening;

/// <summary>How a knowledge base is opened.</summary>
public sealed record KnowledgeBaseOptions
{
    /// <summary>Where a <c>.jsonl</c> file is indexed to.</summary>
    public required string IndexFolder { get; init; }

    /// <summary>Gives <c>POSTGRES_*</c>; null where one is not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>How neighbours are found; only PostgreSQL can do it approximately.</summary>
    public SearchMode SearchMode { get; init; } = SearchMode.Exact;

    /// <summary>
    /// Whether the <c>embedding</c> columns of a PostgreSQL database may be written. An embedded base is ours and always may.
    /// </summary>
    public bool MayWriteEmbeddings { get; init; }
}

/// <summary>Opens what <c>--knowledge-base</c> names.</summary>
public static class KnowledgeBases
{
    /// <summary>
    /// Opens a base: <c>postgres://…</c>; a <c>.jsonl</c> file of chunks, with the past questions of a CSV file beside it (for
    /// <c>knowledge_base_x.jsonl</c> that is <c>past_questions_x.csv</c>); or a file made by <c>kb import</c>. A <c>.jsonl</c> file is
    /// indexed when its content is first seen, into a file named after the content, so an index is never stale.
    /// </summary>
    /// <param name="location">The base.</param>
    /// <param name="options">How to open it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">It is not there, or cannot be used.</exception>
    public static async Task<IKnowledgeBase> OpenAsync(string location, KnowledgeBaseOptions options, CancellationToken cancellationToken)
    {
        if (PostgresSettings.IsUrl(location))
            return await PostgresKnowledgeBase
                .OpenAsync(
                    PostgresSettings.Read(location, options.Environment),
                    options.SearchMode,
                    options.MayWriteEmbeddings,
                    cancellationToken
                )
                .ConfigureAwait(false);
        if (options.SearchMode == SearchMode.Approximate)
            throw new BadInputException(
                $"{location}: an embedded knowledge base is always searched exactly: leave --approximate out, or name a postgres:// database"
            );
        return location.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase)
            ? Indexed(location, options.IndexFolder, cancellationToken)
            : EmbeddedKnowledgeBase.Open(location);
    }

    /// <summary>The past questions that belong to a <c>.jsonl</c> file, whether they are there or not.</summary>
    public static string PastQuestionsBeside(string chunkFile)
    {
        const string Stem = "knowledge_base";
        var name = Path.GetFileNameWithoutExtension(chunkFile);
        var rest = name.StartsWith(Stem, StringComparison.Ordinal) ? name[Stem.Length..] : "_" + name;
        return Path.Combine(Path.GetDirectoryName(chunkFile) ?? "", $"past_questions{rest}.csv");
    }

    private static EmbeddedKnowledgeBase Indexed(string chunkFile, string folder, CancellationToken cancellationToken)
    {
        var limits = ImportLimits.Default;
        var chunks = InputFile.Read(chunkFile, limits);
        var pastFile = PastQuestionsBeside(chunkFile);
        var past = File.Exists(pastFile) ? InputFile.Read(pastFile, limits) : [];
        var hash = Convert.ToHexStringLower(SHA256.HashData([.. SHA256.HashData(chunks), .. SHA256.HashData(past)]))[..16];
        var index = Path.Combine(folder, $"knowledge_base_{hash}.db");
        if (File.Exists(index))
            return EmbeddedKnowledgeBase.Open(index);

        var content = JsonLinesImport.Read(chunks, chunkFile, limits);
        var questions = past.Length == 0 ? [] : PastQuestionsCsv.Read(InputFile.Text(past, pastFile), pastFile, limits).PastQuestions;
        // Made beside and then renamed: of two processes that index at once, each finds a whole file.
        var making = $"{index}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            EmbeddedImport.Write(making, content with { PastQuestions = questions }, replace: false, cancellationToken);
            File.Move(making, index, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(making);
            throw new BadInputException($"{folder}: the index of {chunkFile} cannot be written there: {e.Message}", e);
        }
        return EmbeddedKnowledgeBase.Open(index);
    }
}
