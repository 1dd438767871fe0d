using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ModelLab.Records.Store;

/// <summary>
/// One statement that changes rows, executed thousands of times: values are bound in order to SQLite itself, without an object, a name and
/// a copy for each. Used
/// within a transaction of its connection, by one thread at a time.
/// </summary>
public sealed class BulkStatement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private int _bound;

    /// <param name="connection">An open connection.</param>
    /// <param name="sql">One statement whose parameters are plain question marks.</param>
    /// <exception cref="SqliteException">The statement is wrong.</exception>
    public BulkStatement(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement),
            _database
        );
    }

    /// <summary>Binds the next parameter.</summary>
    public BulkStatement Add(long? value) =>
        Bound(value is { } whole ? raw.sqlite3_bind_int64(_statement, ++_bound, whole) : raw.sqlite3_bind_null(_statement, ++_bound));

    /// <inheritdoc cref="Add(long?)"/>
    /// <exception cref="ArgumentException">Not a number: SQLite would quietly store null.</exception>
    public BulkStatement Add(double? value) =>
        value is double.NaN
            ? throw new ArgumentException("NaN cannot be stored", nameof(value))
            : Bound(
                value is { } number ? raw.sqlite3_bind_double(_statement, ++_bound, number) : raw.sqlite3_bind_null(_statement, ++_bound)
            );

    /// <inheritdoc cref="Add(long?)"/>
    public BulkStatement Add(byte[] value) => Bound(raw.sqlite3_bind_blob(_statement, ++_bound, value));

    /// <inheritdoc cref="Add(long?)"/>
    public BulkStatement Add(string? value)
    {
        if (value is null)
            return Bound(raw.sqlite3_bind_null(_statement, ++_bound));
        var bytes = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        try
        {
            return Bound(raw.sqlite3_bind_text(_statement, ++_bound, bytes.AsSpan(0, Encoding.UTF8.GetBytes(value, bytes))));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Executes the statement with what was bound.</summary>
    /// <returns>How many rows were changed.</returns>
    /// <exception cref="SqliteException">It failed.</exception>
    public int Execute()
    {
        _bound = 0;
        var result = raw.sqlite3_step(_statement);
        raw.sqlite3_reset(_statement);
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _database);
        return raw.sqlite3_changes(_database);
    }

    /// <summary>The key of the row that was inserted last.</summary>
    public long LastRowId => raw.sqlite3_last_insert_rowid(_database);

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    private BulkStatement Bound(int result)
    {
        SqliteException.ThrowExceptionForRC(result, _database);
        return this;
    }
}
