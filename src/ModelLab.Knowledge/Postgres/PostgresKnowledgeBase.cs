using System.Globalization;
using System.Runtime.CompilerServices;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Knowledge.Search;
using Npgsql;
using Pgvector;

namespace ModelLab.Knowledge.Postgres;

/// <summary>
/// The help desk's own database: tables <c>chunk</c> and <c>question_answer</c> with pgvector embeddings, used as they are. Everything is
/// read in read-only transactions; the one thing that is ever written is the column <c>embedding</c>, and only if that was allowed when
/// the database was opened. The database does not note which embedder made its vectors: <see cref="EmbedderCheck"/> finds out.
/// </summary>
public sealed class PostgresKnowledgeBase : IKnowledgeBase
{
    private readonly PostgresDatabase _database;
    private readonly PostgresRows _rows;
    private readonly bool _mayWriteEmbeddings;

    private PostgresKnowledgeBase(PostgresDatabase database, SearchMode searchMode, bool mayWriteEmbeddings)
    {
        (_database, _rows) = (database, new PostgresRows(database.Location));
        (SearchMode, _mayWriteEmbeddings) = (searchMode, mayWriteEmbeddings);
    }

    /// <inheritdoc />
    public string Location => _database.Location;

    /// <inheritdoc />
    public SearchMode SearchMode { get; }

