using System.Runtime.InteropServices;
using ModelLab.Core.Models;
using ModelLab.Records.Numbers;
using ModelLab.Records.Vocabulary;
using ModelLab.Records.Vocabulary.Metrics;

namespace ModelLab.Records.Deciding;

/// <summary>Values question by question for an objective: what two models are compared by.</summary>
/// <param name="table">The observations, turned over.</param>
/// <param name="objective">What is compared.</param>
/// <param name="judges">The judges whose scores count, where judges give them.</param>
public sealed class ItemScores(IScores table, Objective objective, IReadOnlyList<string> judges)
{
    /// <summary>
    /// Both models on the questions that both have. Judged values are averaged, question by question, over the judges that scored both, so
    /// a strict judge cannot weigh on one model alone.
    /// </summary>
    public IReadOnlyList<PairedScore> Pair(string first, string second)
    {
        if (!objective.IsJudged)
            return Pair(Values(first), Values(second));
        // Sorted at the end alone: a reader who turns to another metric waits for this, pair by pair of models.
        var sums = new Dictionary<string, (double First, double Second, int Judges)>(StringComparer.Ordinal);
        foreach (var judge in judges)
        {
            var others = table.Values(Column(second, judge));
            foreach (var (item, value) in table.Values(Column(first, judge)))
            {
                if (!others.TryGetValue(item, out var other))
                    continue;
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, item, out _);
                sum = (sum.First + value, sum.Second + other, sum.Judges + 1);
            }
        }
        return
        [
            .. sums.OrderBy(s => s.Key, StringComparer.Ordinal)
                .Select(s => new PairedScore(
                    s.Key,
                    table.PageOf(objective.Tier, s.Key),
                    s.Value.First / s.Value.Judges,
                    s.Value.Second / s.Value.Judges
                )),
        ];
    }

    /// <summary>The values of a model that no judge gives; where wrong decisions cost something, what its verdicts cost.</summary>
    public IReadOnlyDictionary<string, double> Values(string model)
    {
        if (objective.Metric != JudgePipelineMetrics.ExpectedCost || objective.Costs is not { } costs)
            return table.Values(Column(model, null));
        return Verdicts(model)
            .ToDictionary(
                v => v.Item,
                v =>
                    v.Shown == v.Label ? 0
                    : v.Shown ? costs.WrongShow
                    : costs.WrongHide,
                StringComparer.Ordinal
            );
    }

    /// <summary>A production judge's verdicts with their labels, in the order of the items' ids.</summary>
    public IReadOnlyList<(string Item, bool Shown, bool Label)> Verdicts(string model) => table.Verdicts(model);

    /// <summary>What one judge gives one generator on average; null where it scored nothing.</summary>
    public double? MeanUnder(string judge, string generator) =>
        table.Values(Column(generator, judge)) is { Count: > 0 } values ? values.Values.Average() : null;

    /// <summary>The source page of an item.</summary>
    public string PageOf(string item) => table.PageOf(objective.Tier, item);

    private ScoreColumn Column(string model, string? judge) =>
        objective.Metric.ColumnOf(
            objective.Role == ModelRole.Generation ? new ModelNames(model, judge) : new ModelNames(null, model, model)
        );

    private List<PairedScore> Pair(IReadOnlyDictionary<string, double> first, IReadOnlyDictionary<string, double> second) =>
        [
            .. first
                .Where(v => second.ContainsKey(v.Key))
                .OrderBy(v => v.Key, StringComparer.Ordinal)
                .Select(v => new PairedScore(v.Key, table.PageOf(objective.Tier, v.Key), v.Value, second[v.Key])),
        ];
}
