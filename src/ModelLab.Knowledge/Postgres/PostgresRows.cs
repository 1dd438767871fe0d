using System.Globalization;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using Npgsql;

namespace ModelLab.Knowledge.Postgres;

/// <summary>Reads rows of the help desk's tables.</summary>
/// <param name="location">The database, for messages.</param>
internal sealed class PostgresRows(string location)
{
    /// <summary>A row of id, page and text.</summary>
    /// <exception cref="BadInputException">The text is null.</exception>
    public KnowledgeChunk Chunk(NpgsqlDataReader row) => new(row.GetInt64(0), Text(row, 1) ?? "", Required(row, 2, "chunk", "text"));

    /// <summary>A row of id, question, answer, page, score and time.</summary>
    /// <exception cref="BadInputException">The question is null.</exception>
    public PastQuestion PastQuestion(NpgsqlDataReader row) =>
        new(
            row.GetInt64(0),
            Required(row, 1, "question_answer", "question"),
            Text(row, 2),
            Text(row, 3),
            row.IsDBNull(4) ? null : row.GetDouble(4),
            row.IsDBNull(5) ? null : row.GetDateTime(5)
        );

    /// <summary>A text that must be there.</summary>
    /// <exception cref="BadInputException">It is null.</exception>
    public string Required(NpgsqlDataReader row, int column, string table, string name) =>
        Text(row, column)
        ?? throw new BadInputException(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{location}: table '{table}': row {row.GetInt64(0)}: column '{name}' is null: fill it in, or delete the row"
            )
        );

    private static string? Text(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
