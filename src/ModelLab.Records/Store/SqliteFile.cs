using Microsoft.Data.Sqlite;
using ModelLab.Core;

namespace ModelLab.Records.Store;

/// <summary>Opening a database file, and plain statements.</summary>
public static class SqliteFile
{
    // What SQLite says where the log's second file can be neither found nor made, by who asks: root, another user, a read-only disk.
    private const int ReadOnly = 8,
        CannotOpen = 14;

    /// <summary>Opens a file; whoever finds it locked waits.</summary>
    /// <remarks>
    /// A file with a write-ahead log wants a second file beside it even of readers. In a folder that nothing can be written into it is read
    /// as one that does not change, which is right as long as nobody else writes it and the log is empty; with a log it is refused, for its
    /// newest rows would be missing.
    /// </remarks>
    /// <exception cref="SqliteException">It cannot be opened.</exception>
    /// <exception cref="BadInputException">It is no file.</exception>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        SpecialFile.Refuse(path);
        if (Directory.Exists(path))
            throw new BadInputException($"{path}: a folder, no file: move it aside");
        if (mode != SqliteOpenMode.ReadOnly)
            return Connect(path, mode);
        var connection = Connect(path, mode);
        try
        {
            Execute(connection, "PRAGMA schema_version");
            return connection;
        }
        catch (SqliteException e)
            when (e.SqliteErrorCode is ReadOnly or CannotOpen
                && File.Exists(path)
                && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 }
            )
        {
            connection.Dispose();
            return Connect($"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1", mode);
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    private static SqliteConnection Connect(string path, SqliteOpenMode mode)
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
