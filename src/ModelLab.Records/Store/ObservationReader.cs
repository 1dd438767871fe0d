using System.Text.Json;
using Microsoft.Data.Sqlite;
using ModelLab.Core;
using ModelLab.Core.Datasets;
using ModelLab.Core.Roles;
using ModelLab.Records.Numbers;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

/// <summary>Reads a run's detail file; also that of a run which is still going on.</summary>
public sealed partial class ObservationReader : IDisposable
{
    private readonly SqliteConnection _connection;

    private ObservationReader(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens a detail file.</summary>
    /// <exception cref="BadInputException">There is no such file, or it is not one.</exception>
    public static ObservationReader Open(string path)
    {
        if (!File.Exists(path))
            throw new BadInputException($"{path}: no such run file");
        SqliteConnection? connection = null;
        try
        {
            connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
            // SQLite opens any file; only a statement shows what it is.
            SqliteFile.Execute(connection, "SELECT state FROM run");
            return new ObservationReader(connection);
        }
        catch (Exception e) when (DetailFile.IsDamage(e))
        {
            connection?.Dispose();
            throw DetailFile.Damaged(path, e);
        }
    }

    /// <summary>All observations, one at a time, in the order of their keys.</summary>
    public IEnumerable<Observation> Observations()
    {
        var told = StoreSchema.HasColumn(_connection, "observations", StoreSchema.ToldCost);
        using var rows = new BulkRows(_connection, "SELECT * FROM observations");
        if (!rows.Read())
            yield break;
        var terms = Lookup("SELECT term_id, term FROM terms");
        var items = Lookup("SELECT item, item_id FROM items");
        var tiers = TierNames.All.ToDictionary(t => t.FileName());
        var outcomes = Enum.GetValues<Outcome>().ToDictionary(Names.Of);
        do
        {
            yield return new Observation
            {
                Tier = tiers[terms[rows.Whole(0)]],
                Measure = terms[rows.Whole(1)],
                ItemId = items[rows.Whole(2)],
                GenerationModel = Model(terms, rows.Whole(3)),
                JudgeModel = Model(terms, rows.Whole(4)),
                ProductionJudgeModel = Model(terms, rows.Whole(5)),
                Repeat = (int)rows.Whole(6),
                Outcome = outcomes[terms[rows.Whole(7)]],
                Value = rows.Number(8),
                Expected = rows.Number(9),
                Error = rows.Text(10),
                Evidence = rows.Text(11),
                Facts = new CallFacts
                {
                    LatencyMs = rows.Number(12),
                    FirstTokenMs = rows.Number(13),
                    InFlight = (int)rows.Whole(14),
                    Asks = (int)rows.Whole(15),
                    JournalHits = (int)rows.Whole(16),
                    Attempts = (int)rows.Whole(17),
                    Tokens = new TokenUsage
                    {
                        Input = rows.WholeOrNull(18),
                        CachedInput = rows.WholeOrNull(19),
                        Output = rows.WholeOrNull(20),
                        Reasoning = rows.WholeOrNull(21),
                        IsEstimated = rows.Whole(22) != 0,
                        ToldCost = told ? TokenUsage.Dollars(rows.Number(27)) : null,
                    },
                    ReasoningChars = (int)rows.Whole(23),
                    ReturnedModel = rows.Text(24),
                    FinishReason = rows.Text(25),
                    ErrorClass = rows.Text(26) is { } name ? Names.Parse<CallErrorClass>(name) : null,
                },
            };
        } while (rows.Read());
    }

    /// <summary>
    /// The values of one measure, without what was measured while asking: a range of the table's key, so that a page about one metric reads
    /// no more than that metric.
    /// </summary>
    public IEnumerable<ScoreRow> Scores(Tier tier, string measure)
    {
        var outcomes = Enum.GetValues<Outcome>().ToDictionary(Names.Of);
        using var command = SqliteFile.Command(
            _connection,
            """
            SELECT item, generator, judge, decider, repeat, outcome, value, expected FROM observations
            WHERE tier = (SELECT term_id FROM terms WHERE term = $tier) AND measure = (SELECT term_id FROM terms WHERE term = $measure)
            """,
            ("$tier", tier.FileName()),
            ("$measure", measure)
        );
        using var row = command.ExecuteReader();
        var terms = Lookup("SELECT term_id, term FROM terms");
        var items = Lookup("SELECT item, item_id FROM items");
        while (row.Read())
        {
            yield return new ScoreRow(
                items[row.GetInt64(0)],
                Model(terms, row.GetInt64(1)),
                Model(terms, row.GetInt64(2)),
                Model(terms, row.GetInt64(3)),
                row.GetInt32(4),
                outcomes[terms[row.GetInt64(5)]],
                Number(row, 6),
                Number(row, 7)
            );
        }
    }

    /// <summary>The times of replies that were understood, ms, by the model that was asked. What came from the journal has none.</summary>
    public IEnumerable<(string Model, double Milliseconds)> Latencies(Tier tier, string measure)
    {
        using var command = SqliteFile.Command(
            _connection,
            """
            SELECT CASE WHEN decider <> 0 THEN decider WHEN judge <> 0 THEN judge ELSE generator END, latency_ms FROM observations
            WHERE tier = (SELECT term_id FROM terms WHERE term = $tier) AND measure = (SELECT term_id FROM terms WHERE term = $measure)
              AND outcome = (SELECT term_id FROM terms WHERE term = 'scored') AND latency_ms IS NOT NULL
            """,
            ("$tier", tier.FileName()),
            ("$measure", measure)
        );
        using var row = command.ExecuteReader();
        var terms = Lookup("SELECT term_id, term FROM terms");
        while (row.Read())
            if (terms.TryGetValue(row.GetInt64(0), out var model))
                yield return (model, row.GetDouble(1));
    }

    // For rows of a statement that is open already: it holds the moment, and a run that is under way adds names together with the rows that
    // need them.
    private Dictionary<long, string> Lookup(string sql)
    {
        using var command = SqliteFile.Command(_connection, sql);
        using var row = command.ExecuteReader();
        var names = new Dictionary<long, string>();
        while (row.Read())
            names[row.GetInt64(0)] = row.GetString(1);
        return names;
    }

    /// <summary>Numbers that are of the items as a whole and not of single ones.</summary>
    public IReadOnlyList<Aggregate> Measured()
    {
        using var command = SqliteFile.Command(_connection, "SELECT tier, metric, value, n FROM measured");
        using var row = command.ExecuteReader();
        var numbers = new List<Aggregate>();
        while (row.Read())
            numbers.Add(
                new Aggregate(TierNames.FromFileName(row.GetString(0)), row.GetString(1), null, null, null, Number(row, 2), row.GetInt64(3))
            );
        return numbers;
    }

    /// <summary>The questions of the data set and turns of sessions, in the order of the file.</summary>
    public IReadOnlyList<GoldItem> Questions() =>
        Items(StoreWriter.GoldSet) is { } json ? GoldDatasetReader.Read(json, _connection.DataSource).Items : [];

    /// <summary>The labelled items of the judge-pipeline set, in the order of the file.</summary>
    public IReadOnlyList<ShowDecisionItem> ShowDecisions() =>
        Items(StoreWriter.JudgePipelineSet) is { } json ? ShowDecisionDatasetReader.Read(json, _connection.DataSource).Items : [];

    // As the file that they came from would have them; null without any.
    private byte[]? Items(string set)
    {
        using var command = SqliteFile.Command(_connection, "SELECT content FROM items WHERE data_set = $set ORDER BY item", ("$set", set));
        using var row = command.ExecuteReader();
        var json = new System.Text.StringBuilder("[");
        while (row.Read())
            json.Append(json.Length == 1 ? "" : ",").Append(row.GetString(0));
        return json.Length == 1 ? null : System.Text.Encoding.UTF8.GetBytes(json.Append(']').ToString());
    }

    /// <summary>All answers, one at a time, in the order of their keys.</summary>
    public IEnumerable<AnswerRow> Answers()
    {
        using var command = SqliteFile.Command(_connection, "SELECT * FROM answer_rows");
        using var row = command.ExecuteReader();
        while (row.Read())
            yield return new AnswerRow(
                TierNames.FromFileName(row.GetString(0)),
                row.GetString(1),
                row.GetString(2),
                row.GetInt32(3),
                row.GetString(4),
                Text(row, 5)
            );
    }

    /// <summary>Finished units and those among them without a usable reply, by tier and asked model.</summary>
    public IReadOnlyList<ProgressCount> Progress() =>
        [
            .. Sums()
                .Where(s => s.Kind is not null)
                .GroupBy(s => (s.Tier, s.Model))
                .Select(g => new ProgressCount(
                    g.Key.Tier,
                    g.Key.Model,
                    g.Sum(s => s.Count),
                    g.Where(s => s.Outcome != Outcome.Scored).Sum(s => s.Count)
                )),
        ];

    /// <summary>
    /// All observations counted, and their tokens, by measure, models and outcome. Quick however many there are, unless an earlier version
    /// wrote the file.
    /// </summary>
    public IReadOnlyList<ObservationSum> Sums()
    {
        var outcomes = Enum.GetValues<Outcome>().ToDictionary(Names.Of);
        using var command = SqliteFile.Command(
            _connection,
            StoreSchema.HasColumn(_connection, "progress", "n") ? "SELECT * FROM progress" : StoreSchema.SumsOfObservations
        );
        using var row = command.ExecuteReader();
        var terms = Lookup("SELECT term_id, term FROM terms");
        var sums = new List<ObservationSum>();
        while (row.Read())
        {
            sums.Add(
                new ObservationSum(
                    TierNames.FromFileName(terms[row.GetInt64(0)]),
                    terms[row.GetInt64(1)],
                    Model(terms, row.GetInt64(2)),
                    Model(terms, row.GetInt64(3)),
                    Model(terms, row.GetInt64(4)),
                    outcomes[terms[row.GetInt64(5)]],
                    row.GetString(6) is { Length: > 0 } name ? Names.Parse<CallErrorClass>(name) : null,
                    row.GetInt32(7),
                    new TokenUsage
                    {
                        Input = Whole(row, 8),
                        CachedInput = Whole(row, 9),
                        Output = Whole(row, 10),
                    }
                )
            );
        }
        return sums;
    }

    /// <summary>Holds what is read from now on at one moment, whatever is written meanwhile, until the reader is disposed.</summary>
    public ObservationReader Frozen()
    {
        SqliteFile.Execute(_connection, "BEGIN");
        return this;
    }

    /// <inheritdoc />
    public void Dispose() => _connection.Dispose();

    // 0 stands for no model; a term that is missing otherwise is damage.
    private static string? Model(Dictionary<long, string> terms, long id) => id == 0 ? null : terms[id];

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    private static double? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetDouble(column);

    private static long? Whole(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);
}
