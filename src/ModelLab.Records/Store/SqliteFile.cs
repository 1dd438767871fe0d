using Microsoft.Data.Sqlite;

namespace ModelLab.Records.Store;

/// <summary>Opening a database file, and plain statements.</summary>
public static class SqliteFile
{
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

    public static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

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
