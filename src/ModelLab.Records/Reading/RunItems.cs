using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Reading;

/// <summary>An item of a run's data sets.</summary>
/// <param name="Key">Its key in the detail file.</param>
/// <param name="DataSet"><c>gold</c> or <c>judge_pipeline</c>.</param>
/// <param name="ItemId">Its id.</param>
/// <param name="Content">The item as the data set has it.</param>
public sealed record RunItem(long Key, string DataSet, string ItemId, JsonElement Content)
{
    /// <summary>A field as text; null when it is missing or of another kind.</summary>
    public string? Text(string field) => Content.Text(field);

    /// <summary>A yes/no field; null when it is missing.</summary>
    public bool? Flag(string field) =>
        Content.Field(field)?.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    /// <summary>The question.</summary>
    public string Question => Text("question") ?? "";
}

/// <summary>A measured value of one item, with what was noted beside it.</summary>
/// <param name="Tier">The tier's name in files.</param>
/// <param name="Measure">What was observed.</param>
/// <param name="GenerationModel">The generator, where one takes part.</param>
/// <param name="JudgeModel">The benchmark judge, where one takes part.</param>
/// <param name="ProductionJudgeModel">The production judge, where one takes part.</param>
/// <param name="Repeat">0 for the first time.</param>
/// <param name="Outcome"><c>scored</c> or what went wrong.</param>
/// <param name="Value">The value; null unless scored.</param>
/// <param name="Expected">The label it is held against, or null.</param>
/// <param name="Error">What went wrong, or null.</param>
/// <param name="Evidence">The evidence, or null.</param>
/// <param name="LatencyMs">The time of the reply in ms, or null.</param>
/// <param name="OutputTokens">Output tokens, or null.</param>
public sealed record ItemObservation(
    string Tier,
    string Measure,
    string? GenerationModel,
    string? JudgeModel,
    string? ProductionJudgeModel,
    int Repeat,
    string Outcome,
    double? Value,
    double? Expected,
    string? Error,
    string? Evidence,
    double? LatencyMs,
    long? OutputTokens
);

/// <summary>The items of a run and what was observed of each, looked up item by item in its detail file.</summary>
public sealed class RunItems : IDisposable
{
    /// <summary>The set of questions.</summary>
    public const string Questions = StoreWriter.GoldSet;

    /// <summary>The labelled set of production judges.</summary>
    public const string Labelled = StoreWriter.JudgePipelineSet;

    private readonly SqliteConnection _connection;

    private readonly string _file;

    private RunItems(SqliteConnection connection, string file) => (_connection, _file) = (connection, file);

