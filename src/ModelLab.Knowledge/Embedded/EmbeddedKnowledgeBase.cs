using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Search;

namespace ModelLab.Knowledge.Embedded;

/// <summary>
/// A knowledge base in one SQLite file, no server needed. Embeddings are kept per embedder as little-endian float32. The first search of an
/// embedder loads its vectors into memory (4 bytes a number); later ones reuse them.
/// </summary>
public sealed class EmbeddedKnowledgeBase : IKnowledgeBase
{
    internal const string DateFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF";

    private readonly EmbeddedIndexes _indexes;

    private EmbeddedKnowledgeBase(string path)
    {
        Location = path;
        _indexes = new EmbeddedIndexes(this);
    }

    /// <inheritdoc />
    public string Location { get; }

    /// <inheritdoc />
    public SearchMode SearchMode => SearchMode.Exact;

    /// <summary>Opens a file that is there.</summary>
    /// <exception cref="BadInputException">It is not there, or is no knowledge base.</exception>
    public static EmbeddedKnowledgeBase Open(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"{path}: no such knowledge base: make it with 'kb import'");
        using var connection = KnowledgeFile.OpenToRead(path);
        EmbeddedSchema.Check(connection, path);
        return new EmbeddedKnowledgeBase(path);
    }

    /// <summary>Adds content to a file, which is made when it is not there: all or nothing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">What to add.</param>
    /// <param name="replace">Removes what is there first, embeddings included.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    /// <exception cref="BadInputException">The file cannot be used, or an id is there already.</exception>
    public static EmbeddedKnowledgeBase Import(string path, KnowledgeContent content, bool replace, CancellationToken cancellationToken)
    {
        EmbeddedImport.Write(path, content, replace, cancellationToken);
        return Open(path);
    }

    /// <summary>
    /// Adds content to a file under the name of its source: what the same source brought earlier stays with its ids and embeddings where it
    /// is brought again, and goes where it is not.
    /// </summary>
    /// <param name="path">The file; made when it is not there.</param>
    /// <param name="source">The source, the same name each time.</param>
    /// <param name="content">What it holds.</param>
    /// <param name="replace">Removes what is there first, whoever brought it.</param>
    /// <param name="cancellationToken">Stops it; nothing is changed then.</param>
    /// <exception cref="BadInputException">The file cannot be used, or an id is there already.</exception>
    public static ImportChange Renew(
        string path,
        string source,
        KnowledgeContent content,
        bool replace,
        CancellationToken cancellationToken
    ) => EmbeddedImport.Write(path, source, content, replace, cancellationToken);

    /// <inheritdoc />
    public Task<string> ContentHashAsync(CancellationToken cancellationToken) =>
        ContentHash.OfAsync(ChunksAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<PartCounts> CountAsync(KnowledgePart part, string embedder, CancellationToken cancellationToken)
    {
        var sql = $"""
            SELECT (SELECT count(*) FROM {Table(part)}), count(*), max(e.dimensions)
            FROM {Table(part)}_embedding v JOIN embedder e ON e.key = v.embedder WHERE e.id = $embedder
            """;
        var counts = new PartCounts(0, 0, null);
        await foreach (var row in RowsAsync(sql, cancellationToken, ("$embedder", embedder)).ConfigureAwait(false))
            counts = new PartCounts(row.GetInt64(0), row.GetInt64(1), row.IsDBNull(2) ? null : row.GetInt32(2));
        return counts;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<KnowledgeChunk> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (
            var row in RowsAsync("SELECT id, confluence_url, text, source_id FROM chunk ORDER BY id", cancellationToken)
                .ConfigureAwait(false)
        )
            yield return Chunk(row);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<long, KnowledgeChunk>> FindChunksAsync(
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        var list = $"[{string.Join(',', ids.Select(id => id.ToString(CultureInfo.InvariantCulture)))}]";
        var found = new Dictionary<long, KnowledgeChunk>();
        await foreach (
            var row in RowsAsync(
                    "SELECT id, confluence_url, text, source_id FROM chunk WHERE id IN (SELECT value FROM json_each($ids))",
                    cancellationToken,
                    ("$ids", list)
                )
                .ConfigureAwait(false)
        )
            found[row.GetInt64(0)] = Chunk(row);
        return found;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PastQuestion> PastQuestionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Sql = "SELECT id, question, answer, confluence_url, score, created_at FROM question_answer ORDER BY id";
        await foreach (var row in RowsAsync(Sql, cancellationToken).ConfigureAwait(false))
            yield return new PastQuestion(
                row.GetInt64(0),
                row.GetString(1),
                Text(row, 2),
                Text(row, 3),
                row.IsDBNull(4) ? null : row.GetDouble(4),
                Text(row, 5) is { } date ? DateTime.ParseExact(date, DateFormat, CultureInfo.InvariantCulture) : null
            );
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ItemVector> EmbeddingsAsync(
        KnowledgePart part,
        string embedder,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var sql =
            $"SELECT v.item, v.vector FROM {Table(part)}_embedding v JOIN embedder e ON e.key = v.embedder WHERE e.id = $embedder "
            + $"ORDER BY v.item";
        await foreach (var row in RowsAsync(sql, cancellationToken, ("$embedder", embedder)).ConfigureAwait(false))
            yield return new ItemVector(row.GetInt64(0), MemoryMarshal.Cast<byte, float>(row.GetFieldValue<byte[]>(1)).ToArray());
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<ItemText>> TextsToEmbedAsync(
        KnowledgePart part,
        string embedder,
        long? afterId,
        int count,
        bool onlyMissing,
        CancellationToken cancellationToken
    )
    {
        var sql = $"""
            SELECT i.id, i.{TextColumn(part)} FROM {Table(part)} i WHERE ($after IS NULL OR i.id > $after)
            AND NOT ($missing AND EXISTS (SELECT 1 FROM {Table(
                part
            )}_embedding v JOIN embedder e ON e.key = v.embedder WHERE e.id = $embedder AND v.item = i.id))
            ORDER BY i.id LIMIT $count
            """;
        var texts = new List<ItemText>();
        await foreach (
            var row in RowsAsync(
                    sql,
                    cancellationToken,
                    ("$after", afterId),
                    ("$missing", onlyMissing),
                    ("$embedder", embedder),
                    ("$count", count)
                )
                .ConfigureAwait(false)
        )
            texts.Add(new ItemText(row.GetInt64(0), row.GetString(1)));
        return texts;
    }

    /// <inheritdoc />
    public Task WriteEmbeddingsAsync(
        KnowledgePart part,
        string embedder,
        IReadOnlyList<ItemVector> vectors,
        CancellationToken cancellationToken
    )
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            EmbeddingWriter.Write(Location, Table(part), embedder, vectors);
        }
        catch (SqliteException e)
        {
            throw KnowledgeFile.Unreadable(Location, e);
        }
        _indexes.Forget(part, embedder);
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<IReadOnlyList<Neighbour>>> SearchAsync(
        KnowledgePart part,
        string embedder,
        IReadOnlyList<ReadOnlyMemory<float>> queries,
        int k,
        CancellationToken cancellationToken
    )
    {
        var index = await _indexes.GetAsync(part, embedder, cancellationToken).ConfigureAwait(false);
        return await Task.Run(() => index.Search(queries, k, cancellationToken), cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync()
    {
        _indexes.Dispose();
        return ValueTask.CompletedTask;
    }

    private static string Table(KnowledgePart part) => part == KnowledgePart.Chunks ? "chunk" : "question_answer";

    private static string TextColumn(KnowledgePart part) => part == KnowledgePart.Chunks ? "text" : "question";

    private static KnowledgeChunk Chunk(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), row.GetString(2), Text(row, 3));

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    // SQLite has no asynchronous reading: the rows of a local file come as they are asked for.
    private async IAsyncEnumerable<SqliteDataReader> RowsAsync(
        string sql,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        params (string Name, object? Value)[] parameters
    )
    {
        await using var connection = KnowledgeFile.OpenToRead(Location);
        await using var command = KnowledgeFile.Command(connection, sql, parameters);
        await using var reader = Attempt(command.ExecuteReader);
        while (Attempt(reader.Read))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return reader;
        }
    }

    private T Attempt<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (SqliteException e)
        {
            throw KnowledgeFile.Unreadable(Location, e);
        }
    }
}
