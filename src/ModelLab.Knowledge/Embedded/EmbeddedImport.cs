using System.Globalization;
using Microsoft.Data.Sqlite;
using ModelLab.Core;

namespace ModelLab.Knowledge.Embedded;

/// <summary>Writes content into the file in one transaction.</summary>
internal static class EmbeddedImport
{
    public static void Write(string path, KnowledgeContent content, bool replace, CancellationToken cancellationToken) =>
        Write(path, null, content, replace, cancellationToken);

    /// <param name="path">The file.</param>
    /// <param name="source">What brings the content; what it brought earlier and does not bring now goes. Null leaves all that is there.</param>
    /// <param name="content">What it brings.</param>
    /// <param name="replace">Removes first what is there, whoever brought it.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static ImportChange Write(
        string path,
        string? source,
        KnowledgeContent content,
        bool replace,
        CancellationToken cancellationToken
    )
    {
        var existed = File.Exists(path);
        try
        {
            if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder)
                Directory.CreateDirectory(folder);
            using var connection = KnowledgeFile.Open(path, SqliteOpenMode.ReadWriteCreate);
            EmbeddedSchema.Ensure(connection, path);
            using var transaction = connection.BeginTransaction();
            if (replace)
                Clear(connection);
            var brought = source is null ? null : new BroughtItems(connection, source);
            var total = brought?.Count ?? 0;
            var rest = brought?.Keep(content) ?? content;
            var kept = content.Chunks.Count + content.PastQuestions.Count - rest.Chunks.Count - rest.PastQuestions.Count;
            Chunks(connection, path, rest, brought, cancellationToken);
            PastQuestions(connection, path, rest, brought, cancellationToken);
            transaction.Commit();
            return new ImportChange(rest.Chunks.Count + rest.PastQuestions.Count, kept, total - kept);
        }
        catch (Exception e)
        {
            if (!existed)
                Remove(path);
            if (e is SqliteException sqlite)
                throw KnowledgeFile.Unreadable(path, sqlite);
            throw;
        }
    }

    private static void Clear(SqliteConnection connection) =>
        KnowledgeFile.Execute(
            connection,
            "DELETE FROM chunk_embedding; DELETE FROM question_answer_embedding; DELETE FROM embedder; DELETE FROM chunk; DELETE "
                + $"FROM question_answer; {BroughtItems.Table}; DELETE FROM brought"
        );

    private static void Chunks(
        SqliteConnection connection,
        string path,
        KnowledgeContent content,
        BroughtItems? brought,
        CancellationToken cancellationToken
    )
    {
        var offset = Offset(connection, "chunk", content);
        using var insert = KnowledgeFile.Command(
            connection,
            "INSERT INTO chunk (id, confluence_url, text, source_id) VALUES ($id, $url, $text, $source) ON CONFLICT DO NOTHING",
            ("$id", 0L),
            ("$url", ""),
            ("$text", ""),
            ("$source", null)
        );
        for (var i = 0; i < content.Chunks.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var chunk = content.Chunks[i];
            Set(
                insert,
                ("$id", offset is { } above ? above + i + 1 : chunk.Id),
                ("$url", chunk.ConfluenceUrl),
                ("$text", chunk.Text),
                ("$source", chunk.SourceId)
            );
            Insert(insert, path, "chunk", chunk.Id);
            brought?.Add(KnowledgePart.Chunks, offset is { } over ? over + i + 1 : chunk.Id);
        }
    }

    private static void PastQuestions(
        SqliteConnection connection,
        string path,
        KnowledgeContent content,
        BroughtItems? brought,
        CancellationToken cancellationToken
    )
    {
        var offset = Offset(connection, "question_answer", content);
        using var insert = KnowledgeFile.Command(
            connection,
            "INSERT INTO question_answer (id, question, answer, confluence_url, score, created_at) VALUES ($id, $question, $answer, "
                + "$url, $score, $created) ON CONFLICT DO NOTHING",
            ("$id", 0L),
            ("$question", ""),
            ("$answer", null),
            ("$url", null),
            ("$score", null),
            ("$created", null)
        );
        for (var i = 0; i < content.PastQuestions.Count; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var past = content.PastQuestions[i];
            Set(
                insert,
                ("$id", offset is { } above ? above + i + 1 : past.Id),
                ("$question", past.Question),
                ("$answer", past.Answer),
                ("$url", past.ConfluenceUrl),
                ("$score", past.Score),
                ("$created", past.CreatedAt?.ToString(EmbeddedKnowledgeBase.DateFormat, CultureInfo.InvariantCulture))
            );
            Insert(insert, path, "past question", past.Id);
            brought?.Add(KnowledgePart.PastQuestions, offset is { } over ? over + i + 1 : past.Id);
        }
    }

    private static long? Offset(SqliteConnection connection, string table, KnowledgeContent content) =>
        content.AssignIds ? KnowledgeFile.Number(connection, $"SELECT coalesce(max(id), 0) FROM {table}") : null;

    private static void Set(SqliteCommand command, params ReadOnlySpan<(string Name, object? Value)> values)
    {
        foreach (var (name, value) in values)
            command.Parameters[name].Value = value ?? DBNull.Value;
    }

    private static void Insert(SqliteCommand insert, string path, string what, long id)
    {
        if (insert.ExecuteNonQuery() == 0)
            throw new BadInputException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{path}: {what} {id} is there already: nothing was imported; give --replace to start afresh, or other ids"
                )
            );
    }

    private static void Remove(string path)
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm"])
            File.Delete(file);
    }
}
