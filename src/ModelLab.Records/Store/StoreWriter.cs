using Microsoft.Data.Sqlite;
using ModelLab.Core.Datasets;
using ModelLab.Core.Metrics.Retrieval;
using ModelLab.Core.Roles;
using ModelLab.Records.Reading;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

/// <summary>Writes rows of a detail file. Not for two threads at once: the store's one writing task and its quiet moments use it.</summary>
internal sealed class StoreWriter(SqliteConnection connection) : IDisposable
{
    private readonly Dictionary<string, long> _terms = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Set, string Id), long> _items = [];
    private readonly Lock _gate = new();
    private BulkStatement? _insertObservation;
    private BulkStatement? _replaceObservation;
    private BulkStatement? _insertAnswer;

    public const string GoldSet = "gold";
    public const string JudgePipelineSet = "judge_pipeline";

    public static string SetOf(Tier tier) => tier == Tier.JudgePipeline ? JudgePipelineSet : GoldSet;

    public void Execute(string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        lock (_gate)
            SqliteFile.Execute(connection, sql, parameters);
    }

    /// <summary>Adds the items, within the transaction that its caller has begun.</summary>
    public void AddItems(SweepItems items)
    {
        lock (_gate)
        {
            using var insert = new BulkStatement(connection, "INSERT INTO items(data_set, item_id, content) VALUES (?, ?, ?)");
            foreach (var item in items.Questions)
                Add(GoldSet, item.Id, DatasetWriter.ToJson(item));
            foreach (var item in items.ShowDecisions)
                Add(JudgePipelineSet, item.Id, DatasetWriter.ToJson(item));

            void Add(string set, string id, string content)
            {
                insert.Add(set).Add(id).Add(content).Execute();
                _items[(set, id)] = insert.LastRowId;
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
                while (row.Read())
                    _terms[row.GetString(0)] = row.GetInt64(1);
            using var items = SqliteFile.Command(connection, "SELECT data_set, item_id, item FROM items");
            using var item = items.ExecuteReader();
            while (item.Read())
                _items[(item.GetString(0), item.GetString(1))] = item.GetInt64(2);
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
                if (row is Observation observation)
                    Insert(observation, sums);
                else if (row is AnswerRow answer)
                    Insert(answer);
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

    private void Insert(Observation o, ProgressSums sums)
    {
        var key = new ObservationKey(
            Term(o.Tier.FileName()),
            Term(o.Measure),
            _items[(SetOf(o.Tier), o.ItemId)],
            ModelTerm(o.GenerationModel),
            ModelTerm(o.JudgeModel),
            ModelTerm(o.ProductionJudgeModel),
            o.Repeat
        );
        var outcome = Term(Names.Of(o.Outcome));
        var errorClass = o.Facts.ErrorClass is { } c ? Names.Of(c) : null;
        _insertObservation ??= Prepare("IGNORE", "observations", 28);
        if (Write(_insertObservation) == 0)
        {
            // An earlier process failed at this unit, and it was done again: it counts once.
            sums.TakeBack(key);
            _replaceObservation ??= Prepare("REPLACE", "observations", 28);
            Write(_replaceObservation);
        }
        sums.Add(key, outcome, errorClass, o.Facts.Tokens);

        int Write(BulkStatement insert) =>
            insert
                .Add(key.Tier)
                .Add(key.Measure)
                .Add(key.Item)
                .Add(key.Generator)
                .Add(key.Judge)
                .Add(key.Decider)
                .Add(key.Repeat)
                .Add(outcome)
                .Add(o.Value)
                .Add(o.Expected)
                .Add(o.Error)
                .Add(o.Evidence)
                .Add(o.Facts.LatencyMs)
                .Add(o.Facts.FirstTokenMs)
                .Add(o.Facts.InFlight)
                .Add(o.Facts.Asks)
                .Add(o.Facts.JournalHits)
                .Add(o.Facts.Attempts)
                .Add(o.Facts.Tokens.Input)
                .Add(o.Facts.Tokens.CachedInput)
                .Add(o.Facts.Tokens.Output)
                .Add(o.Facts.Tokens.Reasoning)
                .Add(o.Facts.Tokens.IsEstimated ? 1 : 0)
                .Add(o.Facts.ReasoningChars)
                .Add(o.Facts.ReturnedModel)
                .Add(o.Facts.FinishReason)
                .Add(errorClass)
                .Add((double?)o.Facts.Tokens.ToldCost)
                .Execute();
    }

    private void Insert(AnswerRow a)
    {
        _insertAnswer ??= Prepare("REPLACE", "answers", 6);
        _insertAnswer
            .Add(Term(a.Tier.FileName()))
            .Add(_items[(SetOf(a.Tier), a.ItemId)])
            .Add(ModelTerm(a.GenerationModel))
            .Add(a.Repeat)
            .Add(a.Text)
            .Add(a.Reasoning)
            .Execute();
    }

    private BulkStatement Prepare(string onConflict, string table, int columns) =>
        new(connection, $"INSERT OR {onConflict} INTO {table} VALUES ({string.Join(',', Enumerable.Repeat('?', columns))})");

    private long ModelTerm(string? model) => model is null ? 0 : Term(model);

    private long Term(string term)
    {
        if (_terms.TryGetValue(term, out var known))
            return known;
        using var insert = new BulkStatement(connection, "INSERT INTO terms(term) VALUES (?)");
        insert.Add(term).Execute();
        return _terms[term] = insert.LastRowId;
    }
}