    /// <summary>Opens a detail file.</summary>
    /// <exception cref="BadInputException">It cannot be read.</exception>
    internal static RunItems Open(string path)
    {
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
            SqliteFile.Execute(connection, "SELECT item FROM items LIMIT 1");
            return new RunItems(connection, path);
        }
        catch (Exception e) when (DetailFile.IsDamage(e))
        {
            connection?.Dispose();
            throw DetailFile.Damaged(path, e);
        }
    }

    /// <summary>From the run's start to its end, pauses of a resumed run included; null when it has not ended.</summary>
    public TimeSpan? Took() => DetailFile.Read(_file, () => ReadTook());

    private TimeSpan? ReadTook()
    {
        using var command = SqliteFile.Command(_connection, "SELECT started, finished FROM run");
        using var row = command.ExecuteReader();
        if (!row.Read() || row.IsDBNull(1))
            return null;
        static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
        var took = Moment(row.GetString(1)) - Moment(row.GetString(0));
        return took >= TimeSpan.Zero ? took : null;
    }

    /// <summary>The items of a set, in the order of the run.</summary>
    public IEnumerable<RunItem> All(string dataSet) => DetailFile.Each(_file, ReadAll(dataSet));

    private IEnumerable<RunItem> ReadAll(string dataSet)
    {
        using var command = SqliteFile.Command(
            _connection,
            "SELECT item, item_id, content FROM items WHERE data_set = $set ORDER BY item",
            ("$set", dataSet)
        );
        using var row = command.ExecuteReader();
        while (row.Read())
            yield return Item(row.GetInt64(0), dataSet, row.GetString(1), row.GetString(2));
    }

    /// <summary>What models and judges wrote of the items of a set: every answer, every evidence.</summary>
    public IEnumerable<(string ItemId, string Text)> Texts(string dataSet) => DetailFile.Each(_file, ReadTexts(dataSet));

    private IEnumerable<(string ItemId, string Text)> ReadTexts(string dataSet)
    {
        using var command = SqliteFile.Command(
            _connection,
            """
            SELECT i.item_id, a.text FROM answers a JOIN items i USING(item) WHERE i.data_set = $set
            UNION ALL SELECT i.item_id, o.evidence FROM observations o JOIN items i USING(item) WHERE i.data_set = $set AND o.evidence IS NOT NULL
            """,
            ("$set", dataSet)
        );
        using var row = command.ExecuteReader();
        while (row.Read())
            yield return (row.GetString(0), row.GetString(1));
    }

    /// <summary>One item, or null.</summary>
    public RunItem? Find(string dataSet, string itemId) => DetailFile.Read(_file, () => ReadFind(dataSet, itemId));

    private RunItem? ReadFind(string dataSet, string itemId)
    {
        using var command = SqliteFile.Command(
            _connection,
            "SELECT item, item_id, content FROM items WHERE data_set = $set AND item_id = $id",
            ("$set", dataSet),
            ("$id", itemId)
        );
        using var row = command.ExecuteReader();
        return row.Read() ? Item(row.GetInt64(0), dataSet, row.GetString(1), row.GetString(2)) : null;
    }

    /// <summary>The answers to an item.</summary>
    public IReadOnlyList<AnswerRow> Answers(RunItem item) => DetailFile.Read(_file, () => ReadAnswers(item));

    private IReadOnlyList<AnswerRow> ReadAnswers(RunItem item)
    {
        using var command = SqliteFile.Command(
            _connection,
            """
            SELECT t.term, g.term, a.repeat, a.text, a.reasoning FROM terms t CROSS JOIN answers a ON a.tier = t.term_id AND a.item = $item JOIN terms g ON g.term_id = a.generator
            ORDER BY t.term, a.generator, a.repeat
            """,
            ("$item", item.Key)
        );
        using var row = command.ExecuteReader();
        var answers = new List<AnswerRow>();
        while (row.Read())
            answers.Add(
                new AnswerRow(
                    TierNames.FromFileName(row.GetString(0)),
                    item.ItemId,
                    row.GetString(1),
                    row.GetInt32(2),
                    row.GetString(3),
                    row.IsDBNull(4) ? null : row.GetString(4)
                )
            );
        return answers;
    }

    /// <summary>What was observed of an item.</summary>
    /// <remarks>
    /// The key of observations begins with tier and measure, so these are gone through; a scan would read all observations of the run.
    /// </remarks>
    public IReadOnlyList<ItemObservation> Observations(RunItem item) => DetailFile.Read(_file, () => ReadObservations(item));

    private IReadOnlyList<ItemObservation> ReadObservations(RunItem item)
    {
        using var command = SqliteFile.Command(
            _connection,
            $"""
            SELECT t.term, m.term, g.term, j.term, d.term, o.repeat, c.term, o.value, o.expected, o.error, o.evidence, o.latency_ms, o.output_tokens
            FROM terms t CROSS JOIN terms m CROSS JOIN observations o ON o.tier = t.term_id AND o.measure = m.term_id AND o.item = $item
            JOIN terms c ON c.term_id = o.outcome LEFT JOIN terms g ON g.term_id = o.generator LEFT JOIN terms j ON j.term_id = o.judge LEFT JOIN terms d ON d.term_id = o.decider
            WHERE t.term IN ({TierList}) ORDER BY t.term, o.generator, m.term_id, o.judge, o.decider, o.repeat
            """,
            ("$item", item.Key)
        );
        using var row = command.ExecuteReader();
        var observations = new List<ItemObservation>();
        string? Text(int column) => row.IsDBNull(column) ? null : row.GetString(column);
        double? Number(int column) => row.IsDBNull(column) ? null : row.GetDouble(column);
        while (row.Read())
            observations.Add(
                new ItemObservation(
                    row.GetString(0),
                    row.GetString(1),
                    Text(2),
                    Text(3),
                    Text(4),
                    row.GetInt32(5),
                    row.GetString(6),
                    Number(7),
                    Number(8),
                    Text(9),
                    Text(10),
                    Number(11),
                    row.IsDBNull(12) ? null : row.GetInt64(12)
                )
            );
        return observations;
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    private static string TierList { get; } = string.Join(", ", TierNames.All.Select(t => $"'{t.FileName()}'"));

    private static RunItem Item(long key, string set, string id, string content) => new(key, set, id, JsonElement.Parse(content));
}
