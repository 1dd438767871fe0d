using Microsoft.Data.Sqlite;
using ModelLab.Core.Datasets;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

/// <summary>What an earlier process left in a detail file, looked up unit by unit so that memory does not grow with it.</summary>
internal sealed class EarlierWork : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _observation;
    private readonly SqliteCommand _answer;
    private readonly Lock _gate = new();

    public EarlierWork(string path)
    {
        _connection = SqliteFile.Open(path, SqliteOpenMode.ReadOnly);
        static string Term(string parameter) => $"(SELECT term_id FROM terms WHERE term = {parameter})";
        static string Model(string parameter) => $"(CASE WHEN {parameter} IS NULL THEN 0 ELSE {Term(parameter)} END)";
        const string item = "(SELECT item FROM items WHERE data_set = $set AND item_id = $item)";
        // What the journal would not keep (transport, access and circuit errors, and what followed from them) is done again.
        _observation = SqliteFile.Command(
            _connection,
            $"""
            SELECT value FROM observations WHERE tier = {Term("$tier")} AND measure = {Term(
                "$measure"
            )} AND item = {item} AND generator = {Model("$generator")}
            AND judge = {Model("$judge")} AND decider = {Model("$decider")} AND repeat = $repeat
            AND (outcome IN (SELECT term_id FROM terms WHERE term IN ('scored', 'refused', 'unparseable')) OR error_class IN ('bad_request', 'malformed'))
            """,
            ("$tier", ""),
            ("$measure", ""),
            ("$set", ""),
            ("$item", ""),
            ("$generator", null),
            ("$judge", null),
            ("$decider", null),
            ("$repeat", 0)
        );
        _answer = SqliteFile.Command(
            _connection,
            $"""
            SELECT text, reasoning FROM answers WHERE tier = {Term("$tier")} AND item = {item} AND generator = {Term(
                "$generator"
            )} AND repeat = $repeat
            """,
            ("$tier", ""),
            ("$set", ""),
            ("$item", ""),
            ("$generator", ""),
            ("$repeat", 0)
        );
    }

    public bool Holds(WorkUnit unit) => Find(unit) is not null;

    public double? FindValue(WorkUnit unit) => Find(unit) as double?;

    // DBNull where the unit was done and gave no value.
    private object? Find(WorkUnit unit)
    {
        (string? generator, string? judge, string? decider) = unit.Kind switch
        {
            WorkKind.Generate => ((string?)unit.Model, (string?)null, (string?)null),
            WorkKind.Decide => (null, null, unit.Model),
            WorkKind.Retrieve => (null, null, null),
            WorkKind.Compare => (unit.Subject, null, null),
            _ => (unit.Subject, unit.Model, null),
        };
        lock (_gate)
            return Scalar(
                _observation,
                unit.Tier.FileName(),
                unit.Measure,
                StoreWriter.SetOf(unit.Tier),
                unit.ItemId,
                generator,
                judge,
                decider,
                unit.Repeat
            );
    }

    public AnswerRow? FindAnswer(WorkUnit unit)
    {
        lock (_gate)
        {
            Fill(_answer, unit.Tier.FileName(), StoreWriter.SetOf(unit.Tier), unit.ItemId, unit.Model, unit.Repeat);
            using var row = _answer.ExecuteReader();
            return row.Read()
                ? new AnswerRow(
                    unit.Tier,
                    unit.ItemId,
                    unit.Model,
                    unit.Repeat,
                    row.GetString(0),
                    row.IsDBNull(1) ? null : row.GetString(1)
                )
                : null;
        }
    }

    public void Dispose()
    {
        _observation.Dispose();
        _answer.Dispose();
        _connection.Dispose();
    }

    private static object? Scalar(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        Fill(command, values);
        return command.ExecuteScalar();
    }

    private static void Fill(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (var i = 0; i < values.Length; i++)
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
    }
}
