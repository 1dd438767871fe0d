namespace ModelLab.Records.Store;

/// <summary>
/// Who holds it may write a run. The operating system keeps it for as long as the process lives, so a killed run is free at once.
/// </summary>
public static class RunLock
{
    // A look at the lock holds it for a moment; whoever takes it just then must not believe that a process lives.
    private const int Tries = 5;
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(10);

    /// <summary>Takes the lock of a detail file, or gives null when another process has it.</summary>
    public static FileStream? TryTake(string detailFile)
    {
        for (var i = 1; ; i++)
        {
            try
            {
                return new FileStream(
                    PathOf(detailFile),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                );
            }
            catch (IOException) when (i < Tries)
            {
                Thread.Sleep(Moment);
            }
            catch (IOException)
            {
                return null;
            }
        }
    }

    /// <summary>Whether a process is writing the run. Looking does not keep anybody from taking the lock.</summary>
    public static bool IsHeld(string detailFile)
    {
        if (!File.Exists(PathOf(detailFile)))
            return false;
        try
        {
            using var _ = new FileStream(PathOf(detailFile), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
    }

    private static string PathOf(string detailFile) => detailFile + ".lock";
}
