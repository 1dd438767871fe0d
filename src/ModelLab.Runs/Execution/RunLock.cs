namespace ModelLab.Runs.Execution;

/// <summary>Who holds it may write a run. The operating system keeps it for as long as the process lives, so a killed run is free at once.</summary>
internal static class RunLock
{
    /// <summary>Takes the lock of a detail file, or gives null when another process has it.</summary>
    public static FileStream? TryTake(string detailFile)
    {
        try { return new FileStream(detailFile + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose); }
        catch (IOException) { return null; }
    }
}
