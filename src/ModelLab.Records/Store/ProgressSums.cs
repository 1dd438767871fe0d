using Microsoft.Data.Sqlite;
using ModelLab.Core.Roles;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Store;

/// <summary>What makes a row of <c>observations</c> the one of its unit: names by their terms, the item by its row.</summary>
internal readonly record struct ObservationKey(long Tier, long Measure, long Item, long Generator, long Judge, long Decider, int Repeat);

/// <summary>
/// What one batch of observations adds to the table <c>progress</c>, written in the batch's own transaction, so that the sums are exact
/// whenever the process dies.
/// </summary>
internal sealed class ProgressSums(SqliteConnection connection, SqliteTransaction transaction)
{
    private readonly Dictionary<Key, Sum> _sums = [];

    private readonly record struct Key(long Tier, long Measure, long Generator, long Judge, long Decider, long Outcome, string ErrorClass);

    private sealed class Sum
    {
        public long Count;
        public TokenUsage Tokens;
    }

    /// <summary>Counts a row of <c>observations</c>.</summary>
    public void Add(ObservationKey row, long outcome, string? errorClass, TokenUsage tokens) =>
        Add(KeyOf(row, outcome, errorClass ?? ""), 1, tokens);

    /// <summary>Takes back what the row of this key counted, which is about to be replaced.</summary>
    public void TakeBack(ObservationKey key)
    {
        using var command = SqliteFile.Command(
            connection,
            """
            SELECT outcome, COALESCE(error_class, ''), input_tokens, cached_input_tokens, output_tokens FROM observations
            WHERE tier = $0 AND measure = $1 AND item = $2 AND generator = $3 AND judge = $4 AND decider = $5 AND repeat = $6
            """,
            ("$0", key.Tier),
            ("$1", key.Measure),
            ("$2", key.Item),
            ("$3", key.Generator),
            ("$4", key.Judge),
            ("$5", key.Decider),
            ("$6", key.Repeat)
        );
        command.Transaction = transaction;
        using var old = command.ExecuteReader();
        if (!old.Read())
            return;
        long? Whole(int column) => old.IsDBNull(column) ? null : -old.GetInt64(column);
        var tokens = new TokenUsage
        {
            Input = Whole(2),
            CachedInput = Whole(3),
            Output = Whole(4),
        };
        Add(KeyOf(key, old.GetInt64(0), old.GetString(1)), -1, tokens);
    }

    /// <summary>Adds everything to the table.</summary>
    public void Write()
    {
        if (_sums.Count == 0)
            return;
        // No call takes 0 tokens, so a sum of 0 stands for none known.
        using var upsert = new BulkStatement(
            connection,
            """
            INSERT INTO progress VALUES (?, ?, ?, ?, ?, ?, ?, ?, NULLIF(?, 0), NULLIF(?, 0), NULLIF(?, 0)) ON CONFLICT DO UPDATE SET n = n + excluded.n,
                input_tokens = NULLIF(COALESCE(input_tokens, 0) + COALESCE(excluded.input_tokens, 0), 0),
                cached_input_tokens = NULLIF(COALESCE(cached_input_tokens, 0) + COALESCE(excluded.cached_input_tokens, 0), 0),
                output_tokens = NULLIF(COALESCE(output_tokens, 0) + COALESCE(excluded.output_tokens, 0), 0)
            """
        );
        foreach (var (key, sum) in _sums)
            upsert
                .Add(key.Tier)
                .Add(key.Measure)
                .Add(key.Generator)
                .Add(key.Judge)
                .Add(key.Decider)
                .Add(key.Outcome)
                .Add(key.ErrorClass)
                .Add(sum.Count)
                .Add(sum.Tokens.Input)
                .Add(sum.Tokens.CachedInput)
                .Add(sum.Tokens.Output)
                .Execute();
        if (_sums.Values.All(s => s.Count > 0))
            return;
        using var empty = SqliteFile.Command(connection, "DELETE FROM progress WHERE n = 0");
        empty.Transaction = transaction;
        empty.ExecuteNonQuery();
    }

    private static Key KeyOf(ObservationKey row, long outcome, string errorClass) =>
        new(row.Tier, row.Measure, row.Generator, row.Judge, row.Decider, outcome, errorClass);

    private void Add(Key key, int count, TokenUsage tokens)
    {
        if (!_sums.TryGetValue(key, out var sum))
            _sums[key] = sum = new Sum();
        sum.Count += count;
        sum.Tokens += tokens;
    }
}
