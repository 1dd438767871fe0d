using System.Globalization;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Knowledge;

namespace ModelLab.Sweeps.Retrieval;

/// <summary>What assistants name as their sources, looked up in the knowledge base: pages by address, chunks by id.</summary>
public sealed class NamedSources
{
    private readonly Dictionary<long, KnowledgeChunk> _chunks = [];
    private readonly Dictionary<string, List<KnowledgeChunk>> _pages = new(StringComparer.Ordinal);

    /// <summary>A knowledge base of these chunks.</summary>
    public NamedSources(IEnumerable<KnowledgeChunk> chunks)
    {
        foreach (var chunk in chunks.OrderBy(c => c.Id))
        {
            _chunks[chunk.Id] = chunk;
            var page = AddressOf(chunk.ConfluenceUrl);
            if (!_pages.TryGetValue(page, out var ofPage))
                _pages[page] = ofPage = [];
            ofPage.Add(chunk);
        }
    }

    /// <summary>
    /// The sources as a ranking of pages, each at its first place. A whole number that is a chunk's id stands for that chunk's page; what
    /// the knowledge base does not have is a page that is not relevant.
    /// </summary>
    public Ranking RankingOf(IReadOnlyList<string> sources, GoldItem item) =>
        Ranking.Of([.. sources.Select(PageOf)], item.RelevantPages.Select(AddressOf), comparer: StringComparer.Ordinal);

    /// <summary>The texts of the chunks and pages among the sources, in order; null where the knowledge base has none.</summary>
    public string? TextOf(IReadOnlyList<string> sources)
    {
        var chunks = sources
            .SelectMany(s =>
                ChunkOf(s) is { } chunk ? [chunk] : _pages.GetValueOrDefault(AddressOf(s)) ?? Enumerable.Empty<KnowledgeChunk>()
            )
            .DistinctBy(c => c.Id)
            .ToList();
        return chunks.Count == 0 ? null : string.Join("\n\n", chunks.Select(c => c.Text));
    }

    private string PageOf(string source) => AddressOf(ChunkOf(source)?.ConfluenceUrl ?? source);

    private KnowledgeChunk? ChunkOf(string source) =>
        long.TryParse(source, NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? _chunks.GetValueOrDefault(id) : null;

    // Of one page, whatever part of it is named.
    private static string AddressOf(string address)
    {
        var fragment = address.IndexOf('#', StringComparison.Ordinal);
        return (fragment < 0 ? address : address[..fragment]).Trim().TrimEnd('/');
    }
}
