using System.Globalization;
using System.Text;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Import;

/// <summary>Reads what a knowledge base is made from: a folder, or a file whose ending says its format.</summary>
public static class KnowledgeImport
{
    /// <summary>Reads a source whole.</summary>
    /// <param name="source">A folder, <c>.jsonl</c> (chunks), <c>.json</c> (SQuAD) or <c>.csv</c> (past questions).</param>
    /// <param name="baseUrl">For a folder: what stands before a file's path in its page's address, or null.</param>
    /// <param name="chunkSize">For a folder: characters a chunk at most.</param>
    /// <param name="overlap">For a folder: characters that a chunk repeats of the one before it at most.</param>
    /// <param name="limits">How much is taken in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">It cannot be used.</exception>
    public static ImportResult Read(
        string source,
        string? baseUrl,
        int chunkSize,
        int overlap,
        ImportLimits limits,
        CancellationToken cancellationToken
    )
    {
        if (Directory.Exists(source))
            return FolderImport.Read(source, baseUrl, chunkSize, overlap, limits, cancellationToken);
        if (!File.Exists(source))
            throw new BadInputException($"{source}: no such file or folder");
        return Path.GetExtension(source).ToLowerInvariant() switch
        {
            ".jsonl" => new ImportResult(JsonLinesImport.Read(InputFile.Read(source, limits), source, limits), 1),
            ".csv" => Csv(source, limits),
            ".json" => new ImportResult(Squad(source, limits), 1),
            ".md" or ".markdown" or ".txt" or ".html" or ".htm" or ".pdf" or ".docx" => throw new BadInputException(
                $"{source}: a page: give the folder that it is in"
            ),
            _ => throw new BadInputException(
                $"{source}: of no known format: give a folder, .jsonl (chunks), .json (SQuAD) or .csv (past questions)"
            ),
        };
    }

    private static ImportResult Csv(string source, ImportLimits limits)
    {
        var text = EncodedText.Of(InputFile.Read(source, limits), source);
        return new ImportResult(PastQuestionsCsv.Read(text.Text, source, limits), 1)
        {
            Guessed = text.IsGuessed ? [(text.Encoding, source)] : [],
        };
    }

    private static KnowledgeContent Squad(string source, ImportLimits limits)
    {
        var chunks = SquadImport.Convert(InputFile.Read(source, limits), source).Chunks;
        foreach (var chunk in chunks)
        {
            if (string.IsNullOrWhiteSpace(chunk.Text))
                throw new BadInputException(string.Create(CultureInfo.InvariantCulture, $"{source}: paragraph {chunk.Id}: is blank"));
            if (Encoding.UTF8.GetByteCount(chunk.Text) is var bytes && bytes > limits.ChunkBytes)
                throw new BadInputException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{source}: paragraph {chunk.Id}: has {bytes} bytes, more than {limits.ChunkBytes}: a chunk is a passage"
                    )
                );
        }
        return new KnowledgeContent(chunks, []);
    }
}
