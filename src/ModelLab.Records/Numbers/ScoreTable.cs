using ModelLab.Core.Datasets;
using ModelLab.Core.Judging;
using ModelLab.Core.Metrics.Consistency;
using ModelLab.Core.Roles;
using ModelLab.Core.Text;
using ModelLab.Records.Reading;
using ModelLab.Records.Store;
using ModelLab.Records.Vocabulary;

namespace ModelLab.Records.Numbers;

/// <summary>What a column of a <see cref="ScoreTable"/> holds: one measure of one model or pair of models.</summary>
/// <param name="Tier">The tier.</param>
/// <param name="Measure">The measure, as of <see cref="Measures"/>.</param>
/// <param name="GenerationModel">The generator, where one takes part.</param>
/// <param name="JudgeModel">The benchmark judge, where one takes part.</param>
/// <param name="ProductionJudgeModel">The production judge, where one takes part.</param>
public sealed record ScoreColumn(
    Tier Tier,
    string Measure,
    string? GenerationModel = null,
    string? JudgeModel = null,
    string? ProductionJudgeModel = null
);

/// <summary>One item's value in two columns.</summary>
/// <param name="ItemId">The item.</param>
/// <param name="Page">Its source page.</param>
/// <param name="First">The value in the first column.</param>
/// <param name="Second">The value in the second column.</param>
public sealed record PairedScore(string ItemId, string Page, double First, double Second);

/// <summary>
/// The observations turned over: for each measure of each model its value question by question, which is what models are compared by. Only
/// what was scored has a value. Of answers the first counts;
/// a judge's trials of one item are averaged.
/// </summary>
public sealed class ScoreTable : IScores
{
    private readonly Dictionary<ScoreColumn, Dictionary<string, double>> _columns;
    private readonly ItemPages _pages;

    private ScoreTable(Dictionary<ScoreColumn, Dictionary<string, double>> columns, ItemPages pages) =>
        (_columns, _pages) = (columns, pages);

    /// <summary>No values.</summary>
    public static ScoreTable Empty { get; } = new([], ItemPages.Unknown);

    /// <inheritdoc />
    public ItemPages Pages => _pages;

    /// <inheritdoc />
    public IReadOnlyList<ScoreColumn> Columns(Tier tier, string measure) =>
        [.. _columns.Keys.Where(c => c.Tier == tier && c.Measure == measure)];

    /// <summary>Turns over observations that come in whatever order.</summary>
    public static ScoreTable Of(IEnumerable<Observation> observations, ItemPages pages)
    {
        var builder = new Builder(pages);
        foreach (var observation in observations)
            builder.Add(observation);
        return builder.Finish();
    }

    /// <inheritdoc />
    public IReadOnlyDictionary<string, double> Values(ScoreColumn column) => _columns.TryGetValue(column, out var values) ? values : None;

    private static IReadOnlyDictionary<string, double> None { get; } = new Dictionary<string, double>();

    /// <summary>Takes observations one at a time.</summary>
    /// <param name="pages">The pages of the items.</param>
    public sealed class Builder(ItemPages pages)
    {
        private readonly Dictionary<ScoreColumn, Dictionary<string, double>> _columns = [];
        private readonly Dictionary<(string Judge, string Item), (double Sum, int Scored, int Asked, double First)> _trials = [];
        private readonly Dictionary<string, string> _ids = new(StringComparer.Ordinal);
        private (ScoreColumn Key, Dictionary<string, double> Values)? _last;

        // What a judge scores twice in its trials; whatever else is observed of a judge is no trial of its consistency.
        private static string Trial { get; } = Measures.Of(Rubric.Faithfulness);

        /// <summary>Takes an observation.</summary>
        public void Add(Observation o) =>
            Add(
                o.Tier,
                o.Measure,
                new ScoreRow(o.ItemId, o.GenerationModel, o.JudgeModel, o.ProductionJudgeModel, o.Repeat, o.Outcome, o.Value, o.Expected)
            );

        /// <summary>Takes a value of a measure.</summary>
        public void Add(Tier tier, string measure, ScoreRow row)
        {
            if (tier == Tier.JudgeTrial && measure == Trial)
            {
                AddTrial(row);
                return;
            }
            if (row is { JudgeModel: not null, Outcome: not Outcome.Scored } && row.Outcome.WasAsked())
                Put(new ScoreColumn(tier, Measures.Unscored, row.GenerationModel, row.JudgeModel), row.ItemId, 1);
            if (row.Outcome != Outcome.Scored || row.Value is not { } value || row.Repeat > 0 || measure == Measures.Retrieved)
                return;
            Put(new ScoreColumn(tier, measure, row.GenerationModel, row.JudgeModel, row.ProductionJudgeModel), row.ItemId, value);
            if (measure == Measures.Abstention)
                Put(
                    new ScoreColumn(tier, row.Expected == 1 ? Measures.DueAbstention : Measures.FalseRefusal, row.GenerationModel),
                    row.ItemId,
                    value
                );
            if (measure == Measures.Show && row.Expected is { } label)
                PutVerdict(tier, row, value, label);
        }

        /// <summary>The table of everything taken so far.</summary>
        public ScoreTable Finish()
        {
            foreach (var ((judge, item), trials) in _trials)
            {
                if (trials.Scored > 0)
                    Put(new ScoreColumn(Tier.JudgeTrial, Trial, JudgeModel: judge), item, trials.Sum / trials.Scored);
                if (trials.Scored == 2)
                    Put(
                        new ScoreColumn(Tier.JudgeTrial, Measures.Consistent, JudgeModel: judge),
                        item,
                        PairConsistency.Agree(trials.First, trials.Sum - trials.First) ? 1 : 0
                    );
                if (trials.Asked > 0)
                    Put(
                        new ScoreColumn(Tier.JudgeTrial, Measures.TrialError, JudgeModel: judge),
                        item,
                        (double)(trials.Asked - trials.Scored) / trials.Asked
                    );
            }
            return new ScoreTable(_columns, pages);
        }

        private void PutVerdict(Tier tier, ScoreRow row, double shown, double label)
        {
            ScoreColumn Own(string measure) => new(tier, measure, ProductionJudgeModel: row.ProductionJudgeModel);
            Put(new ScoreColumn(tier, Measures.Label), row.ItemId, label);
            Put(Own(Measures.Right), row.ItemId, shown == label ? 1 : 0);
            if (shown == 1)
                Put(Own(Measures.LabelOfShown), row.ItemId, label);
            if (label == 1)
                Put(Own(Measures.ShowOfGood), row.ItemId, shown);
        }

        private void AddTrial(ScoreRow o)
        {
            if (!o.Outcome.WasAsked())
                return;
            var key = (o.JudgeModel!, Interned(o.ItemId));
            var trials = _trials.GetValueOrDefault(key);
            trials.Asked++;
            if (o.Outcome == Outcome.Scored && o.Value is { } score)
            {
                if (trials.Scored++ == 0)
                    trials.First = score;
                trials.Sum += score;
            }
            _trials[key] = trials;
        }

        // Rows come sorted, so a column mostly follows itself.
        private void Put(ScoreColumn column, string item, double value)
        {
            if (_last is not { } last || last.Key != column)
            {
                if (!_columns.TryGetValue(column, out var values))
                    _columns[column] = values = new Dictionary<string, double>(StringComparer.Ordinal);
                _last = last = (column, values);
            }
            last.Values[Interned(item)] = value;
        }

        private string Interned(string item)
        {
            if (_ids.TryGetValue(item, out var known))
                return known;
            return _ids[item] = item;
        }
    }
}
