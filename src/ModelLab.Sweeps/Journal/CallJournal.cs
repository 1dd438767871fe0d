using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Records.Store;

namespace ModelLab.Sweeps.Journal;

/// <summary>
/// Every finished call of every run of an output directory, by its key (<see cref="CallKey"/>). Several runs and processes may use one
/// journal at the same time; a call that one of them makes is not made by another.
/// </summary>
public sealed class CallJournal : IAsyncDisposable
{
    /// <summary>The file's name in the output directory.</summary>
    public const string FileName = "journal.db";

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly SqliteConnection _writing;
    private readonly BulkStatement _insert;
    private readonly EmbeddingTable _embeddings;
    private readonly ConcurrentBag<JournalReader> _readers; // as many as threads that ever read at the same time
    private readonly JournalLeases? _leases;
    private readonly BatchedWriter<(byte[] Key, ModelCall Call, CallResult Result)> _rows;

    private CallJournal(string path, JournalReader reader, SqliteConnection writing, JournalLeases? leases, TimeProvider time)
    {
        (_path, _readers, _writing, _leases, _time) = (path, [reader], writing, leases, time);
        _insert = JournalSchema.Insert(writing);
        _embeddings = new EmbeddingTable(writing);
        _rows = new BatchedWriter<(byte[], ModelCall, CallResult)>(path, Commit);
    }

    /// <summary>The file.</summary>
    public string FilePath => _path;

    /// <summary>Opens the journal, or begins one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="time">The clock.</param>
    /// <param name="looksOnly">Whether no call will be made.</param>
    /// <exception cref="BadInputException">The file is corrupt, of another version, or cannot be written.</exception>
    public static CallJournal Open(string path, TimeProvider time, bool looksOnly = false)
    {
        SqliteConnection? writing = null;
        try
        {
            writing = SqliteFile.Open(path, SqliteOpenMode.ReadWriteCreate);
            SqliteFile.Execute(writing, "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;");
            SqliteFile.Execute(writing, JournalSchema.Sql + EmbeddingTable.Sql);
            JournalSchema.Upgrade(writing);
            // SQLite opens any file; only a statement shows whether this one holds what is needed.
            SqliteFile.Execute(
                writing,
                $"SELECT id, key, endpoint, model, repeat, re_ask, time, {JournalSchema.ResultColumns} FROM calls LIMIT 1"
            );
            return new CallJournal(path, new JournalReader(path), writing, looksOnly ? null : JournalLeases.Open(path, time), time);
        }
        catch (SqliteException e)
        {
            writing?.Dispose();
            throw new BadInputException(
                e.SqliteErrorCode == 1 ? $"{path}: not a journal of this version ({e.Message}): move it aside, or give another --output-dir"
                    : e.SqliteErrorCode is 11 or 26
                        ? $"{path}: the journal is corrupt ({e.Message}): move it aside; finished runs do not need it, but calls in "
                            + $"it will be paid for again"
                    : $"{path}: the journal cannot be opened ({e.Message}): check the free space and the rights of --output-dir",
                e
            );
        }
    }

    /// <summary>The result of a call with this key, or null. It is marked as read from the journal.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public CallResult? Find(byte[] key) => Read(reader => reader.Find(key));

    /// <summary>Whether no call was ever written.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public bool IsEmpty => Read(reader => reader.IsEmpty());

    /// <summary>The vector of a text by its key (<see cref="CallKey.OfEmbedding"/>), or null.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public float[]? FindVector(byte[] key) => Read(reader => reader.FindVector(key));

    /// <summary>Takes a call for this process, to be given back by <see cref="Release"/>.</summary>
    /// <returns>False when another process makes it.</returns>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public async ValueTask<bool> TryTakeAsync(byte[] key, CancellationToken cancellationToken)
    {
        try
        {
            return _leases is null || await _leases.TryTakeAsync(key, cancellationToken).ConfigureAwait(false);
        }
        catch (SqliteException e)
        {
            throw NotWritten(e);
        }
    }

    /// <summary>Gives a call back, after its result was added or without one.</summary>
    /// <exception cref="IOException">The journal cannot be written.</exception>
    public void Release(byte[] key)
    {
        try
        {
            _leases?.Release(key);
        }
        catch (SqliteException e)
        {
            throw NotWritten(e);
        }
    }

    /// <summary>Writes a finished call and the vectors it brought, and returns when they are committed.</summary>
    /// <exception cref="IOException">It could not be written.</exception>
    public Task AddAsync(byte[] key, ModelCall call, CallResult result) => _rows.CommitAsync((key, call, result));

    /// <summary>The mean latency of a model's successful calls, milliseconds; null when there are none.</summary>
    /// <exception cref="IOException">The journal cannot be read.</exception>
    public double? MeanLatency(string endpoint, string model) => Read(reader => reader.MeanLatency(endpoint, model));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _rows.DisposeAsync().ConfigureAwait(false);
        if (_leases is not null)
            await _leases.DisposeAsync().ConfigureAwait(false);
        foreach (var reader in _readers)
            reader.Dispose();
        _insert.Dispose();
        _embeddings.Dispose();
        await _writing.DisposeAsync().ConfigureAwait(false);
    }

    private IOException NotWritten(SqliteException e) =>
        new($"{_path}: the journal cannot be written ({e.Message}): check the free space and the rights of --output-dir", e);

    private T Read<T>(Func<JournalReader, T> read)
    {
        JournalReader? reader = null;
        try
        {
            if (!_readers.TryTake(out reader))
                reader = new JournalReader(_path);
            return read(reader);
        }
        catch (SqliteException e)
        {
            throw new IOException(
                $"{_path}: the journal cannot be read ({e.Message}): move it aside; calls in it will be paid for again",
                e
            );
        }
        finally
        {
            if (reader is not null)
                _readers.Add(reader);
        }
    }

    private void Commit(IReadOnlyList<(byte[] Key, ModelCall Call, CallResult Result)> rows)
    {
        using var transaction = _writing.BeginTransaction();
        var now = _time.GetUtcNow().ToString("O", CultureInfo.InvariantCulture);
        foreach (var (key, call, result) in rows)
        {
            JournalSchema.Write(_insert, key, call, result, now);
            _embeddings.Insert(call, result, now);
        }
        transaction.Commit();
    }
}
