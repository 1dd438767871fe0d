using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Sweeps.Journal;

/// <summary>What the journal holds of one model.</summary>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Model">The model as the endpoint knows it.</param>
/// <param name="Calls">Calls.</param>
/// <param name="Errors">Those that ended in an error.</param>
/// <param name="Tokens">Input and output tokens.</param>
/// <param name="MeanLatencyMs">Mean latency of the successful ones; null without any.</param>
/// <param name="First">When the first was made, UTC.</param>
/// <param name="Last">When the last was made, UTC.</param>
public sealed record JournalStats(
    string Endpoint,
    string Model,
    long Calls,
    long Errors,
    long Tokens,
    double? MeanLatencyMs,
    string First,
    string Last
);

/// <summary>Looking after a journal between runs.</summary>
public static class JournalFile
{
    /// <summary>What it holds, by endpoint and model.</summary>
    /// <exception cref="BadInputException">There is no journal, or it is corrupt.</exception>
    public static IReadOnlyList<JournalStats> Stats(string path) =>
        Use(
            path,
            SqliteOpenMode.ReadOnly,
            connection =>
            {
                using var command = SqliteFile.Command(
                    connection,
                    """
                    SELECT endpoint, model, COUNT(*), COUNT(error_class), COALESCE(SUM(input_tokens), 0) + COALESCE(SUM(output_tokens), 0),
                           AVG(CASE WHEN error_class IS NULL THEN latency_ms END), MIN(time), MAX(time)
                    FROM calls GROUP BY endpoint, model ORDER BY endpoint, model
                    """
                );
                using var row = command.ExecuteReader();
                var stats = new List<JournalStats>();
                while (row.Read())
                    stats.Add(
                        new JournalStats(
                            row.GetString(0),
                            row.GetString(1),
                            row.GetInt64(2),
                            row.GetInt64(3),
                            row.GetInt64(4),
                            row.IsDBNull(5) ? null : row.GetDouble(5),
                            row.GetString(6),
                            row.GetString(7)
                        )
                    );
                return stats;
            }
        );

    /// <summary>Deletes calls and gives the space back.</summary>
    /// <param name="path">The journal.</param>
    /// <param name="before">Only calls made before this; null for any time.</param>
    /// <param name="model">Only calls of this model; null for all.</param>
    /// <param name="onlyErrors">Only calls that ended in an error.</param>
    /// <returns>How many were deleted.</returns>
    /// <exception cref="BadInputException">There is no journal, or it is corrupt, or another process writes to it.</exception>
    public static int Prune(string path, DateTimeOffset? before, string? model, bool onlyErrors) =>
        Use(
            path,
            SqliteOpenMode.ReadWrite,
            connection =>
            {
                using var delete = SqliteFile.Command(
                    connection,
                    """
                    DELETE FROM calls WHERE ($before IS NULL OR time < $before) AND ($model IS NULL OR model = $model) AND (NOT $errors OR error_class IS NOT NULL)
                    """,
                    ("$before", before?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
                    ("$model", model),
                    ("$errors", onlyErrors ? 1 : 0)
                );
                var deleted = delete.ExecuteNonQuery();
                if (!onlyErrors)
                {
                    // A text's vector goes with the calls of its time and model; a journal of an earlier version has none.
                    SqliteFile.Execute(connection, EmbeddingTable.Sql);
                    SqliteFile.Execute(
                        connection,
                        "DELETE FROM embeddings WHERE ($before IS NULL OR time < $before) AND ($model IS NULL OR model = $model)",
                        ("$before", before?.ToUniversalTime().ToString("O", CultureInfo.InvariantCulture)),
                        ("$model", model)
                    );
                }
                SqliteFile.Execute(connection, "VACUUM");
                return deleted;
            }
        );

    /// <summary>Every call as a line of JSON, oldest first; the key in hex.</summary>
    /// <exception cref="BadInputException">There is no journal, or it is corrupt.</exception>
    public static IEnumerable<string> Export(string path)
    {
        using var connection = Open(path, SqliteOpenMode.ReadOnly);
        using var command = SqliteFile.Command(connection, "SELECT * FROM calls ORDER BY time, id");
        using var row = Try(path, command.ExecuteReader);
        while (Try(path, row.Read))
        {
            var line = new JsonObject();
            for (var i = 1; i < row.FieldCount; i++)
            {
                line[row.GetName(i)] = row.GetValue(i) switch
                {
                    byte[] key => Convert.ToHexStringLower(key),
                    long whole => whole,
                    double number => number,
                    string text => text,
                    _ => null,
                };
            }
            yield return line.ToJsonString(RunsJson.Files);
        }
    }

    private static T Use<T>(string path, SqliteOpenMode mode, Func<SqliteConnection, T> use)
    {
        using var connection = Open(path, mode);
        return Try(path, () => use(connection));
    }

    private static T Try<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (SqliteException e)
        {
            throw Unusable(path, e);
        }
    }

    private static SqliteConnection Open(string path, SqliteOpenMode mode)
    {
        if (!File.Exists(path))
            throw new BadInputException($"{path}: there is no journal: 'run' begins one");
        try
        {
            return SqliteFile.Open(path, mode);
        }
        catch (SqliteException e)
        {
            throw Unusable(path, e);
        }
    }

    private static BadInputException Unusable(string path, SqliteException e) =>
        new($"{path}: the journal cannot be used ({e.Message}): if it is damaged, move it aside", e);
}
