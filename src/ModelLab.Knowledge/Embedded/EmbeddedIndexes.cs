using ModelLab.Core;
using ModelLab.Knowledge.Search;

namespace ModelLab.Knowledge.Embedded;

/// <summary>The vectors in memory, one index per part and embedder, loaded when they are first searched.</summary>
internal sealed class EmbeddedIndexes(EmbeddedKnowledgeBase store) : IDisposable
{
    private readonly Dictionary<(KnowledgePart, string), VectorIndex> _loaded = [];
    private readonly SemaphoreSlim _loading = new(1);

    /// <exception cref="BadInputException">There is nothing to search.</exception>
    public async Task<VectorIndex> GetAsync(KnowledgePart part, string embedder, CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_loaded.TryGetValue((part, embedder), out var known))
                return known;
            var counts = await store.CountAsync(part, embedder, cancellationToken).ConfigureAwait(false);
            NothingToSearch.ThrowIf(counts, store.Location, part, embedder);
            var builder = new VectorIndexBuilder(store.Location, checked((int)counts.Embedded));
            await foreach (var vector in store.EmbeddingsAsync(part, embedder, cancellationToken).ConfigureAwait(false))
                builder.Add(vector.Id, vector.Values.Span);
            return _loaded[(part, embedder)] = builder.Build();
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Forget(KnowledgePart part, string embedder)
    {
        _loading.Wait();
        _loaded.Remove((part, embedder));
        _loading.Release();
    }

    public void Dispose() => _loading.Dispose();
}
