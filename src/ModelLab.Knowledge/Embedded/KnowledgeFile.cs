using Microsoft.Data.Sqlite;
using ModelLab.Core;

namespace ModelLab.Knowledge.Embedded;

/// <summary>Opening the file, and plain statements.</summary>
internal static class KnowledgeFile
{
    // What SQLite says where the log's second file can be neither found nor made.
    private const int ReadOnly = 8,
        CannotOpen = 14;

    /// <exception cref="BadInputException">It cannot be opened, or is no database.</exception>
    public static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        try
        {
            return Connect(path, mode);
        }
        catch (SqliteException e)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>
    /// Opens a file to search in it. In a folder that nothing can be written into it is read as one that does not change, which is right as
    /// long as its write-ahead log is empty.
    /// </summary>
    /// <exception cref="BadInputException">It cannot be opened, or is no database.</exception>
    public static SqliteConnection OpenToRead(string path)
    {
        var connection = Open(path, SqliteOpenMode.ReadWrite);
        try
        {
            Execute(connection, "PRAGMA schema_version");
            return connection;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            return e.SqliteErrorCode is ReadOnly or CannotOpen && new FileInfo(path + "-wal") is not { Exists: true, Length: > 0 }
                ? Open($"{new Uri(Path.GetFullPath(path)).AbsoluteUri}?immutable=1", SqliteOpenMode.ReadOnly)
                : throw Unreadable(path, e);
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
        try
        {
            connection.Open();
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
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

    public static void Execute(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        command.ExecuteNonQuery();
    }

    public static long? Number(SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = Command(connection, sql, parameters);
        return command.ExecuteScalar() as long?;
    }

    public static BadInputException Unreadable(string path, SqliteException cause) =>
        new($"{path}: cannot be used as a knowledge base ({cause.Message.ReplaceLineEndings(" ")}): make one with 'kb import'", cause);
}
