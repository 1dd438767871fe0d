using Microsoft.Data.Sqlite;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Runs.Results;
using ModelLab.Runs.Storage;

namespace ModelLab.Runs.Journal;

/// <summary>The table of the journal, and how a call becomes a row and back.</summary>
internal static class JournalSchema
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS calls(
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, endpoint TEXT NOT NULL, model TEXT NOT NULL, repeat INTEGER NOT NULL, re_ask INTEGER NOT NULL, time TEXT NOT NULL,
            text TEXT, reasoning TEXT, refusal TEXT, error_class TEXT, error TEXT, http_status INTEGER, returned_model TEXT, finish_reason TEXT,
            input_tokens INTEGER, cached_input_tokens INTEGER, output_tokens INTEGER, reasoning_tokens INTEGER, tokens_estimated INTEGER NOT NULL,
            latency_ms REAL NOT NULL, first_token_ms REAL, in_flight INTEGER NOT NULL, attempts INTEGER NOT NULL);
        """;

    public const string ResultColumns =
        "text, reasoning, refusal, error_class, error, http_status, returned_model, finish_reason, input_tokens, cached_input_tokens, output_tokens, "
        + "reasoning_tokens, tokens_estimated, latency_ms, first_token_ms, in_flight, attempts";

    public static SqliteCommand Insert(SqliteConnection connection)
    {
        var columns = "key, endpoint, model, repeat, re_ask, time, " + ResultColumns;
        var names = columns.Split(", ").Select(c => "$" + c).ToArray();
        // A reply that was paid for is not lost to an error of a later try, be it of a refresh or of another process.
        var command = SqliteFile.Command(connection, $"""
            INSERT INTO calls({columns}) VALUES ({string.Join(", ", names)})
            ON CONFLICT(key) DO UPDATE SET {string.Join(", ", columns.Split(", ").Select(c => $"{c} = excluded.{c}"))}
            WHERE excluded.error_class IS NULL OR calls.error_class IS NOT NULL
            """);
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    public static void Fill(SqliteCommand insert, byte[] key, ModelCall call, CallResult r, string now)
    {
        ReadOnlySpan<object?> values =
        [
            key, call.Endpoint.EndpointId, call.Endpoint.Model.Name, call.Repeat, call.ReAsk, now,
            r.Text, r.Reasoning, r.Refusal, r.ErrorClass is { } error ? Names.Of(error) : null, r.Error, r.HttpStatus, r.ReturnedModel, r.FinishReason,
            r.InputTokens, r.CachedInputTokens, r.OutputTokens, r.ReasoningTokens, r.TokensEstimated ? 1 : 0, r.LatencyMs, r.FirstTokenMs, r.InFlight, r.Attempts,
        ];
        for (var i = 0; i < values.Length; i++) insert.Parameters[i].Value = values[i] ?? DBNull.Value;
    }

    public static CallResult Read(SqliteDataReader row) => new()
    {
        Text = Text(row, 0),
        Reasoning = Text(row, 1),
        Refusal = Text(row, 2),
        ErrorClass = Text(row, 3) is { } error ? Names.Parse<CallErrorClass>(error) : null,
        Error = Text(row, 4),
        HttpStatus = row.IsDBNull(5) ? null : row.GetInt32(5),
        ReturnedModel = Text(row, 6),
        FinishReason = Text(row, 7),
        InputTokens = Whole(row, 8),
        CachedInputTokens = Whole(row, 9),
        OutputTokens = Whole(row, 10),
        ReasoningTokens = Whole(row, 11),
        TokensEstimated = row.GetInt32(12) != 0,
        LatencyMs = row.GetDouble(13),
        FirstTokenMs = row.IsDBNull(14) ? null : row.GetDouble(14),
        InFlight = row.GetInt32(15),
        Attempts = row.GetInt32(16),
        FromJournal = true,
    };

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static long? Whole(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
