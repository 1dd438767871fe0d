using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Text;

namespace ModelLab.Knowledge.Import;

/// <summary>
/// Cuts the Markdown, HTML, text, PDF and Word files of a folder, and of the folders in it, into chunks. Links are not followed. A chunk's page is
/// the address that an HTML page says it has, else the file's path in the folder after <c>baseUrl</c>.
/// </summary>
public static class FolderImport
{
    private static readonly HashSet<string> Html = new([".html", ".htm"], StringComparer.OrdinalIgnoreCase);
    private static readonly HashSet<string> Plain = new([".md", ".markdown", ".txt"], StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="baseUrl">What stands before a file's path in its page's address, or null.</param>
    /// <param name="chunkSize">Characters a chunk at most.</param>
    /// <param name="overlap">Characters that a chunk repeats of the one before it at most.</param>
    /// <param name="limits">How much is taken in.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">It is no folder, holds no text, or more than the limits; or a file is in another encoding than
    /// it should.</exception>
    public static ImportResult Read(
        string folder,
        string? baseUrl,
        int chunkSize,
        int overlap,
        ImportLimits limits,
        CancellationToken cancellationToken
    )
    {
        if (!Directory.Exists(folder))
            throw new BadInputException($"{folder}: no such folder");
        var (chunks, result) = (new List<KnowledgeChunk>(), new ImportResult(new KnowledgeContent([], []), 0));
        var (total, unreadable) = (0L, new List<string>());
        var (textless, damaged, guessed) = (new List<string>(), new List<string>(), new List<(string, string)>());
        foreach (var file in Files(folder, limits, unreadable, cancellationToken).OrderBy(f => f.FullName, StringComparer.Ordinal))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.LinkTarget is not null)
                result = result with { SkippedLinks = result.SkippedLinks + 1 };
            else if (!Html.Contains(file.Extension) && !Plain.Contains(file.Extension) && !DocumentText.Reads(file.Extension))
                result = result with { SkippedOther = result.SkippedOther + 1 };
            else if (SpecialFile.KindOf(file.FullName) is not null)
                result = result with { SkippedSpecial = result.SkippedSpecial + 1 };
            else
            {
                total += file.Length;
                if (total > limits.TotalBytes)
                    throw new BadInputException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{folder}: holds more than {limits.TotalBytes} bytes of text files: nothing was imported; import its "
                                + $"folders one by one"
                        )
                    );
                if (InputFile.ReadIfAllowed(file.FullName, limits) is not { } bytes)
                {
                    unreadable.Add(file.FullName);
                    continue;
                }
                var isDocument = DocumentText.Reads(file.Extension);
                if (!isDocument && InputFile.IsBinary(bytes))
                {
                    result = result with { SkippedBinary = result.SkippedBinary + 1 };
                    continue;
                }
                var decoded = isDocument ? null : EncodedText.Of(bytes, file.FullName);
                if (decoded is { IsGuessed: true })
                    guessed.Add((decoded.Encoding, file.FullName));
                var document = "";
                if (isDocument && !DocumentText.TryRead(bytes, file.Extension, out document, out var problem))
                {
                    damaged.Add($"{file.FullName}: {problem}");
                    continue;
                }
                var (text, address) =
                    decoded is null ? (document, null)
                    : Html.Contains(file.Extension) ? HtmlText.Of(decoded.Text)
                    : (decoded.Text, null);
                var passages = TextSplitter.Split(text, chunkSize, overlap);
                var page = address ?? Address(folder, file.FullName, baseUrl);
                foreach (var passage in passages)
                    chunks.Add(new KnowledgeChunk(chunks.Count + 1, page, passage));
                if (passages.Count == 0 && isDocument)
                    textless.Add(file.FullName);
                else
                    result = passages.Count == 0 ? result with { Empty = result.Empty + 1 } : result with { Files = result.Files + 1 };
            }
        }
        if (chunks.Count == 0)
            throw new BadInputException(
                $"{folder}: holds no text: Markdown (.md), HTML (.html), text (.txt), PDF (.pdf) and Word (.docx) files are read"
                    + (textless.Count > 0 ? $"; without text in them, as scans: {string.Join(", ", textless.Take(3))}" : "")
                    + (damaged.Count > 0 ? $"; {damaged[0]}" : "")
            );
        return result with
        {
            Content = new KnowledgeContent(chunks, [], AssignIds: true),
            Unreadable = unreadable,
            Textless = textless,
            Damaged = damaged,
            Guessed = guessed,
        };
    }

    // Folder by folder without recursion, so that depth costs nothing, and counted while it goes, so that a bomb ends early.
    private static List<FileInfo> Files(string folder, ImportLimits limits, List<string> unreadable, CancellationToken cancellationToken)
    {
        var files = new List<FileInfo>();
        var seen = 0;
        var open = new Queue<DirectoryInfo>([new DirectoryInfo(folder)]);
        try
        {
            while (open.TryDequeue(out var next))
                foreach (var entry in Entries(next, folder, unreadable))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    if (++seen > limits.Files)
                        throw new BadInputException(
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{folder}: holds more than {limits.Files} files and folders: nothing was imported; import its "
                                    + $"folders one by one"
                            )
                        );
                    if (entry is FileInfo file)
                        files.Add(file);
                    else if (entry.LinkTarget is null)
                        open.Enqueue((DirectoryInfo)entry);
                    else
                        files.Add(new FileInfo(entry.FullName));
                }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new BadInputException($"{folder}: cannot be read: {e.Message}", e);
        }
        return files;
    }

    // A folder inside that is closed is passed over; the one that was named must be read.
    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo directory, string root, List<string> unreadable)
    {
        try
        {
            return directory.EnumerateFileSystemInfos(); // opens it before it returns
        }
        catch (UnauthorizedAccessException) when (directory.FullName != new DirectoryInfo(root).FullName)
        {
            unreadable.Add(directory.FullName);
            return [];
        }
    }

    private static string Address(string folder, string file, string? baseUrl)
    {
        var path = Path.GetRelativePath(folder, file).Replace('\\', '/');
        return baseUrl is null ? path : $"{baseUrl.TrimEnd('/')}/{string.Join('/', path.Split('/').Select(Uri.EscapeDataString))}";
    }
}
