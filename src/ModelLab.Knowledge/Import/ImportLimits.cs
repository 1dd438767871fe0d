namespace ModelLab.Knowledge.Import;

/// <summary>
/// How much an import takes in before it is refused: a folder may be larger than it looks, and a chunk too long to be a passage.
/// </summary>
/// <param name="Files">Files of a folder, those that are not read included.</param>
/// <param name="TotalBytes">Bytes of all files that are read.</param>
/// <param name="FileBytes">Bytes of one file that is read.</param>
/// <param name="ChunkBytes">UTF-8 bytes of one chunk or one field of a past question.</param>
public sealed record ImportLimits(int Files = 50_000, long TotalBytes = 1L << 30, long FileBytes = 64L << 20, int ChunkBytes = 1 << 20)
{
    /// <summary>The limits of the command line.</summary>
    public static ImportLimits Default { get; } = new();
}
