using System.Security.Cryptography;
using System.Text.Json;
using ModelLab.Core;
using ModelLab.Records.Store;

namespace ModelLab.Records.Reading;

/// <summary>
/// <c>benchmark_runs.json</c>, read again when its stamp changes. Elements that are the same to the byte are not parsed again, and none is
/// kept: a line of the list knows where its element stands.
/// </summary>
internal sealed class RegistryFile(string path)
{
    private FileStamp? _stamp;
    private Dictionary<string, RunEntry> _known = new(StringComparer.Ordinal);

    /// <summary>Why the file cannot be read, in one line; null when it can be.</summary>
    public string? Problem { get; private set; }

    /// <summary>The elements in the order of the file, oldest first.</summary>
    public IReadOnlyList<RunEntry> Entries { get; private set; } = [];

    /// <summary>Reads the file if it has changed.</summary>
    /// <returns>Whether it has.</returns>
    public bool Refresh()
    {
        var stamp = FileStamp.Of(path);
        if (stamp == _stamp)
            return false;
        _stamp = stamp;
        (Entries, Problem) = ([], null);
        if (stamp is null)
            return true;
        try
        {
            SpecialFile.Refuse(path);
            Parse(Content());
        }
        catch (JsonException e)
        {
            Problem =
                $"{RunRegistry.FileName}: not a JSON array of runs ({e.Message.ReplaceLineEndings(" ")}); runs with files of their own are shown all the same";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or BadInputException)
        {
            (Problem, _stamp) = ($"{RunRegistry.FileName}: {e.Message}", null);
        }
        return true;
    }

    /// <summary>The element of a line, or null when the file has changed since.</summary>
    public JsonDocument? Element(RegistrySpan span)
    {
        using var stream = Open();
        if (stream.Length < span.Start + span.Length)
            return null;
        var element = new byte[span.Length];
        stream.Position = span.Start;
        stream.ReadExactly(element);
        return Hash(element) == span.Hash ? PythonJson.Parse(element) : null;
    }

    internal static string Hash(ReadOnlySpan<byte> element) => Convert.ToHexStringLower(SHA256.HashData(element));

    private byte[] Content()
    {
        using var stream = Open();
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    private FileStream Open() => new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

    private void Parse(byte[] content)
    {
        var known = new Dictionary<string, RunEntry>(StringComparer.Ordinal);
        var entries = new List<RunEntry>();
        foreach (var place in PythonJson.ElementsOf(content))
        {
            var (start, length) = place.GetOffsetAndLength(content.Length);
            if (content[start] != '{')
                continue;
            var hash = Hash(content.AsSpan(start, length));
            if (!_known.TryGetValue(hash, out var entry))
            {
                using var element = PythonJson.Parse(content.AsMemory(start, length));
                entry = RunEntryReader.Read(element.RootElement);
            }
            known[hash] = entry;
            entries.Add(entry with { Span = new RegistrySpan(start, length, hash) });
        }
        (_known, Entries) = (known, entries);
    }
}

/// <summary>What tells that a file has changed.</summary>
/// <param name="Length">Its length in bytes.</param>
/// <param name="Written">When it was last written.</param>
internal sealed record FileStamp(long Length, DateTime Written)
{
    /// <summary>The stamp of a file, or null where there is none.</summary>
    public static FileStamp? Of(string path)
    {
        var file = new FileInfo(path);
        return file.Exists ? new FileStamp(file.Length, file.LastWriteTimeUtc) : null;
    }
}
