using Microsoft.Data.Sqlite;

namespace ModelLab.Records.Store;

/// <summary>The tables of a run's detail file, <c>rag_benchmark_ID.db</c>.</summary>
internal static class StoreSchema
{
    public const int Version = 4;

    /// <summary>Sums over observations, kept with every batch: hundreds of rows where there may be hundreds of thousands.</summary>
    public const string Progress = """
        CREATE TABLE progress(
            tier INTEGER NOT NULL, measure INTEGER NOT NULL, generator INTEGER NOT NULL, judge INTEGER NOT NULL, decider INTEGER NOT NULL, outcome INTEGER NOT NULL,
            error_class TEXT NOT NULL, n INTEGER NOT NULL, input_tokens INTEGER, cached_input_tokens INTEGER, output_tokens INTEGER,
            PRIMARY KEY(tier, measure, generator, judge, decider, outcome, error_class)) WITHOUT ROWID;
        """;

    /// <summary>The same sums of a file that does not keep them.</summary>
    public const string SumsOfObservations = """
        SELECT tier, measure, generator, judge, decider, outcome, COALESCE(error_class, '') AS error_class, COUNT(*) AS n,
               SUM(input_tokens) AS input_tokens, SUM(cached_input_tokens) AS cached_input_tokens, SUM(output_tokens) AS output_tokens
        FROM observations GROUP BY 1, 2, 3, 4, 5, 6, 7
        """;

    /// <summary>What a unit's calls cost by their provider's word: the last column of observations, which earlier files lack.</summary>
    public const string ToldCost = "told_cost";

    private const string ObservationRows = """
        CREATE VIEW observation_rows AS
            SELECT t.term AS tier, m.term AS measure, i.item_id, g.term AS generation_model, j.term AS judge_model, d.term AS production_judge_model,
                   o.repeat, c.term AS outcome, o.value, o.expected, o.error, o.evidence, o.latency_ms, o.first_token_ms, o.in_flight,
                   o.asks, o.journal_hits, o.attempts, o.input_tokens, o.cached_input_tokens, o.output_tokens, o.reasoning_tokens, o.tokens_estimated, o.reasoning_chars, o.returned_model, o.finish_reason, o.error_class, o.told_cost
            FROM observations o JOIN items i USING(item) JOIN terms t ON t.term_id = o.tier JOIN terms m ON m.term_id = o.measure
            JOIN terms c ON c.term_id = o.outcome LEFT JOIN terms g ON g.term_id = o.generator LEFT JOIN terms j ON j.term_id = o.judge
            LEFT JOIN terms d ON d.term_id = o.decider;
        """;

    // Names repeat hundreds of thousands of times in observations, so they stand once in 'terms'; the view gives them back.
    // 0 stands for "no model" because columns of a primary key should not be null.
    public const string Sql = $"""
        CREATE TABLE run(
            id TEXT PRIMARY KEY, schema_version INTEGER NOT NULL, spec TEXT NOT NULL, fingerprint TEXT NOT NULL, plan TEXT,
            excluded TEXT NOT NULL DEFAULT '[]', notes TEXT NOT NULL DEFAULT '[]', note_codes TEXT NOT NULL DEFAULT '[]', races TEXT NOT NULL DEFAULT '[]', money TEXT, state TEXT NOT NULL, started TEXT NOT NULL, heartbeat TEXT NOT NULL, finished TEXT);
        CREATE TABLE items(
            item INTEGER PRIMARY KEY, data_set TEXT NOT NULL, item_id TEXT NOT NULL, content TEXT NOT NULL, UNIQUE(data_set, item_id));
        CREATE TABLE terms(term_id INTEGER PRIMARY KEY, term TEXT NOT NULL UNIQUE);
        CREATE TABLE measured(tier TEXT NOT NULL, metric TEXT NOT NULL, value REAL, n INTEGER NOT NULL, PRIMARY KEY(tier, metric));
        CREATE TABLE answers(
            tier INTEGER NOT NULL, item INTEGER NOT NULL, generator INTEGER NOT NULL, repeat INTEGER NOT NULL,
            text TEXT NOT NULL, reasoning TEXT, PRIMARY KEY(tier, item, generator, repeat)) WITHOUT ROWID;
        CREATE TABLE observations(
            tier INTEGER NOT NULL, measure INTEGER NOT NULL, item INTEGER NOT NULL, generator INTEGER NOT NULL, judge INTEGER NOT NULL,
            decider INTEGER NOT NULL, repeat INTEGER NOT NULL, outcome INTEGER NOT NULL, value REAL, expected REAL, error TEXT, evidence TEXT,
            latency_ms REAL, first_token_ms REAL, in_flight INTEGER NOT NULL, asks INTEGER NOT NULL, journal_hits INTEGER NOT NULL, attempts INTEGER NOT NULL,
            input_tokens INTEGER, cached_input_tokens INTEGER, output_tokens INTEGER, reasoning_tokens INTEGER, tokens_estimated INTEGER NOT NULL,
            reasoning_chars INTEGER NOT NULL, returned_model TEXT, finish_reason TEXT, error_class TEXT, told_cost REAL,
            PRIMARY KEY(tier, measure, item, generator, judge, decider, repeat)) WITHOUT ROWID;
        {ObservationRows}
        CREATE VIEW answer_rows AS
            SELECT t.term AS tier, i.item_id, g.term AS generation_model, a.repeat, a.text, a.reasoning
            FROM answers a JOIN items i USING(item) JOIN terms t ON t.term_id = a.tier JOIN terms g ON g.term_id = a.generator;
        """;

    /// <summary>Brings the file of an earlier version to this one, so that its run can go on.</summary>
    public static void Upgrade(SqliteConnection connection)
    {
        using var transaction = connection.BeginTransaction();
        if (!HasColumn(connection, "run", "races"))
            SqliteFile.Execute(connection, "ALTER TABLE run ADD COLUMN races TEXT NOT NULL DEFAULT '[]'");
        if (!HasColumn(connection, "run", "note_codes"))
            SqliteFile.Execute(connection, "ALTER TABLE run ADD COLUMN note_codes TEXT NOT NULL DEFAULT '[]'");
        if (!HasColumn(connection, "run", "money"))
            SqliteFile.Execute(connection, "ALTER TABLE run ADD COLUMN money TEXT");
        if (!HasColumn(connection, "progress", "n"))
            SqliteFile.Execute(connection, $"{Progress} INSERT INTO progress {SumsOfObservations}");
        if (!HasColumn(connection, "observations", ToldCost))
            SqliteFile.Execute(
                connection,
                $"ALTER TABLE observations ADD COLUMN {ToldCost} REAL; DROP VIEW IF EXISTS observation_rows; {ObservationRows}"
            );
        transaction.Commit();
    }

    /// <summary>Whether the file has a column; files of earlier versions lack some.</summary>
    public static bool HasColumn(SqliteConnection connection, string table, string column)
    {
        using var command = SqliteFile.Command(
            connection,
            "SELECT 1 FROM pragma_table_info($table) WHERE name = $column",
            ("$table", table),
            ("$column", column)
        );
        return command.ExecuteScalar() is not null;
    }
}
