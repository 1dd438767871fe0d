using Microsoft.Data.Sqlite;
using ModelLab.Core.Datasets;
using ModelLab.Runs.Planning;
using ModelLab.Runs.Storage;

namespace ModelLab.Runs.Results;

/// <summary>Writes rows of a detail file. Not for two threads at once: the store's one writing task and its quiet moments use it.</summary>
internal sealed class StoreWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, long> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Set, string Id), long> _items = [];
    private readonly Lock _gate = new();
    private SqliteCommand? _insertObservation;
    private SqliteCommand? _replaceObservation;
    private SqliteCommand? _insertAnswer;

    public const string GoldSet = "gold";
    public const string JudgePipelineSet = "judge_pipeline";

    public static string SetOf(Tier tier) => tier == Tier.JudgePipeline ? JudgePipelineSet : GoldSet;

    public void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate) SqliteFile.Execute(connection, sql, parameters);
    }

    public void AddItems(SweepInput input)
    {
        lock (_gate)
        {
            using var transaction = connection.BeginTransaction();
            using var insert = SqliteFile.Command(connection, "INSERT INTO items(data_set, item_id, content) VALUES ($set, $id, $content) RETURNING item",
                ("$set", ""), ("$id", ""), ("$content", ""));
            insert.Transaction = transaction;
            foreach (var item in input.Questions) Add(GoldSet, item.Id, DatasetWriter.ToJson(item));
            foreach (var item in input.ShowDecisions) Add(JudgePipelineSet, item.Id, DatasetWriter.ToJson(item));
            transaction.Commit();

            void Add(string set, string id, string content)
            {
                (insert.Parameters[0].Value, insert.Parameters[1].Value, insert.Parameters[2].Value) = (set, id, content);
                _items[(set, id)] = (long)insert.ExecuteScalar()!;
            }
        }
    }

    /// <summary>Takes up the names and items of a file that an earlier process began.</summary>
    public void Recall()
    {
        lock (_gate)
        {
            using var terms = SqliteFile.Command(connection, "SELECT term, term_id FROM terms");
            using (var row = terms.ExecuteReader())
                while (row.Read()) _terms[row.GetString(0)] = row.GetInt64(1);
            using var items = SqliteFile.Command(connection, "SELECT data_set, item_id, item FROM items");
            using var item = items.ExecuteReader();
            while (item.Read()) _items[(item.GetString(0), item.GetString(1))] = item.GetInt64(2);
        }
    }

    public void Write(IReadOnlyList<object> rows, string now)
    {
        lock (_gate)
        {
            using var transaction = connection.BeginTransaction();
            var sums = new ProgressSums(connection, transaction);
            foreach (var row in rows)
            {
                if (row is Observation observation) Insert(transaction, observation, sums);
                else if (row is AnswerRow answer) Insert(transaction, answer);
            }
            sums.Write();
            using var beat = SqliteFile.Command(connection, "UPDATE run SET heartbeat = $now", ("$now", now));
            beat.Transaction = transaction;
            beat.ExecuteNonQuery();
            transaction.Commit();
        }
    }

    public void Dispose()
    {
        _insertObservation?.Dispose();
        _replaceObservation?.Dispose();
        _insertAnswer?.Dispose();
        connection.Dispose();
    }

    private void Insert(SqliteTransaction transaction, Observation o, ProgressSums sums)
    {
        ReadOnlySpan<object?> values =
        [
            Term(transaction, o.Tier.FileName()), Term(transaction, o.Measure), _items[(SetOf(o.Tier), o.ItemId)],
            ModelTerm(transaction, o.GenerationModel), ModelTerm(transaction, o.JudgeModel), ModelTerm(transaction, o.ProductionJudgeModel),
            o.Repeat, Term(transaction, Names.Of(o.Outcome)), o.Value, o.Expected, o.Error, o.Evidence,
            o.Facts.LatencyMs, o.Facts.FirstTokenMs, o.Facts.InFlight, o.Facts.Asks, o.Facts.JournalHits, o.Facts.Attempts, o.Facts.InputTokens,
            o.Facts.CachedInputTokens, o.Facts.OutputTokens, o.Facts.ReasoningTokens, o.Facts.TokensEstimated ? 1 : 0, o.Facts.ReasoningChars, o.Facts.ReturnedModel, o.Facts.FinishReason, o.Facts.ErrorClass is { } c ? Names.Of(c) : null,
        ];
        _insertObservation ??= Prepare("IGNORE", "observations", 27);
        if (Fill(_insertObservation, transaction, values) == 0)
        {
            // An earlier process failed at this unit, and it was done again: it counts once.
            sums.TakeBack(values[..7]);
            _replaceObservation ??= Prepare("REPLACE", "observations", 27);
            Fill(_replaceObservation, transaction, values);
        }
        sums.Add(values, o.Facts);
    }

    private void Insert(SqliteTransaction transaction, AnswerRow a)
    {
        _insertAnswer ??= Prepare("REPLACE", "answers", 6);
        Fill(_insertAnswer, transaction, Term(transaction, a.Tier.FileName()), _items[(SetOf(a.Tier), a.ItemId)],
            ModelTerm(transaction, a.GenerationModel), a.Repeat, a.Text, a.Reasoning);
    }

    private SqliteCommand Prepare(string onConflict, string table, int columns)
    {
        var names = Enumerable.Range(0, columns).Select(i => "$" + i.ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray();
        var command = SqliteFile.Command(connection, $"INSERT OR {onConflict} INTO {table} VALUES ({string.Join(',', names)})");
        foreach (var name in names) command.Parameters.Add(new SqliteParameter { ParameterName = name });
        return command;
    }

    private static int Fill(SqliteCommand command, SqliteTransaction transaction, params ReadOnlySpan<object?> values)
    {
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++) command.Parameters[i].Value = values[i] ?? DBNull.Value;
        return command.ExecuteNonQuery();
    }

    private long ModelTerm(SqliteTransaction transaction, string? model) => model is null ? 0 : Term(transaction, model);

    private long Term(SqliteTransaction transaction, string term)
    {
        if (_terms.TryGetValue(term, out var known)) return known;
        using var command = SqliteFile.Command(connection, "INSERT INTO terms(term) VALUES ($term) RETURNING term_id", ("$term", term));
        command.Transaction = transaction;
        return _terms[term] = (long)command.ExecuteScalar()!;
    }
}
