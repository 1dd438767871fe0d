using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace ModelLab.Records.Store;

/// <summary>
/// The rows of a query that gives many or is asked often, read from SQLite itself: without a question whether a value is null and an object
/// for each, and
/// with one string where a text follows itself in its column.
/// </summary>
public sealed class BulkRows : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private readonly (byte[] Bytes, string Text)[] _last;

    /// <param name="connection">An open connection, used by one thread at a time.</param>
    /// <param name="sql">One query, with at most one parameter, a plain question mark.</param>
    /// <exception cref="SqliteException">The query is wrong.</exception>
    public BulkRows(SqliteConnection connection, string sql)
    {
        _database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(
            raw.sqlite3_prepare_v3(_database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement),
            _database
        );
        _last = new (byte[], string)[raw.sqlite3_column_count(_statement)];
        Array.Fill(_last, ([], ""));
    }

    /// <summary>Asks the query for a key, before its first row is read.</summary>
    public void Ask(byte[] key) => SqliteException.ThrowExceptionForRC(raw.sqlite3_bind_blob(_statement, 1, key), _database);

    /// <summary>Lets go of the rows that are left, so that the query can be asked again.</summary>
    public void End() => raw.sqlite3_reset(_statement);

    /// <summary>Goes to the next row; the first one holds the moment for whatever else is read before the end.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="SqliteException">The file cannot be read.</exception>
    public bool Read()
    {
        var result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
            return true;
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, _database);
        return false;
    }

    /// <summary>A whole number of the row; 0 for null.</summary>
    public long Whole(int column) => raw.sqlite3_column_int64(_statement, column);

    /// <summary>A whole number of the row, or null.</summary>
    public long? WholeOrNull(int column) =>
        Whole(column) is not 0 and var whole ? whole
        : IsNull(column) ? null
        : 0;

    /// <summary>A number of the row, or null.</summary>
    public double? Number(int column) =>
        raw.sqlite3_column_double(_statement, column) is not 0 and var number ? number
        : IsNull(column) ? null
        : 0;

    /// <summary>A text of the row, or null.</summary>
    public string? Text(int column)
    {
        var bytes = raw.sqlite3_column_blob(_statement, column);
        if (bytes.IsEmpty)
            return IsNull(column) ? null : "";
        ref var last = ref _last[column];
        if (!bytes.SequenceEqual(last.Bytes))
            last = (bytes.ToArray(), Encoding.UTF8.GetString(bytes));
        return last.Text;
    }

    /// <inheritdoc />
    public void Dispose() => _statement.Dispose();

    // SQLite gives null as 0 and as nothing, so only these are worth a second question.
    private bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;
}
