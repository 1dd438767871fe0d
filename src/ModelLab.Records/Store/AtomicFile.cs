namespace ModelLab.Records.Store;

/// <summary>Writing a file whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes to a temporary neighbour, flushes it to disk, and renames it over the target.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; the target is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
