using System.Text.Json;
using ModelLab.Core;
using ModelLab.Records.Store;

namespace ModelLab.Records.Reading;

/// <summary>Runs by their own <c>rag_benchmark_ID.json</c>, read again when it changes. Not for two threads at once.</summary>
internal sealed class RunJsonFiles
{
    private readonly Dictionary<string, (FileStamp? Stamp, RunEntry? Entry)> _known = new(StringComparer.Ordinal);

    /// <summary>The run of a file as a line of the list; null when the file is gone.</summary>
    public RunEntry? Entry(string file)
    {
        var stamp = FileStamp.Of(file);
        if (_known.TryGetValue(file, out var known) && known.Stamp == stamp)
            return known.Entry;
        RunEntry? entry;
        try
        {
            using var document = Parse(file);
            entry = RunEntryReader.Read(document.RootElement);
        }
        catch (BadInputException e)
        {
            entry = RunEntry.Damaged(RunFileNames.IdOf(file), e);
        }
        catch (FileNotFoundException)
        {
            return null; // deleted meanwhile
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            entry = RunEntry.Damaged(RunFileNames.IdOf(file), Unreadable(file, e.Message, e));
        }
        _known[file] = (stamp, entry);
        return entry;
    }

    /// <summary>The file as JSON; the caller disposes it.</summary>
    /// <exception cref="BadInputException">It holds no object.</exception>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public static JsonDocument Parse(string file)
    {
        var document = PythonJson.Parse(File.ReadAllBytes(file));
        if (document.RootElement.ValueKind == JsonValueKind.Object)
            return document;
        document.Dispose();
        throw Unreadable(file, "no JSON object");
    }

    /// <summary>The error of a file that is no readable run.</summary>
    public static BadInputException Unreadable(string file, string reason, Exception? cause = null) =>
        new(
            $"{file}: not a readable run ({reason.ReplaceLineEndings(" ")}): put back a copy, or delete it: the same 'run' command then "
                + "writes it anew from the run's detail file",
            cause!
        )
        {
            DamagedFile = Path.GetFileName(file) == RunRegistry.FileName ? null : file,
        };
}
