using System.Globalization;
using ModelLab.Core.Datasets;

namespace ModelLab.Exchange.Importing;

/// <summary>A knowledge base made of the contexts that rows bring with them: each text once, under the page its row names.</summary>
internal sealed class ContextBase(string name)
{
    private readonly Dictionary<string, KnowledgeChunk> _byText = new(StringComparer.Ordinal);
    private readonly List<KnowledgeChunk> _chunks = [];

    public IReadOnlyList<KnowledgeChunk> Chunks => _chunks;

    /// <summary>The chunk of a text, made when it is first seen.</summary>
    /// <param name="text">The text.</param>
    /// <param name="sourceId">Its id in its own tool, or null.</param>
    /// <param name="url">The address of its page, or null.</param>
    /// <param name="title">The title of its page, or null.</param>
    public KnowledgeChunk Take(string text, string? sourceId, string? url, string? title)
    {
        if (_byText.TryGetValue(text, out var known))
            return known;
        var id = _chunks.Count + 1;
        // Without an address each text is a page of its own: the questions on it depend on one another, others do not.
        var page = url ?? $"import://{name}/{Uri.EscapeDataString(title ?? id.ToString(CultureInfo.InvariantCulture))}";
        var chunk = new KnowledgeChunk(id, page, text, sourceId);
        _byText.Add(text, chunk);
        _chunks.Add(chunk);
        return chunk;
    }
}
