namespace ModelLab.Knowledge.Import;

/// <summary>What was read for an import.</summary>
/// <param name="Content">The chunks or past questions.</param>
/// <param name="Files">Files that were read.</param>
/// <param name="SkippedBinary">Files with a known ending that hold no text.</param>
/// <param name="SkippedOther">Files with another ending.</param>
/// <param name="SkippedLinks">Symbolic links, which are not followed.</param>
/// <param name="SkippedSpecial">Pipes, sockets and devices, which are not opened.</param>
/// <param name="Empty">Files without any text.</param>
public sealed record ImportResult(
    KnowledgeContent Content,
    int Files,
    int SkippedBinary = 0,
    int SkippedOther = 0,
    int SkippedLinks = 0,
    int SkippedSpecial = 0,
    int Empty = 0
)
{
    /// <summary>Files and folders that could not be read, as they were named.</summary>
    public IReadOnlyList<string> Unreadable { get; init; } = [];

    /// <summary>Documents without a text in them, as scans are.</summary>
    public IReadOnlyList<string> Textless { get; init; } = [];

    /// <summary>Documents that cannot be read, each with the reason.</summary>
    public IReadOnlyList<string> Damaged { get; init; } = [];

    /// <summary>Files whose encoding was told by their letters, and which it is.</summary>
    public IReadOnlyList<(string Encoding, string File)> Guessed { get; init; } = [];
}
