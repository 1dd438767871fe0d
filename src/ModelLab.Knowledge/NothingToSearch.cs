using ModelLab.Core;

namespace ModelLab.Knowledge;

/// <summary>Says what to do before a search is possible.</summary>
internal static class NothingToSearch
{
    /// <exception cref="BadInputException">The part is empty or not embedded.</exception>
    public static void ThrowIf(PartCounts counts, string location, KnowledgePart part, string embedder)
    {
        var what = part == KnowledgePart.Chunks ? "chunks" : "past questions";
        if (counts.Items == 0)
            throw new BadInputException($"{location}: holds no {what}: bring some in with 'kb import'");
        if (counts.Embedded == 0)
            throw new BadInputException($"{location}: none of its {what} has an embedding of {embedder}: make them with 'kb embed'");
    }
}
