using System.Globalization;
using ModelLab.Core.Datasets;

namespace ModelLab.Exchange.Importing;

/// <summary>What a row's chunks, addresses and texts are in a knowledge base.</summary>
/// <param name="Chunks">The chunks that are meant, each once.</param>
/// <param name="Pages">The pages that are named without a chunk.</param>
/// <param name="Missing">What the base does not hold, as the row names it.</param>
public sealed record ChunkMatch(IReadOnlyList<KnowledgeChunk> Chunks, IReadOnlyList<string> Pages, IReadOnlyList<string> Missing);

/// <summary>Finds chunks of a knowledge base by id, by the text they hold, or by the address of their page.</summary>
public sealed class ChunkMatcher
{
    private readonly Dictionary<string, KnowledgeChunk> _byId = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnowledgeChunk> _byText = new(StringComparer.Ordinal);
    private readonly List<(string Text, KnowledgeChunk Chunk)> _texts = [];
    private readonly Dictionary<string, List<KnowledgeChunk>> _byPage = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A matcher over all chunks of a base.</summary>
    public ChunkMatcher(IEnumerable<KnowledgeChunk> chunks)
    {
        foreach (var chunk in chunks)
        {
            // An id of its own tool goes before our number.
            if (chunk.SourceId is { } source)
                _byId[source] = chunk;
            _byId.TryAdd(chunk.Id.ToString(CultureInfo.InvariantCulture), chunk);
            var text = Plain(chunk.Text);
            _byText.TryAdd(text, chunk);
            _texts.Add((text, chunk));
            if (!_byPage.TryGetValue(PageKey(chunk.ConfluenceUrl), out var page))
                _byPage[PageKey(chunk.ConfluenceUrl)] = page = [];
            page.Add(chunk);
        }
    }

    /// <summary>The chunks of a page, in their order; none where the page is not there.</summary>
    public IReadOnlyList<KnowledgeChunk> OfPage(string address) => _byPage.GetValueOrDefault(PageKey(address)) ?? [];

    /// <summary>Finds what a row names. A page counts where no chunk of it is named; a page of one chunk names that chunk.</summary>
    public ChunkMatch Find(IReadOnlyList<string> ids, IReadOnlyList<string> texts, IReadOnlyList<string> pages)
    {
        var (found, named, missing) = (new List<KnowledgeChunk>(), new List<string>(), new List<string>());
        foreach (var id in ids)
            Add(_byId.GetValueOrDefault(id), id);
        foreach (var text in texts)
            Add(OfText(text), text);
        foreach (var address in pages)
        {
            var page = OfPage(address);
            if (page.Count == 0)
                missing.Add(address);
            else if (page.Count == 1 && ids.Count + texts.Count == 0)
                Add(page[0], address);
            else if (!found.Exists(c => c.ConfluenceUrl == page[0].ConfluenceUrl))
                named.Add(page[0].ConfluenceUrl);
        }
        return new ChunkMatch([.. found.DistinctBy(c => c.Id)], [.. named.Distinct(StringComparer.Ordinal)], missing);

        void Add(KnowledgeChunk? chunk, string name)
        {
            if (chunk is null)
                missing.Add(name);
            else
                found.Add(chunk);
        }
    }

    // Equal but for spaces; else the one chunk that holds it, or that it holds.
    private KnowledgeChunk? OfText(string text)
    {
        var plain = Plain(text);
        if (_byText.TryGetValue(plain, out var chunk))
            return chunk;
        var around = _texts.Where(t => t.Text.Contains(plain, StringComparison.Ordinal)).Take(2).ToList();
        if (around.Count == 0)
            around = [.. _texts.Where(t => plain.Contains(t.Text, StringComparison.Ordinal)).Take(2)];
        return around.Count == 1 ? around[0].Chunk : null;
    }

    private static string Plain(string text) =>
        string.Join(' ', text.ToLowerInvariant().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string PageKey(string address) => Uri.UnescapeDataString(address.Trim().TrimEnd('/')).Replace('\\', '/');
}
