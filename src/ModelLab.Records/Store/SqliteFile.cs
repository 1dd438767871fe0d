using Microsoft.Data.Sqlite;

namespace ModelLab.Records.Store;

/// <summary>Opening a database file, and plain statements.</summary>
public static class SqliteFile
{
    /// <summary>Opens a file; whoever finds it locked waits.</summary>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
                DefaultTimeout = 30,
            }.ToString()
        );
        connection.Open();
        // The connection's own commands wait by trying again; statements that go to SQLite itself wait there.
        SQLitePCL.raw.sqlite3_busy_timeout(connection.Handle!, 30_000);
        return connection;
    }

    /// <summary>Runs statements that give no rows.</summary>
    /// <exception cref="SqliteException">One fails.</exception>
    public static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>Makes a statement with its parameters.</summary>
    public static SqliteCommand Command(
        SqliteConnection connection,
        string sql,
        params ReadOnlySpan<(string Name, object? Value)> parameters
    )
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this folder
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        return command;
    }
}
