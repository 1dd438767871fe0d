using System.Globalization;
using ModelLab.Core.Datasets;
using Npgsql;

namespace ModelLab.Knowledge.Tests.Postgres;

/// <summary>The help desk's tables as its own migrations make them.</summary>
internal static class HelpDesk
{
    public const string Drop = "DROP TABLE IF EXISTS chunk; DROP TABLE IF EXISTS question_answer";

    public static string Tables(string vector) =>
        $"""
            CREATE EXTENSION IF NOT EXISTS vector;
            {Drop};
            CREATE TABLE chunk (id serial PRIMARY KEY, confluence_url text, text text, embedding {vector});
            CREATE TABLE question_answer (id serial PRIMARY KEY, question text, answer text, confluence_url text, score integer, embedding {vector}, user_id integer,
                created_at timestamp DEFAULT now());
            ALTER TABLE question_answer ALTER COLUMN score TYPE numeric(3, 1);
            """;

    public static async Task FillAsync(
        PostgresServer server,
        IReadOnlyList<KnowledgeChunk> chunks,
        IReadOnlyList<PastQuestion> pastQuestions
    )
    {
        await using var connection = new NpgsqlConnection(server.Settings().ConnectionString);
        await connection.OpenAsync(TestContext.Current.CancellationToken);
        foreach (var c in chunks)
            await InsertAsync(
                connection,
                "INSERT INTO chunk (id, confluence_url, text) VALUES ($1, $2, $3)",
                (int)c.Id,
                c.ConfluenceUrl,
                c.Text
            );
        foreach (var q in pastQuestions)
            await InsertAsync(
                connection,
                "INSERT INTO question_answer (id, question, answer, confluence_url, score, created_at, user_id) VALUES ($1, $2, $3, $4, $5::numeric, $6::timestamp, 77)",
                (int)q.Id,
                q.Question,
                q.Answer,
                q.ConfluenceUrl,
                q.Score,
                q.CreatedAt?.ToString("s", CultureInfo.InvariantCulture)
            );
    }

    private static async Task InsertAsync(NpgsqlConnection connection, string sql, params object?[] values)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var value in values)
            command.Parameters.Add(value is null ? new NpgsqlParameter { Value = DBNull.Value } : new NpgsqlParameter { Value = value });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }
}