    /// <summary>Connects.</summary>
    /// <param name="settings">Where to.</param>
    /// <param name="searchMode">Exact reads every vector; approximate uses an HNSW index where there is one.</param>
    /// <param name="mayWriteEmbeddings">Whether the column <c>embedding</c> may be written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="BadInputException">The database cannot be reached.</exception>
    public static async Task<PostgresKnowledgeBase> OpenAsync(
        PostgresSettings settings,
        SearchMode searchMode,
        bool mayWriteEmbeddings,
        CancellationToken cancellationToken
    )
    {
        var database = new PostgresDatabase(settings);
        try
        {
            await database
                .InTransactionAsync("SET TRANSACTION READ ONLY", _ => Task.CompletedTask, cancellationToken)
                .ConfigureAwait(false);
            return new PostgresKnowledgeBase(database, searchMode, mayWriteEmbeddings);
        }
        catch
        {
            await database.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <inheritdoc />
    public Task<string> ContentHashAsync(CancellationToken cancellationToken) =>
        ContentHash.OfAsync(ChunksAsync(cancellationToken), cancellationToken);

    /// <inheritdoc />
    public async Task<PartCounts> CountAsync(KnowledgePart part, string embedder, CancellationToken cancellationToken)
    {
        var counts = new PartCounts(0, 0, null);
        await foreach (
            var row in _database.RowsAsync($"SELECT count(*), count(embedding) FROM {Table(part)}", cancellationToken).ConfigureAwait(false)
        )
            counts = new PartCounts(row.GetInt64(0), row.GetInt64(1), null);
        return counts.Embedded == 0
            ? counts
            : counts with
            {
                Dimensions = await DimensionsAsync(part, cancellationToken).ConfigureAwait(false),
            };
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<KnowledgeChunk> ChunksAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (
            var row in _database
                .RowsAsync("SELECT id::bigint, confluence_url, text FROM chunk ORDER BY id", cancellationToken)
                .ConfigureAwait(false)
        )
            yield return _rows.Chunk(row);
    }

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<long, KnowledgeChunk>> FindChunksAsync(
        IReadOnlyCollection<long> ids,
        CancellationToken cancellationToken
    )
    {
        var found = new Dictionary<long, KnowledgeChunk>();
        await foreach (
            var row in _database
                .RowsAsync("SELECT id::bigint, confluence_url, text FROM chunk WHERE id = ANY($1)", cancellationToken, [ids.ToArray()])
                .ConfigureAwait(false)
        )
            found[row.GetInt64(0)] = _rows.Chunk(row);
        return found;
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<PastQuestion> PastQuestionsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        const string Sql =
            "SELECT id::bigint, question, answer, confluence_url, score::float8, created_at::timestamp FROM question_answer ORDER BY id";
        await foreach (var row in _database.RowsAsync(Sql, cancellationToken).ConfigureAwait(false))
            yield return _rows.PastQuestion(row);
    }

    /// <inheritdoc />
    public async IAsyncEnumerable<ItemVector> EmbeddingsAsync(
        KnowledgePart part,
        string embedder,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await foreach (
            var row in _database
                .RowsAsync($"SELECT id::bigint, embedding FROM {Table(part)} WHERE embedding IS NOT NULL ORDER BY id", cancellationToken)
                .ConfigureAwait(false)
        )
            yield return new ItemVector(row.GetInt64(0), row.GetFieldValue<Vector>(1).Memory);
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
        var column = part == KnowledgePart.Chunks ? "text" : "question";
        var sql = $"SELECT id::bigint, {column} FROM {Table(part)} WHERE id > $1 AND (embedding IS NULL OR NOT $2) ORDER BY id LIMIT $3";
        var texts = new List<ItemText>();
        await foreach (
            var row in _database.RowsAsync(sql, cancellationToken, afterId ?? long.MinValue, onlyMissing, count).ConfigureAwait(false)
        )
            texts.Add(new ItemText(row.GetInt64(0), _rows.Required(row, 1, Table(part), column)));
        return texts;
    }

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">Writing was not allowed when the database was opened.</exception>
    public async Task WriteEmbeddingsAsync(
        KnowledgePart part,
        string embedder,
        IReadOnlyList<ItemVector> vectors,
        CancellationToken cancellationToken
    )
    {
        if (!_mayWriteEmbeddings)
            throw new InvalidOperationException($"{Location} was opened for reading only");
        if (vectors.Count == 0)
            return;
        VectorCheck.Finite(Location, vectors);
        VectorCheck.Length(
            Location,
            vectors,
            await DimensionsAsync(part, cancellationToken).ConfigureAwait(false) ?? vectors[0].Values.Length
        );
        await _database
            .InTransactionAsync(
                "SET TRANSACTION READ WRITE",
                async connection =>
                {
                    await using var update = PostgresDatabase.Command(
                        connection,
                        $"UPDATE {Table(part)} SET embedding = $1 WHERE id = $2",
                        new Vector(vectors[0].Values),
                        vectors[0].Id
                    );
                    foreach (var vector in vectors)
                    {
                        (update.Parameters[0].Value, update.Parameters[1].Value) = (new Vector(vector.Values), vector.Id);
                        if (await update.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) == 0)
                            throw VectorCheck.Unknown(Location, vector.Id);
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
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
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        cancellationToken.ThrowIfCancellationRequested();
        if (queries.Count == 0)
            return [];
        var counts = await CountAsync(part, embedder, cancellationToken).ConfigureAwait(false);
        NothingToSearch.ThrowIf(counts, Location, part, embedder);
        VectorCheck.Queries(queries, counts.Dimensions!.Value);

        var found = new List<IReadOnlyList<Neighbour>>(queries.Count);
        await _database
            .InTransactionAsync(
                $"SET TRANSACTION READ ONLY; {Plan(k)}",
                async connection =>
                {
                    // Ids break ties. A vector of zeros is at no distance (NaN), which sorts last.
                    await using var search = PostgresDatabase.Command(
                        connection,
                        $"SELECT id::bigint, embedding <=> $1 FROM {Table(part)} WHERE embedding IS NOT NULL ORDER BY embedding <=> $1, id LIMIT $2",
                        new Vector(queries[0]),
                        k
                    );
                    foreach (var query in queries)
                    {
                        search.Parameters[0].Value = new Vector(query);
                        found.Add(await NeighboursAsync(search, cancellationToken).ConfigureAwait(false));
                    }
                },
                cancellationToken
            )
            .ConfigureAwait(false);
        return found;
    }

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private string Plan(int k) =>
        SearchMode == SearchMode.Exact
            ? "SET LOCAL enable_indexscan = off"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"SET LOCAL enable_seqscan = off; SET LOCAL hnsw.ef_search = {Math.Clamp(k, 100, 1000)}"
            );

    private static async Task<IReadOnlyList<Neighbour>> NeighboursAsync(NpgsqlCommand search, CancellationToken cancellationToken)
    {
        var neighbours = new List<Neighbour>();
        await using var row = await search.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await row.ReadAsync(cancellationToken).ConfigureAwait(false))
            if (row.GetDouble(1) is var distance && !double.IsNaN(distance))
                neighbours.Add(new Neighbour(row.GetInt64(0), 1 - distance));
        return neighbours;
    }

    // vector(n) says its length; a plain vector column may hold several.
    private async Task<int?> DimensionsAsync(KnowledgePart part, CancellationToken cancellationToken)
    {
        var sql = $"SELECT atttypmod FROM pg_attribute WHERE attrelid = '{Table(part)}'::regclass AND attname = 'embedding'";
        await foreach (var row in _database.RowsAsync(sql, cancellationToken).ConfigureAwait(false))
            if (row.GetInt32(0) is > 0 and var declared)
                return declared;
        var lengths = new List<int>();
        await foreach (
            var row in _database
                .RowsAsync(
                    $"SELECT DISTINCT vector_dims(embedding) AS n FROM {Table(part)} WHERE embedding IS NOT NULL ORDER BY n",
                    cancellationToken
                )
                .ConfigureAwait(false)
        )
            lengths.Add(row.GetInt32(0));
        return lengths.Count switch
        {
            0 => null,
            1 => lengths[0],
            _ => throw new BadInputException(
                $"{Location}: table '{Table(part)}' mixes embeddings of {string.Join(", ", lengths.Select(n => n.ToString(CultureInfo.InvariantCulture)))} dimensions: embed all anew with one embedder"
            ),
        };
    }

    private static string Table(KnowledgePart part) => part == KnowledgePart.Chunks ? "chunk" : "question_answer";
}
