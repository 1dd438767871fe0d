namespace ModelLab.Core.Datasets;

/// <summary>One passage of a knowledge base; one line of a <c>knowledge_base_*.jsonl</c> file.</summary>
/// <param name="Id">The chunk's id.</param>
/// <param name="ConfluenceUrl">The page it comes from.</param>
/// <param name="Text">The passage.</param>
/// <param name="SourceId">The id it had where it was imported from, or null.</param>
public sealed record KnowledgeChunk(long Id, string ConfluenceUrl, string Text, string? SourceId = null);
