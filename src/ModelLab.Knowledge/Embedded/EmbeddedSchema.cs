using Microsoft.Data.Sqlite;
using ModelLab.Core;

namespace ModelLab.Knowledge.Embedded;

/// <summary>The tables of an embedded knowledge base.</summary>
internal static class EmbeddedSchema
{
    // "MLkb"; tells our file from any other SQLite file.
    private const int ApplicationId = 0x4D4C6B62;
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE chunk (id INTEGER PRIMARY KEY, confluence_url TEXT NOT NULL, text TEXT NOT NULL, source_id TEXT);
        CREATE TABLE question_answer (id INTEGER PRIMARY KEY, question TEXT NOT NULL, answer TEXT, confluence_url TEXT, score REAL, created_at TEXT);
        CREATE TABLE embedder (key INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, dimensions INTEGER NOT NULL);
        CREATE TABLE chunk_embedding (embedder INTEGER NOT NULL REFERENCES embedder, item INTEGER NOT NULL REFERENCES chunk, vector BLOB NOT NULL, PRIMARY KEY (embedder, item));
        CREATE TABLE question_answer_embedding (embedder INTEGER NOT NULL REFERENCES embedder, item INTEGER NOT NULL REFERENCES question_answer, vector BLOB NOT NULL, PRIMARY KEY (embedder, item));
        """;

    /// <summary>Makes the tables in a file that has none.</summary>
    /// <exception cref="BadInputException">The file is something else.</exception>
    public static void Ensure(SqliteConnection connection, string path)
    {
        try
        {
            if (KnowledgeFile.Number(connection, "SELECT count(*) FROM sqlite_master") == 0)
            {
                KnowledgeFile.Execute(connection, "PRAGMA journal_mode = WAL");
                using var transaction = connection.BeginTransaction();
                KnowledgeFile.Execute(connection, Tables);
                KnowledgeFile.Execute(connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Version}");
                transaction.Commit();
            }
        }
        catch (SqliteException e)
        {
            throw KnowledgeFile.Unreadable(path, e);
        }
        Check(connection, path);
    }

    /// <exception cref="BadInputException">The file is no knowledge base, or one of a later version.</exception>
    public static void Check(SqliteConnection connection, string path)
    {
        try
        {
            if (KnowledgeFile.Number(connection, "PRAGMA application_id") != ApplicationId)
                throw new BadInputException($"{path}: a database, but no knowledge base: make one with 'kb import'");
            if (KnowledgeFile.Number(connection, "PRAGMA user_version") is { } version && version != Version)
                throw new BadInputException(
                    $"{path}: a knowledge base of format {version}, this program reads {Version}: use the program that wrote it, or import anew"
                );
        }
        catch (SqliteException e)
        {
            throw KnowledgeFile.Unreadable(path, e);
        }
    }
}
