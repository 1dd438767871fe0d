using Microsoft.Data.Sqlite;
using ModelLab.Core.Roles;
using ModelLab.Llm.Calls;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Journal;

/// <summary>The table of the journal, and how a call becomes a row and back.</summary>
internal static class JournalSchema
{
    public const string Sql = """
        CREATE TABLE IF NOT EXISTS calls(
            id INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, endpoint TEXT NOT NULL, model TEXT NOT NULL, repeat INTEGER NOT NULL, re_ask INTEGER NOT NULL, time TEXT NOT NULL,
            text TEXT, reasoning TEXT, refusal TEXT, error_class TEXT, error TEXT, http_status INTEGER, returned_model TEXT, finish_reason TEXT,
            input_tokens INTEGER, cached_input_tokens INTEGER, output_tokens INTEGER, reasoning_tokens INTEGER, tokens_estimated INTEGER NOT NULL,
            latency_ms REAL NOT NULL, first_token_ms REAL, in_flight INTEGER NOT NULL, attempts INTEGER NOT NULL, told_cost REAL, served_by TEXT, sources TEXT);
        """;

    public const string ResultColumns =
        "text, reasoning, refusal, error_class, error, http_status, returned_model, finish_reason, input_tokens, cached_input_tokens, output_tokens, "
        + "reasoning_tokens, tokens_estimated, latency_ms, first_token_ms, in_flight, attempts, told_cost, served_by, sources";

    /// <summary>Brings the table of an earlier version to this one; of several processes at once one does it.</summary>
    public static void Upgrade(SqliteConnection connection)
    {
        if (Missing().Count == 0)
            return;
        using var transaction = connection.BeginTransaction();
        foreach (var (column, type) in Missing())
            SqliteFile.Execute(connection, $"ALTER TABLE calls ADD COLUMN {column} {type}");
        transaction.Commit();

        List<(string Column, string Type)> Missing()
        {
            using var command = SqliteFile.Command(connection, "SELECT name FROM pragma_table_info('calls')");
            using var row = command.ExecuteReader();
            var missing = new List<(string Column, string Type)> { ("told_cost", "REAL"), ("served_by", "TEXT"), ("sources", "TEXT") };
            while (row.Read())
                missing.RemoveAll(m => m.Column == row.GetString(0));
            return missing;
        }
    }

    public static BulkStatement Insert(SqliteConnection connection)
    {
        var columns = "key, endpoint, model, repeat, re_ask, time, " + ResultColumns;
        var names = columns.Split(", ");
        // A reply that was paid for is not lost to an error of a later try, be it of a refresh or of another process.
        return new BulkStatement(
            connection,
            $"""
            INSERT INTO calls({columns}) VALUES ({string.Join(", ", names.Select(_ => "?"))})
            ON CONFLICT(key) DO UPDATE SET {string.Join(", ", names.Select(c => $"{c} = excluded.{c}"))}
            WHERE excluded.error_class IS NULL OR calls.error_class IS NOT NULL
            """
        );
    }

    public static void Write(BulkStatement insert, byte[] key, ModelCall call, CallResult r, string now) =>
        insert
            .Add(key)
            .Add(call.Endpoint.EndpointId)
            .Add(call.Endpoint.ModelId)
            .Add(call.Repeat)
            .Add(call.ReAsk)
            .Add(now)
            .Add(r.Text)
            .Add(r.Reasoning)
            .Add(r.Refusal)
            .Add(r.ErrorClass is { } error ? Names.Of(error) : null)
            .Add(r.Error)
            .Add(r.HttpStatus)
            .Add(r.ReturnedModel)
            .Add(r.FinishReason)
            .Add(r.Tokens.Input)
            .Add(r.Tokens.CachedInput)
            .Add(r.Tokens.Output)
            .Add(r.Tokens.Reasoning)
            .Add(r.Tokens.IsEstimated ? 1 : 0)
            .Add(r.LatencyMs)
            .Add(r.FirstTokenMs)
            .Add(r.InFlight)
            .Add(r.Attempts)
            .Add((double?)r.Tokens.ToldCost)
            .Add(r.ServedBy)
            .Add(SourcesText.Of(r.Sources))
            .Execute();

    public static CallResult Read(BulkRows row) =>
        new()
        {
            Text = row.Text(0),
            Reasoning = row.Text(1),
            Refusal = row.Text(2),
            ErrorClass = row.Text(3) is { } error ? Names.Parse<CallErrorClass>(error) : null,
            Error = row.Text(4),
            HttpStatus = (int?)row.WholeOrNull(5),
            ReturnedModel = row.Text(6),
            FinishReason = row.Text(7),
            Tokens = new TokenUsage
            {
                Input = row.WholeOrNull(8),
                CachedInput = row.WholeOrNull(9),
                Output = row.WholeOrNull(10),
                Reasoning = row.WholeOrNull(11),
                IsEstimated = row.Whole(12) != 0,
                ToldCost = TokenUsage.Dollars(row.Number(17)),
            },
            LatencyMs = row.Number(13)!.Value,
            FirstTokenMs = row.Number(14),
            InFlight = (int)row.Whole(15),
            Attempts = (int)row.Whole(16),
            ServedBy = row.Text(18),
            Sources = SourcesText.Read(row.Text(19)),
            FromJournal = true,
        };
}
